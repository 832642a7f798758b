// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.base.Cells;
import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.util.List;

/** What the agent counts about itself. Written by the agent's thread only. */
public final class AgentMetrics {
    static final Family TICK_LATENESS =
            Family.gauge(
                    "agent_tick_lateness_milliseconds",
                    "How long after its second the last sample was taken.");
    static final Family TICK_DURATION =
            Family.gauge(
                    "agent_tick_microseconds",
                    "How long sampling and evaluating the last second took.");
    static final Family SECONDS_MISSED =
            Family.counter("agent_seconds_missed", "Seconds without a sample.");
    static final Family TICKS_DROPPED =
            Family.counter(
                    "agent_ticks_dropped",
                    "Ticks that found the agent still busy, or no new second.");
    static final Family READS_FAILED =
            Family.counter("agent_reads_failed", "Targets that could not be read, times.");
    static final Family LISTENERS_FAILED =
            Family.counter("agent_listeners_failed", "Listeners of ticks that threw, times.");
    static final Family DIMENSIONS =
            Family.gauge("agent_dimensions", "Dimensions of all charts in memory.");

    /** Every family of the agent, for the manual. */
    public static final List<Family> ALL =
            List.of(
                    TICK_LATENESS,
                    TICK_DURATION,
                    SECONDS_MISSED,
                    TICKS_DROPPED,
                    READS_FAILED,
                    LISTENERS_FAILED,
                    DIMENSIONS);

    private final Cells cells;
    private final Cells shared;
    private final Series lateness;
    private final Series duration;
    private final Series missed;
    private final Series dropped;
    private final Series readsFailed;
    private final Series listenersFailed;
    private final Series dimensions;
    private long latenessNow;
    private long durationNow;
    private long dimensionsNow;

    AgentMetrics(Metrics metrics) {
        cells = metrics.cells();
        shared = metrics.shared();
        lateness = metrics.series(TICK_LATENESS);
        duration = metrics.series(TICK_DURATION);
        missed = metrics.series(SECONDS_MISSED);
        dropped = metrics.series(TICKS_DROPPED);
        readsFailed = metrics.series(READS_FAILED);
        listenersFailed = metrics.series(LISTENERS_FAILED);
        dimensions = metrics.series(DIMENSIONS);
    }

    void late(long millis) {
        cells.add(lateness, millis - latenessNow);
        latenessNow = millis;
    }

    void took(long micros) {
        cells.add(duration, micros - durationNow);
        durationNow = micros;
    }

    void missed(long seconds) {
        cells.add(missed, seconds);
    }

    void readFailed(int targets) {
        cells.add(readsFailed, targets);
    }

    void listenerFailed() {
        cells.increment(listenersFailed);
    }

    void dimensions(long count) {
        cells.add(dimensions, count - dimensionsNow);
        dimensionsNow = count;
    }

    /** From any thread. */
    void dropped() {
        shared.increment(dropped);
    }
}
