// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.drops;

import org.jspecify.annotations.Nullable;

/** Messages to one client that were dropped for one reason: how many, and when. */
public record DropRow(
        String clientId,
        @Nullable String userName,
        DropReason reason,
        long count,
        long firstMillis,
        long lastMillis) {

    DropRow and(DropRow later) {
        return new DropRow(
                clientId,
                later.userName,
                reason,
                count + later.count,
                Math.min(firstMillis, later.firstMillis),
                Math.max(lastMillis, later.lastMillis));
    }
}
