// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import java.util.Arrays;

/** The arithmetic behind {@link Grouping}. Counts are at least 1; nothing is allocated. */
final class Reductions {
    /** The smoothing methods look no farther back than about this many values. */
    private static final int SMOOTHED_MAX = 15;

    private Reductions() {}

    static double sum(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }

    static double min(double[] values, int count) {
        double min = values[0];
        for (int i = 1; i < count; i++) {
            min = Math.min(min, values[i]);
        }
        return min;
    }

    static double max(double[] values, int count) {
        double max = values[0];
        for (int i = 1; i < count; i++) {
            max = Math.max(max, values[i]);
        }
        return max;
    }

    static double extreme(double[] values, int count) {
        double extreme = values[0];
        for (int i = 1; i < count; i++) {
            extreme = Math.abs(values[i]) > Math.abs(extreme) ? values[i] : extreme;
        }
        return extreme;
    }

    static double deviation(double[] values, int count) {
        if (count == 1) {
            return 0;
        }
        double average = sum(values, 0, count) / count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (values[i] - average) * (values[i] - average);
        }
        return Math.sqrt(squares / (count - 1));
    }

    static double variation(double[] values, int count) {
        double average = sum(values, 0, count) / count;
        return average == 0 ? Double.NaN : 100 * deviation(values, count) / Math.abs(average);
    }

    /** Of the newest value, when as many are smoothed; never less than with fifteen. */
    static double weight(int count) {
        return 2.0 / (Math.min(count, SMOOTHED_MAX) + 1);
    }

    static double smoothed(double[] values, int count) {
        double weight = weight(count);
        double level = values[0];
        for (int i = 1; i < count; i++) {
            level = weight * values[i] + (1 - weight) * level;
        }
        return level;
    }

    static double smoothedTwice(double[] values, int count) {
        double weight = weight(count);
        double level = values[0];
        double trend = count > 1 ? values[1] - values[0] : 0;
        for (int i = 1; i < count; i++) {
            double before = level;
            level = weight * values[i] + (1 - weight) * (level + trend);
            trend = weight * (level - before) + (1 - weight) * trend;
        }
        return level;
    }

    /** Sorts, then interpolates between the two values around the rank. */
    static double percentile(double[] values, int count, double percentage) {
        Arrays.sort(values, 0, count);
        double rank = percentage / 100 * (count - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, count - 1);
        return values[below] + (values[above] - values[below]) * (rank - below);
    }
}
