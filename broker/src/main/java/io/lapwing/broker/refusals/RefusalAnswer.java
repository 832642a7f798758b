// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import java.util.List;

/**
 * What the journal knows about a question. Counts are exact from {@code fromMillis} on.
 *
 * @param fromMillis where the counting begins: the question's, or later if memory ends before
 * @param reachesBackMillis how far back the memory for counting goes
 * @param total refusals that match
 * @param rowsTotal rows that match; {@code rows} may be cut by the limit
 * @param folded refusals that share a row with another one: total − rowsTotal
 * @param dropped refusals since the start that were counted, but came too fast to be journalled
 * @param evicted rows since the start that made room for newer ones
 * @param causes of all that match, most frequent first
 * @param rows most frequent in the last minute first, then by count, then the newest
 */
public record RefusalAnswer(
        long nowMillis,
        long fromMillis,
        long toMillis,
        long reachesBackMillis,
        long total,
        int rowsTotal,
        long folded,
        long dropped,
        long evicted,
        List<CauseCount> causes,
        List<RefusalRow> rows) {

    /** How many refusals have a cause. */
    public record CauseCount(Cause cause, long count) {}
}
