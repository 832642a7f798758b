// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.DimensionPattern;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.Ring;

/**
 * Works out a rule's lookup. A window that reaches back before the first sample counts what there
 * is; seconds without a sample count nothing. Owned by the agent's thread.
 */
final class WindowValue {
    /** In the place of a dimension: all that the lookup's patterns take. */
    static final int ALL = -1;

    private final Lookup lookup;
    private final ChartSeries chart;
    private final int only;
    private final DimensionPattern pattern;
    private final double[] buffer;
    private final int lengthS;
    private final boolean aligned;
    private final boolean absolute;
    private final boolean percentage;
    private boolean[] taken = {};
    private double[] reduced = {};
    private long afterS;
    private long beforeS;

    /**
     * @param only the one dimension to look at, or {@link #ALL}
     */
    WindowValue(Lookup lookup, ChartSeries chart, int only) {
        this.lookup = lookup;
        this.chart = chart;
        this.only = only;
        this.pattern = DimensionPattern.of(lookup.dimensions(), lookup.options());
        this.lengthS = Math.min(-lookup.afterS(), Ring.SECONDS_KEPT);
        this.buffer = new double[lengthS];
        this.aligned = !has(DataOption.UNALIGNED);
        this.absolute = has(DataOption.ABSOLUTE);
        this.percentage = has(DataOption.PERCENTAGE);
    }

    /** The last second before the window. */
    long afterS() {
        return afterS;
    }

    /** The last second of the window. */
    long beforeS() {
        return beforeS;
    }

    /** NaN when no dimension has a value in the window. */
    double at(long second) {
        long end = second + lookup.beforeS();
        if (aligned) {
            end -= Math.floorMod(end, (long) lengthS);
        }
        beforeS = end;
        afterS = end - lengthS;
        if (has(DataOption.ANOMALY_BIT)) {
            return Double.NaN;
        }
        chooseDimensions();
        int count = 0;
        double all = 0;
        for (int i = 0; i < taken.length; i++) {
            if (taken[i] || percentage) {
                double value = reduce(chart.ring(i));
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

    private double reduce(Ring ring) {
        int count = ring.collect(afterS + 1, beforeS, buffer);
        return lookup.method().of(buffer, count);
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
