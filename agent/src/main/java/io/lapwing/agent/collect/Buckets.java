// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.Map;
import java.util.TreeMap;

/** The buckets of one histogram family, all its series together, by upper bound. */
final class Buckets {
    private final TreeMap<Double, TermSum> byBound = new TreeMap<>();

    void add(String bound, int metric) {
        double le = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
        byBound.computeIfAbsent(
                        le,
                        any ->
                                new TermSum(
                                        new Dimension(bound, bound, Algorithm.INCREMENTAL, 1, 1),
                                        false))
                .add(metric, 1);
    }

    boolean present(Samples samples) {
        return !byBound.isEmpty() && byBound.lastEntry().getValue().present(samples);
    }

    /** Where this share of the second's observations ends; linear inside a bucket. */
    double quantile(double share, Samples samples) {
        double all = byBound.isEmpty() ? 0 : byBound.lastEntry().getValue().value(samples);
        if (!(all > 0)) {
            return Double.NaN;
        }
        double rank = share * all;
        double lowerBound = 0;
        double below = 0;
        for (Map.Entry<Double, TermSum> bucket : byBound.entrySet()) {
            double bound = bucket.getKey();
            double upTo = bucket.getValue().value(samples);
            if (upTo >= rank) {
                return Double.isInfinite(bound) || upTo == below
                        ? lowerBound
                        : lowerBound + (bound - lowerBound) * (rank - below) / (upTo - below);
            }
            lowerBound = bound;
            below = upTo;
        }
        return lowerBound;
    }
}
