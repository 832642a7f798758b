// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.Arrays;

/** Adds up metrics, each times its weight. Owned by the agent's thread. */
final class TermSum implements LiveDimension {
    private final Algorithm algorithm;
    private final double factor;
    private final boolean atLeastZero;
    private int[] metrics = {};
    private double[] weights = {};

    TermSum(Dimension dimension, boolean atLeastZero) {
        this.algorithm = dimension.algorithm();
        this.factor = (double) dimension.multiplier() / dimension.divisor();
        this.atLeastZero = atLeastZero;
    }

    void add(int metric, double weight) {
        metrics = Arrays.copyOf(metrics, metrics.length + 1);
        weights = Arrays.copyOf(weights, weights.length + 1);
        metrics[metrics.length - 1] = metric;
        weights[weights.length - 1] = weight;
    }

    /** A counter that a target does not have has counted nothing. */
    @Override
    public double value(Samples samples) {
        boolean incremental = algorithm == Algorithm.INCREMENTAL;
        double sum = metrics.length == 0 && incremental ? 0 : Double.NaN;
        for (int i = 0; i < metrics.length; i++) {
            int metric = metrics[i];
            double term = incremental ? samples.gained(metric) : samples.value(metric);
            if (!Double.isNaN(term)) {
                sum = (Double.isNaN(sum) ? 0 : sum) + term * weights[i];
            }
        }
        return (atLeastZero && sum < 0 ? 0 : sum) * factor;
    }

    @Override
    public boolean reset(Samples samples) {
        for (int metric : metrics) {
            if (samples.reset(metric)) {
                return algorithm == Algorithm.INCREMENTAL;
            }
        }
        return false;
    }

    @Override
    public boolean present(Samples samples) {
        for (int metric : metrics) {
            if (!Double.isNaN(samples.value(metric))) {
                return true;
            }
        }
        return false;
    }
}
