// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import io.lapwing.agent.collect.Samples;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A page of metrics that was told at once, for tests. */
public final class Told {
    private Told() {}

    /** Reads it as the first, or as another, answer of a target into its samples. */
    public static void read(String page, Samples samples) {
        SeriesTable table = new SeriesTable(List.of());
        Scrape scrape = new Scrape();
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        scrape.begin(1);
        try {
            new Exposition(table).read(body, body.length, scrape);
        } catch (NoAnswer e) {
            throw new IllegalArgumentException(e.why(), e);
        }
        scrape.end(table);
        for (int i = samples.size(); i < scrape.metrics().size(); i++) {
            samples.add(scrape.metrics().get(i));
        }
        samples.begin();
        samples.setAll(scrape.values(), scrape.metrics().size());
        samples.end();
    }
}
