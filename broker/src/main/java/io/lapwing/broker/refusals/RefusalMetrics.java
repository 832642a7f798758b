// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import io.lapwing.base.Family;
import java.util.List;

/** What this room counts. Refusals themselves are counted by the connection, before all else. */
public final class RefusalMetrics {
    public static final Family REFUSALS =
            Family.counter(
                    "refusals",
                    "Connections that were refused, by CONNACK or by closing, by cause.",
                    "cause",
                    "listener",
                    "mqtt_version");
    static final Family JOURNAL_ROWS =
            Family.gauge("refusal_journal_rows", "Rows in the journal of refusals.");
    static final Family JOURNAL_EVICTED =
            Family.counter(
                    "refusal_journal_evicted",
                    "Rows that left the journal of refusals to make room for newer ones.");
    static final Family JOURNAL_DROPPED =
            Family.counter(
                    "refusal_journal_dropped",
                    "Refusals that came too fast to be journalled and logged.");
    static final Family LOG_FOLDED =
            Family.counter(
                    "refusal_log_folded",
                    "Refusals without a log line of their own, told together in one line.");
    static final Family LOG_DROPPED =
            Family.counter(
                    "refusal_log_dropped",
                    "Refusal log lines above the limit of lines a second, not written.");

    /** Every family of this room. */
    public static final List<Family> ALL =
            List.of(
                    REFUSALS,
                    JOURNAL_ROWS,
                    JOURNAL_EVICTED,
                    JOURNAL_DROPPED,
                    LOG_FOLDED,
                    LOG_DROPPED);

    private RefusalMetrics() {}
}
