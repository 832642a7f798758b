// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.Group;
import io.lapwing.agent.query.Grouping;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.Ring;
import java.util.Arrays;

/**
 * A window that lies in the seconds that are in memory.
 *
 * <p>Sums and averages are kept from one second to the next: the second that comes in is added, the
 * one that goes out is taken off. That is exact for whole numbers, and done for nothing else; other
 * sums, and other methods, are worked out anew.
 */
final class MemoryWindow extends TimeWindow {
    /** Sums of whole numbers up to this are exact. */
    private static final double EXACT_MAX = 1L << 52;

    private final ChartSeries chart;
    private final int lengthS;
    private Sum[] sums = {};
    private double[] buffer = {};

    /** Of one dimension, and the window it is the sum of. */
    private static final class Sum {
        private long afterS;
        private long beforeS;
        private int count;
        private double sum;

        /** Of the absolute values: while it is small, nothing was rounded. */
        private double size;

        private boolean whole;

        void forget() {
            beforeS = 0;
        }
    }

    MemoryWindow(ChartSeries chart, int lengthS, int backS, boolean aligned) {
        super(lengthS, backS, aligned);
        this.chart = chart;
        this.lengthS = lengthS;
    }

    @Override
    void moved() {
        // A sum follows when it is asked for.
    }

    @Override
    void forget() {
        super.forget();
        for (Sum each : sums) {
            each.forget();
        }
    }

    @Override
    double reduce(int dimension, Grouping method) {
        if (method.group() == Group.SUM || method.group() == Group.AVERAGE) {
            Sum sum = sum(dimension);
            double divisor = method.group() == Group.SUM ? 1 : sum.count;
            return sum.count == 0 ? Double.NaN : sum.sum / divisor;
        }
        return method.of(buffer(), chart.ring(dimension).collect(afterS() + 1, beforeS(), buffer));
    }

    private Sum sum(int dimension) {
        if (dimension >= sums.length) {
            int known = sums.length;
            sums = Arrays.copyOf(sums, chart.size());
            for (int i = known; i < sums.length; i++) {
                sums[i] = new Sum();
            }
        }
        Sum sum = sums[dimension];
        Ring ring = chart.ring(dimension);
        if (sum.beforeS == beforeS() && sum.afterS == afterS()) {
            return sum;
        }
        // Reading single seconds of the past is dearer than reading many in a row.
        boolean near = sum.beforeS > 0 && beforeS() - sum.beforeS <= lengthS / 4;
        if (near && beforeS() > sum.beforeS && sum.whole) {
            slide(sum, ring);
        }
        if (sum.beforeS != beforeS() || !sum.whole) {
            begin(sum, ring);
        }
        return sum;
    }

    private void slide(Sum sum, Ring ring) {
        while (sum.beforeS < beforeS() && sum.whole) {
            take(sum, ring.at(++sum.beforeS), 1);
            take(sum, ring.at(++sum.afterS), -1);
        }
    }

    private void begin(Sum sum, Ring ring) {
        sum.afterS = afterS();
        sum.beforeS = beforeS();
        sum.count = 0;
        sum.sum = 0;
        sum.size = 0;
        sum.whole = true;
        double[] values = buffer();
        int count = ring.collect(afterS() + 1, beforeS(), values);
        for (int i = 0; i < count; i++) {
            take(sum, values[i], 1);
        }
    }

    private static void take(Sum sum, double value, int times) {
        if (!Double.isNaN(value)) {
            sum.count += times;
            sum.sum += times * value;
            sum.size += times * Math.abs(value);
            sum.whole &= value == Math.rint(value) && sum.size < EXACT_MAX;
        }
    }

    private double[] buffer() {
        if (buffer.length == 0) {
            buffer = new double[lengthS];
        }
        return buffer;
    }
}
