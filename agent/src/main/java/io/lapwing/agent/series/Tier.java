// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.util.Locale;

/**
 * How finely time is cut on disk. A row stands for the seconds up to and with the one it is named
 * after, which is a multiple of its length: a minute's row for :01 to :00. A block holds the rows
 * of one span, cut the same way, so a block of a coarser tier is made from whole blocks of the
 * finer.
 */
public enum Tier {
    SECONDS(1, Packing.VALUES_MAX),
    MINUTES(60, 60),
    HOURS(3_600, 24);

    private final int everyS;
    private final int rows;

    Tier(int everyS, int rows) {
        this.everyS = everyS;
        this.rows = rows;
    }

    /** Seconds from one row to the next. */
    public int everyS() {
        return everyS;
    }

    /** Rows of a block. */
    int rows() {
        return rows;
    }

    int spanS() {
        return everyS * rows;
    }

    /** The number of the span that holds a second. */
    long span(long second) {
        return (second - 1) / spanS();
    }

    /** The last second of the row that a second belongs to. */
    long rowEnd(long second) {
        return Math.ceilDiv(second, (long) everyS) * everyS;
    }

    /** Columns that a dimension takes: its values, or count, sum, least and greatest. */
    int columns() {
        return this == SECONDS ? 1 : 4;
    }

    /** The tier this one is made from. */
    Tier finer() {
        return this == HOURS ? MINUTES : SECONDS;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
