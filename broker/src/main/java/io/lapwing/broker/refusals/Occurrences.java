// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

/**
 * Which row was refused how often in which second: a ring that forgets the oldest. Kept in plain
 * arrays, because a question reads all of it.
 */
final class Occurrences {
    private static final int MINUTE = 60;

    /** The seconds to count: [from, to), and the minute that ends with {@code now}. */
    record Window(int from, int to, int now) {}

    private final int[] rows;
    private final int[] seconds;
    private final int[] counts;
    private final int mask;
    private long next;

    /** {@code max} is a power of two. */
    Occurrences(int max) {
        rows = new int[max];
        seconds = new int[max];
        counts = new int[max];
        mask = max - 1;
    }

    /** Where the next occurrence goes. */
    long next() {
        return next;
    }

    /** Counts one more for the row; equal seconds share an entry. */
    void add(JournalRow row, int second) {
        int slot = (int) row.ringPosition & mask;
        if (row.ringPosition >= oldest() && seconds[slot] == second) {
            counts[slot]++;
            return;
        }
        slot = (int) next & mask;
        rows[slot] = row.index;
        seconds[slot] = second;
        counts[slot] = 1;
        row.ringPosition = next++;
    }

    /** The first second of which nothing was forgotten; the smallest if nothing ever was. */
    int reachesBack() {
        // Entries of the oldest second kept may be gone already, so it does not count as known.
        return next <= rows.length ? Integer.MIN_VALUE : seconds[(int) next & mask] + 1;
    }

    /** Adds the counts of each row within [from, to), and of its last minute, by its index. */
    void sum(Window window, long[] bornAt, int[] counts, int[] lastMinute) {
        for (long position = oldest(); position < next; position++) {
            int slot = (int) position & mask;
            int row = rows[slot];
            if (position >= bornAt[row]) {
                int second = seconds[slot];
                counts[row] += second >= window.from && second < window.to ? this.counts[slot] : 0;
                lastMinute[row] +=
                        second > window.now - MINUTE && second <= window.now
                                ? this.counts[slot]
                                : 0;
            }
        }
    }

    private long oldest() {
        return Math.max(0, next - rows.length);
    }
}
