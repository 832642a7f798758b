// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Dimensions of a chart template, and the metrics they are made from. */
public sealed interface DimensionTemplate {
    /** A metric's share in a dimension. */
    record Term(String metric, double weight) {}

    /** One dimension from named metrics. */
    record Sum(Dimension dimension, List<Term> terms, boolean atLeastZero)
            implements DimensionTemplate {}

    /**
     * A dimension for each value of a label.
     *
     * @param algorithm whether the metric counts
     * @param labels the first of these that a series has names its dimension
     * @param known values of a counter's label whose dimensions are there from the start
     */
    record ByLabel(String metric, Algorithm algorithm, List<String> labels, List<String> known)
            implements DimensionTemplate {}

    /** Quantiles of a histogram, by the names of their dimensions. */
    record Quantiles(String histogram, Map<String, Double> shares, double factor)
            implements DimensionTemplate {}

    /** A counter's events; those that flow the other way have a negative multiplier. */
    static Sum counter(String id, String metric, int multiplier, int divisor) {
        return sum(new Dimension(id, id, Algorithm.INCREMENTAL, multiplier, divisor), metric);
    }

    static Sum gauge(String id, String metric, int divisor) {
        return sum(new Dimension(id, id, Algorithm.ABSOLUTE, 1, divisor), metric);
    }

    /** What is left of the first metric when the others are taken away, never below zero. */
    static Sum rest(String id, String metric, List<String> taken) {
        List<Term> terms = new ArrayList<>(List.of(new Term(metric, 1)));
        taken.forEach(each -> terms.add(new Term(each, -1)));
        return new Sum(new Dimension(id, id, Algorithm.ABSOLUTE, 1, 1), List.copyOf(terms), true);
    }

    private static Sum sum(Dimension dimension, String metric) {
        return new Sum(dimension, List.of(new Term(metric, 1)), false);
    }
}
