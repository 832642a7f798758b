// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.base.Cells;
import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;

/** What is counted about exports. */
final class ExportMetrics {
    private static final String DESTINATION = "destination";

    static final Family SENT =
            Family.counter("export_sent", "Numbers that a destination has taken.", DESTINATION);
    static final Family FAILED =
            Family.counter("export_failed", "Batches that did not arrive, each try.", DESTINATION);
    static final Family DROPPED =
            Family.counter(
                    "export_dropped",
                    "Numbers given up: the queue was full, or they were refused for good.",
                    DESTINATION);
    static final Family QUEUED =
            Family.gauge("export_queued", "Batches that wait for a destination.", DESTINATION);
    static final Family FAILING =
            Family.gauge(
                    "export_failing",
                    "1 while the last batch did not arrive or was refused.",
                    DESTINATION);
    static final Family MISSED =
            Family.counter(
                    "export_seconds_missed",
                    "Seconds that the exporter did not look at, because it was busy.");

    /** Of one destination. */
    record OfDestination(
            Series sent, Series failed, Series dropped, Series queued, Series failing) {}

    private final Metrics metrics;
    private final Cells cells;
    private final Series missed;

    ExportMetrics(Metrics metrics) {
        this.metrics = metrics;
        this.cells = metrics.shared();
        this.missed = metrics.series(MISSED);
    }

    OfDestination destination(String name) {
        return new OfDestination(
                metrics.series(SENT, name),
                metrics.series(FAILED, name),
                metrics.series(DROPPED, name),
                metrics.series(QUEUED, name),
                metrics.series(FAILING, name));
    }

    void add(Series series, long count) {
        cells.add(series, count);
    }

    long value(Series series) {
        return metrics.value(series);
    }

    void missed() {
        cells.increment(missed);
    }
}
