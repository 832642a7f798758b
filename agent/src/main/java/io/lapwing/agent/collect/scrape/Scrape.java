// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import io.lapwing.agent.collect.Metric;
import java.util.Arrays;
import java.util.List;

/**
 * One answer of a target, or why there is none. It goes to the agent and comes back to be filled
 * again: whoever holds it owns it.
 */
final class Scrape {
    private double[] values = new double[256];
    private List<Metric> metrics = List.of();
    private int samples;
    private long leftOut;
    private long second;
    private String why = "";

    /** Begins an answer for a second. */
    void begin(long forSecond) {
        Arrays.fill(values, Double.NaN);
        second = forSecond;
        samples = 0;
        why = "";
    }

    void set(int number, double value) {
        if (number >= values.length) {
            int before = values.length;
            values = Arrays.copyOf(values, Math.max(number + 1, before * 2));
            Arrays.fill(values, before, values.length, Double.NaN);
        }
        values[number] = value;
        samples++;
    }

    /** Ends an answer that could be read. */
    void end(SeriesTable table) {
        metrics = table.metrics();
        leftOut = table.leftOut();
        if (values.length < metrics.size()) {
            int before = values.length;
            values = Arrays.copyOf(values, metrics.size());
            Arrays.fill(values, before, values.length, Double.NaN);
        }
    }

    /** There is no answer. */
    void failed(String reason) {
        why = reason;
    }

    /** The second it was asked for. */
    long second() {
        return second;
    }

    /** Empty when the target answered. */
    String why() {
        return why;
    }

    int samples() {
        return samples;
    }

    long leftOut() {
        return leftOut;
    }

    List<Metric> metrics() {
        return metrics;
    }

    /** By the numbers of the metrics; NaN for those that were not told. */
    double[] values() {
        return values;
    }
}
