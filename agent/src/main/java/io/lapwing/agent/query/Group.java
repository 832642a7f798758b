// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the values of one dimension become one number. Gaps are left out before. {@link Grouping}
 * says what some of the methods must know besides.
 */
public enum Group {
    AVERAGE("average", "avg", "mean"),
    SUM("sum"),
    MIN("min"),
    MAX("max"),
    /** The value farthest from zero. */
    EXTREMES("extremes"),
    MEDIAN("median"),
    /** Of a sample: divided by one less than the count. */
    STDDEV("stddev"),
    /** The deviation as a percentage of the average. */
    CV("cv", "rsd", "coefficient-of-variation"),
    /** Smoothed once: newer values weigh more. */
    SES("ses", "ema", "ewma"),
    /** Smoothed twice: the trend counts as well. */
    DES("des"),
    /** The last less the first. */
    INCREMENTAL_SUM("incremental_sum", "incremental-sum"),
    LATEST("latest", "last"),
    /** Which share of the values fulfils a condition, as a percentage. */
    COUNTIF("countif"),
    /** The value that this percentage of the values does not exceed, interpolated. */
    PERCENTILE("percentile"),
    /** The average without this percentage of the values at either end. */
    TRIMMED_MEAN("trimmed-mean"),
    /** The median without this percentage of the values at either end. */
    TRIMMED_MEDIAN("trimmed-median");

    private final List<String> words;

    Group(String... words) {
        this.words = List.of(words);
    }

    /** The group of this word in Netdata's language, if it is one that needs no number. */
    public static Optional<Group> of(String word) {
        return Arrays.stream(values()).filter(group -> group.words.contains(word)).findFirst();
    }

    public String word() {
        return words.get(0);
    }

    /**
     * Of the first {@code count} values, in the order of time, with the usual number where the
     * method needs one; NaN when there are none. May change the order of the values.
     */
    public double of(double[] values, int count) {
        return Grouping.of(this).of(values, count);
    }
}
