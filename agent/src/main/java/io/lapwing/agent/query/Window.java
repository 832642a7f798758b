// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

/**
 * The rows of an answer: {@code rows} steps of {@code stepS} seconds, the last ending with {@code
 * beforeS}. Follows how Netdata 1.37 turns a wish into rows.
 */
record Window(long afterS, long beforeS, int stepS, int rows) {
    /** Smaller times are relative: three years of seconds. */
    private static final long RELATIVE_MAX = 3L * 365 * 86_400;

    /** More seconds than are kept are never looked at. */
    private static final int ROWS_MAX = 86_400;

    /** The window a question means for a chart that knows {@code firstS..lastS}. */
    static Window of(DataQuery query, long firstS, long lastS) {
        return of(query, firstS, lastS, 1);
    }

    /** The same, of rows that are made of others, each {@code everyS} seconds. */
    static Window of(DataQuery query, long firstS, long lastS, int everyS) {
        boolean toTheEnd = query.before() == 0;
        long before = absolute(query.before(), lastS, 0);
        long after = query.after() == 0 ? firstS : absolute(query.after(), before, 1);
        if (after > before) {
            long swapped = after;
            after = before;
            before = swapped;
        }
        long available = before - after + 1;
        long wanted = query.points() > 0 ? Math.min(query.points(), available) : available;
        wanted = Math.min(wanted, ROWS_MAX);
        long step = available / wanted;
        if (available % wanted > wanted / 2) {
            step++;
        }
        step = Math.ceilDiv(step, (long) everyS) * everyS;
        boolean aligned = everyS > 1 || !query.options().contains(DataOption.UNALIGNED);
        long over = before % step;
        if (aligned && over != 0) {
            before += toTheEnd ? -over : step - over;
        }
        if (wanted * step < available - 1 || everyS > 1) {
            wanted = (available + step - 1) / step;
        }
        return new Window(before - wanted * step + 1, before, (int) step, (int) wanted);
    }

    private static long absolute(long time, long reference, int exclusive) {
        return Math.abs(time) <= RELATIVE_MAX ? reference - Math.abs(time) + exclusive : time;
    }

    /** Whether its rows can be made of others, each {@code everyS} seconds. */
    boolean fits(int everyS) {
        return stepS % everyS == 0 && beforeS % everyS == 0;
    }

    /** The last second of a row, counted from the oldest. */
    long rowEndS(int row) {
        return afterS + (row + 1L) * stepS - 1;
    }
}
