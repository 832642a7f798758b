// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.backend;

import io.lapwing.base.Clock;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All programs that checks ask. Opened with the broker; whoever asks one gets it here. */
public final class BackEnds implements AutoCloseable {
    private final Clock clock;
    private final Metrics metrics;
    private final Events events;
    private final List<BackEnd> all = new CopyOnWriteArrayList<>();

    public BackEnds(Clock clock, Metrics metrics, Events events) {
        this.clock = clock;
        this.metrics = metrics;
        this.events = events;
        metrics.gauge(BackEndMetrics.CUT_OFF, () -> all.stream().filter(BackEnd::isCutOff).count());
    }

    public Clock clock() {
        return clock;
    }

    public Metrics metrics() {
        return metrics;
    }

    public Events events() {
        return events;
    }

    /** One more; the name is its own. */
    public BackEnd open(String name, BackEnd.Lanes lanes) {
        BackEnd backEnd = new BackEnd(name, lanes, clock, metrics, events);
        all.add(backEnd);
        return backEnd;
    }

    @Override
    public void close() {
        all.forEach(BackEnd::close);
    }
}
