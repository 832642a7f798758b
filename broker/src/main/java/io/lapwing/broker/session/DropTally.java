// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.drops.DropRow;
import io.lapwing.broker.refusals.SafeText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was dropped for one session since the last report. */
final class DropTally {
    private static final DropReason[] REASONS = DropReason.values();

    private final @Nullable String userName;
    private final long[] counts = new long[REASONS.length];
    private final long[] firstMillis = new long[REASONS.length];
    private final long[] lastMillis = new long[REASONS.length];

    /** The user the session's connection is known as; null for none. */
    DropTally(@Nullable String userName) {
        this.userName = userName;
    }

    void add(DropReason reason, int count, long nowMillis) {
        int at = reason.ordinal();
        if (counts[at] == 0) {
            firstMillis[at] = nowMillis;
        }
        counts[at] += count;
        lastMillis[at] = nowMillis;
    }

    void report(String clientId, List<DropRow> to) {
        for (DropReason reason : REASONS) {
            int at = reason.ordinal();
            if (counts[at] > 0) {
                to.add(
                        new DropRow(
                                SafeText.cut(clientId, SafeText.KEPT_MAX),
                                SafeText.cut(userName),
                                reason,
                                counts[at],
                                firstMillis[at],
                                lastMillis[at]));
            }
        }
    }
}
