// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.base.Cells;
import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;

/** What is counted about notifications. */
final class NotifyMetrics {
    static final String RECEIVER = "receiver";

    static final Family SENT =
            Family.counter("notify_sent", "Notices that a receiver has taken.", RECEIVER);
    static final Family FAILED =
            Family.counter("notify_failed", "Deliveries that failed, each try counted.", RECEIVER);
    static final Family DROPPED =
            Family.counter(
                    "notify_dropped",
                    "Notices given up: the queue was full, too old, or refused for good.",
                    RECEIVER);
    static final Family QUEUED =
            Family.gauge("notify_queued", "Notices that wait for a receiver.", RECEIVER);
    static final Family SILENCED =
            Family.counter("notify_silenced", "Changes of alerts that a silence held back.");
    static final Family NOT_KEPT =
            Family.counter(
                    "notify_not_kept", "Writes of the notifications' files that the disk refused.");
    static final Family DAMAGED =
            Family.counter(
                    "notify_damaged", "Damaged lines in the notifications' files, left out.");

    /** Of one receiver. */
    record OfReceiver(Series sent, Series failed, Series dropped, Series queued) {}

    private final Metrics metrics;
    private final Cells cells;
    private final Series silenced;
    private final Series notKept;
    private final Series damaged;

    NotifyMetrics(Metrics metrics) {
        this.metrics = metrics;
        this.cells = metrics.shared();
        this.silenced = metrics.series(SILENCED);
        this.notKept = metrics.series(NOT_KEPT);
        this.damaged = metrics.series(DAMAGED);
    }

    OfReceiver receiver(String name) {
        return new OfReceiver(
                metrics.series(SENT, name),
                metrics.series(FAILED, name),
                metrics.series(DROPPED, name),
                metrics.series(QUEUED, name));
    }

    void add(Series series, long count) {
        cells.add(series, count);
    }

    long value(Series series) {
        return metrics.value(series);
    }

    void silenced() {
        cells.increment(silenced);
    }

    void notKept() {
        cells.increment(notKept);
    }

    void damaged(int lines) {
        cells.add(damaged, lines);
    }
}
