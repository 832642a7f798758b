// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import io.lapwing.agent.collect.TargetWish;
import io.lapwing.base.Clock;

/** A page of metrics. */
final class HttpSource implements Source {
    private final MetricsPage page;
    private final Body body = new Body();
    private final SeriesTable table;
    private final Exposition exposition;

    HttpSource(Clock clock, TargetWish wish) {
        this.page = new MetricsPage(clock, wish);
        this.table = new SeriesTable(wish.relabel());
        this.exposition = new Exposition(table);
    }

    @Override
    public void read(Scrape into) throws NoAnswer {
        page.read(body);
        exposition.read(body.bytes(), body.length(), into);
    }

    @Override
    public SeriesTable table() {
        return table;
    }

    @Override
    public long bytes() {
        return body.length();
    }

    @Override
    public void close() {
        page.close();
    }
}
