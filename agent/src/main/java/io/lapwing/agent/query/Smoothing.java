// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

/**
 * Exponential smoothing that goes on from row to row: a row shows how far it has come at its end.
 * Twice smoothed, the trend counts as well (Holt's method, with one weight for both).
 */
final class Smoothing {
    private final boolean twice;
    private final double weight;
    private double level;
    private double trend;
    private long seen;

    /**
     * @param values how many make a row; the more, the smoother
     */
    Smoothing(boolean twice, int values) {
        this.twice = twice;
        this.weight = Reductions.weight(values);
    }

    /** Takes in a row's values and answers the level after them; NaN before the first. */
    double after(double[] values, int count) {
        for (int i = 0; i < count; i++) {
            take(values[i]);
        }
        return count == 0 ? Double.NaN : level;
    }

    private void take(double value) {
        if (seen == 0) {
            level = value;
        } else if (seen == 1 && twice) {
            trend = value - level;
        }
        if (seen > 0) {
            double before = level;
            level = weight * value + (1 - weight) * (level + trend);
            trend = twice ? weight * (level - before) + (1 - weight) * trend : 0;
        }
        seen++;
    }
}
