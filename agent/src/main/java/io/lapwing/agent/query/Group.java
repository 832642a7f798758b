// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** How the values of one dimension become one number. Gaps are left out before. */
public enum Group {
    AVERAGE(List.of("average", "avg", "mean"), Group::average),
    SUM(List.of("sum"), values -> Arrays.stream(values).sum()),
    MIN(List.of("min"), values -> Arrays.stream(values).min().orElse(Double.NaN)),
    MAX(List.of("max"), values -> Arrays.stream(values).max().orElse(Double.NaN)),
    /** The value farthest from zero. */
    EXTREMES(List.of("extremes"), Group::extreme),
    MEDIAN(List.of("median"), Group::median),
    /** Of a sample: divided by one less than the count. */
    STDDEV(List.of("stddev"), Group::deviation),
    CV(List.of("cv", "rsd", "coefficient-of-variation"), Group::variation),
    /** The last less the first. */
    INCREMENTAL_SUM(
            List.of("incremental_sum", "incremental-sum"),
            values -> values[values.length - 1] - values[0]),
    LATEST(List.of("latest", "last"), values -> values[values.length - 1]);

    private final List<String> words;
    private final ToDoubleFunction<double[]> reduction;

    Group(List<String> words, ToDoubleFunction<double[]> reduction) {
        this.words = words;
        this.reduction = reduction;
    }

    /** The group of this word in Netdata's language. */
    public static Optional<Group> of(String word) {
        return Arrays.stream(values()).filter(group -> group.words.contains(word)).findFirst();
    }

    public String word() {
        return words.get(0);
    }

    /** Of the first {@code count} values, in the order of time; NaN when there are none. */
    public double of(double[] values, int count) {
        if (count == 0) {
            return Double.NaN;
        }
        return reduction.applyAsDouble(
                count == values.length ? values : Arrays.copyOf(values, count));
    }

    private static double average(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double extreme(double[] values) {
        double extreme = values[0];
        for (double value : values) {
            extreme = Math.abs(value) > Math.abs(extreme) ? value : extreme;
        }
        return extreme;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double deviation(double[] values) {
        if (values.length == 1) {
            return 0;
        }
        double average = average(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - average) * (value - average);
        }
        return Math.sqrt(squares / (values.length - 1));
    }

    private static double variation(double[] values) {
        double average = average(values);
        return average == 0 ? Double.NaN : 100 * deviation(values) / Math.abs(average);
    }
}
