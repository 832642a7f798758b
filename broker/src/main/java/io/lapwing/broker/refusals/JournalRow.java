// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Equal refusals, folded. Owned by the journal, and so by the thread of {@link Refusals}. */
final class JournalRow {
    /** Times that are kept to tell the rhythm of retries. */
    static final int TIMES_MAX = 8;

    final long id;
    final int index;
    final long firstMillis;

    /** The first position in the ring that can be this row's; older ones were another's. */
    final long bornAt;

    Refusal newest;
    long lastMillis;
    long ever;
    long ringPosition = -1;
    int chars;
    boolean changed;

    /** The log's memory, in monotonic time: lines within a minute, and what is folded since. */
    long minuteStart;

    int linesInMinute;
    long folded;
    long foldStart;
    long foldedSinceMillis;

    private long @Nullable [] times;

    JournalRow(long id, int index, long bornAt, Refusal first) {
        this.id = id;
        this.index = index;
        this.bornAt = bornAt;
        this.newest = first;
        this.firstMillis = first.atMillis();
    }

    void seen(Refusal refusal) {
        if (ever > 0) {
            if (times == null) {
                times = new long[TIMES_MAX];
                times[0] = lastMillis;
            }
            times[(int) (ever % TIMES_MAX)] = refusal.atMillis();
        }
        ever++;
        newest = refusal;
        lastMillis = refusal.atMillis();
    }

    /** The middle one of the last pauses; -1 below three refusals. */
    long gapMillis() {
        if (times == null || ever < 3) {
            return -1;
        }
        int known = (int) Math.min(ever, TIMES_MAX);
        long[] sorted = Arrays.copyOf(times, known);
        Arrays.sort(sorted);
        long[] gaps = new long[known - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = sorted[i + 1] - sorted[i];
        }
        Arrays.sort(gaps);
        return gaps[gaps.length / 2];
    }
}
