// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import java.util.List;

/**
 * Equal refusals folded into one: same cause, client, user and address.
 *
 * @param id stays the same while the row is kept
 * @param newest the newest of them; its checks end with what the client was told
 * @param lastMinute how many in the 60 s before the question
 * @param count how many in the time asked for
 * @param ever how many since the row began
 * @param firstMillis when the row began, also if that is before the time asked for
 * @param gapMillis the middle one of the pauses between the last few; -1 below three refusals
 */
public record RefusalRow(
        long id,
        Refusal newest,
        long lastMinute,
        long count,
        long ever,
        long firstMillis,
        long lastMillis,
        long gapMillis) {

    public Cause cause() {
        return newest.cause();
    }

    public Attempt attempt() {
        return newest.attempt();
    }

    public List<Check> checks() {
        return newest.checks();
    }

    /** The newest's line in the log, whether it was written or folded. */
    public String logLine() {
        return newest.heard() == null ? LogLine.of(newest) : newest.heard().line();
    }
}
