// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.DimensionPattern;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.series.ChartSeries;

/**
 * Works out a rule's lookup. A window that reaches back before the first sample counts what there
 * is; seconds without a sample count nothing. Owned by the agent's thread.
 */
final class WindowValue {
    /** In the place of a dimension: all that the lookup's patterns take. */
    static final int ALL = -1;

    private final Lookup lookup;
    private final ChartSeries chart;
    private final TimeWindow window;
    private final int only;
    private final DimensionPattern pattern;
    private final boolean absolute;
    private final boolean percentage;
    private final boolean marks;
    private boolean[] taken = {};
    private double[] reduced = {};

    /**
     * @param only the one dimension to look at, or {@link #ALL}
     */
    WindowValue(Lookup lookup, ChartSeries chart, int only, TimeWindows windows) {
        this.lookup = lookup;
        this.chart = chart;
        this.window = windows.of(lookup, chart);
        this.only = only;
        this.pattern = DimensionPattern.of(lookup.dimensions(), lookup.options());
        this.absolute = has(DataOption.ABSOLUTE);
        this.percentage = has(DataOption.PERCENTAGE);
        this.marks = has(DataOption.ANOMALY_BIT);
    }

    /** The last second before the window. */
    long afterS() {
        return window.afterS();
    }

    /** The last second of the window. */
    long beforeS() {
        return window.beforeS();
    }

    /** Moves the window; false while a part of it is still being read from disk. */
    boolean isReady(long second) {
        window.moveTo(second);
        return window.isReady();
    }

    /** NaN when no dimension has a value in the window. */
    double at(long second) {
        window.moveTo(second);
        chooseDimensions();
        int count = 0;
        double all = 0;
        for (int i = 0; i < taken.length; i++) {
            if (taken[i] || percentage) {
                double value = window.reduce(i, lookup.method(), marks);
                all += Double.isNaN(value) ? 0 : value;
                if (taken[i] && !Double.isNaN(value)) {
                    reduced[count++] = absolute ? Math.abs(value) : value;
                }
            }
        }
        double folded =
                has(DataOption.MIN2MAX)
                        ? Group.MAX.of(reduced, count) - Group.MIN.of(reduced, count)
                        : lookup.fold().of(reduced, count);
        if (percentage && !Double.isNaN(folded)) {
            folded = all == 0 ? 0 : folded * 100 / all;
        }
        return Double.isNaN(folded) && has(DataOption.NULL2ZERO) ? 0 : folded;
    }

    /** Dimensions only ever join a chart, so a longer chart is the only reason to choose again. */
    private void chooseDimensions() {
        if (taken.length != chart.size()) {
            taken = new boolean[chart.size()];
            reduced = new double[chart.size()];
            for (int i = 0; i < taken.length; i++) {
                taken[i] =
                        only == ALL ? pattern.takes(chart.chart().dimensions().get(i)) : i == only;
            }
        }
    }

    private boolean has(DataOption option) {
        return lookup.options().contains(option);
    }
}
