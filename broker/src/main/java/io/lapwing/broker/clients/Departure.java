// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.clients;

import org.jspecify.annotations.Nullable;

/**
 * Times a client left for one reason: how many, and when.
 *
 * @param reason the reason code's label where we closed the connection; else how the client left
 * @param because of the newest, for people; empty where the reason says it all
 * @param address of the newest
 */
public record Departure(
        String clientId,
        @Nullable String userName,
        String reason,
        String because,
        String address,
        long count,
        long firstMillis,
        long lastMillis) {
    /** The client said DISCONNECT. */
    public static final String GOODBYE = "goodbye";

    /** The client said DISCONNECT and wants its will published (5.0 §3.14.2.1). */
    public static final String GOODBYE_WITH_WILL = "goodbye with will";

    /** The connection ended without a goodbye. */
    public static final String LOST = "connection lost";

    Departure and(Departure later) {
        return new Departure(
                clientId,
                later.userName,
                reason,
                later.because,
                later.address,
                count + later.count,
                Math.min(firstMillis, later.firstMillis),
                Math.max(lastMillis, later.lastMillis));
    }
}
