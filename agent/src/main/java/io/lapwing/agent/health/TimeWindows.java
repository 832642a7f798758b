// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.Grouping;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.RecentRows.Earlier;
import io.lapwing.agent.series.Ring;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The windows that rules look at, one for all rules that mean the same. Owned by the agent's
 * thread.
 */
final class TimeWindows {
    /**
     * Rows of windows beyond memory, 32 bytes each; a window that comes after is not ready ever.
     */
    static final long ROWS_MAX = 1_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(TimeWindows.class);

    private record Key(ChartSeries chart, int lengthS, int backS, boolean aligned) {}

    private final Map<Key, TimeWindow> windows = new HashMap<>();
    private Earlier earlier = Earlier.NOTHING;
    private long rowsHeld;

    /** From now on this one is asked for what was before memory. */
    void reachBack(Earlier newest) {
        earlier = newest;
    }

    TimeWindow of(Lookup lookup, ChartSeries chart) {
        boolean aligned = !lookup.options().contains(DataOption.UNALIGNED);
        Key key = new Key(chart, -lookup.afterS(), -lookup.beforeS(), aligned);
        return windows.computeIfAbsent(key, this::made);
    }

    /** The clock was set back. */
    void forget() {
        windows.values().forEach(TimeWindow::forget);
    }

    /** Charts other than these have left. */
    void retain(Set<ChartSeries> charts) {
        windows.entrySet()
                .removeIf(each -> {
                    boolean its = !charts.contains(each.getKey().chart);
                    if (its && each.getValue() instanceof RowsWindow rows) {
                        rowsHeld -= rows.held();
                    }
                    return its;
                });
    }

    /** Whether a window lies in memory: what leaves it must still be there. */
    static boolean inMemory(int lengthS, int backS, boolean aligned) {
        return RowsWindow.reachS(lengthS, backS, aligned) < Ring.SECONDS_KEPT;
    }

    private TimeWindow made(Key key) {
        if (inMemory(key.lengthS, key.backS, key.aligned)) {
            return new MemoryWindow(key.chart, key.lengthS, key.backS, key.aligned);
        }
        RowsWindow window = RowsWindow.of(key.chart, key.lengthS, key.backS, key.aligned, earlier);
        if (rowsHeld + window.held() > ROWS_MAX) {
            LOG.warn(
                    "no room for a window of {} s of {}: long windows hold {} rows already",
                    key.lengthS,
                    key.chart.chart().id(),
                    rowsHeld);
            return new NoWindow(key.lengthS, key.backS, key.aligned);
        }
        rowsHeld += window.held();
        return window;
    }

    /** In the place of one that there is no room for. */
    private static final class NoWindow extends TimeWindow {
        NoWindow(int lengthS, int backS, boolean aligned) {
            super(lengthS, backS, aligned);
        }

        @Override
        boolean isReady() {
            return false;
        }

        @Override
        void moved() {
            // Nothing moves.
        }

        @Override
        double reduce(int dimension, Grouping method, boolean marks) {
            return Double.NaN;
        }
    }
}
