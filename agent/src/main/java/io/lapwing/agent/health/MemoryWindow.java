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
    private Sum[] markSums = {};
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
        sums = new Sum[0];
        markSums = new Sum[0];
    }

    @Override
    double reduce(int dimension, Grouping method, boolean marks) {
        if (method.group() == Group.SUM || method.group() == Group.AVERAGE) {
            Sum sum = sum(dimension, marks);
            double divisor = method.group() == Group.SUM ? 1 : sum.count;
            return sum.count == 0 ? Double.NaN : sum.sum / divisor;
        }
        return method.of(buffer(), collect(chart.ring(dimension), marks));
    }

    private Sum sum(int dimension, boolean marks) {
        if (dimension >= sums.length) {
            sums = grown(sums);
            markSums = grown(markSums);
        }
        Sum sum = (marks ? markSums : sums)[dimension];
        Ring ring = chart.ring(dimension);
        if (sum.beforeS == beforeS() && sum.afterS == afterS()) {
            return sum;
        }
        // Reading single seconds of the past is dearer than reading many in a row.
        boolean near = sum.beforeS > 0 && beforeS() - sum.beforeS <= lengthS / 4;
        if (near && beforeS() > sum.beforeS && sum.whole) {
            slide(sum, ring, marks);
        }
        if (sum.beforeS != beforeS() || !sum.whole) {
            begin(sum, ring, marks);
        }
        return sum;
    }

    private Sum[] grown(Sum[] some) {
        Sum[] grown = Arrays.copyOf(some, chart.size());
        for (int i = some.length; i < grown.length; i++) {
            grown[i] = new Sum();
        }
        return grown;
    }

    private void slide(Sum sum, Ring ring, boolean marks) {
        while (sum.beforeS < beforeS() && sum.whole) {
            take(sum, at(ring, ++sum.beforeS, marks), 1);
            take(sum, at(ring, ++sum.afterS, marks), -1);
        }
    }

    private void begin(Sum sum, Ring ring, boolean marks) {
        sum.afterS = afterS();
        sum.beforeS = beforeS();
        sum.count = 0;
        sum.sum = 0;
        sum.size = 0;
        sum.whole = true;
        double[] values = buffer();
        int count = collect(ring, marks);
        for (int i = 0; i < count; i++) {
            take(sum, values[i], 1);
        }
    }

    private int collect(Ring ring, boolean marks) {
        return marks
                ? ring.collectMarks(afterS() + 1, beforeS(), buffer())
                : ring.collect(afterS() + 1, beforeS(), buffer());
    }

    private static double at(Ring ring, long second, boolean marks) {
        double value = ring.at(second);
        return marks && !Double.isNaN(value) ? ring.markedAt(second) ? 100 : 0 : value;
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
