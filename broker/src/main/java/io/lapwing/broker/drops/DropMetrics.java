// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.drops;

import io.lapwing.base.Family;

/** What is counted about dropped messages; queue_message_drop has their sum. */
public final class DropMetrics {
    public static final Family MESSAGES_DROPPED =
            Family.counter(
                    "messages_dropped",
                    "Messages that never reached a client, by reason.",
                    "reason");
    static final Family REPORTS_LOST =
            Family.counter(
                    "drop_reports_lost", "Reports of drops that came faster than they were read.");

    private DropMetrics() {}
}
