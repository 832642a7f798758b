// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.clients;

import io.lapwing.protocol.MqttVersion;
import org.jspecify.annotations.Nullable;

/**
 * A client and its session at one moment.
 *
 * @param userName as whom it was let in last; null for nobody in particular
 * @param link its connection; null while it is offline
 * @param sinceMillis since when it is connected, or offline
 * @param expirySeconds how long the session outlives a connection; {@link #NO_EXPIRY} for ever
 * @param subscriptions how many filters it subscribes to
 * @param queued messages that wait for it
 * @param inFlight messages sent to it that it has not acknowledged
 */
public record ClientRow(
        String clientId,
        @Nullable String userName,
        @Nullable Link link,
        long sinceMillis,
        long expirySeconds,
        int subscriptions,
        int queued,
        int inFlight) {
    /** The session has no end (5.0 §3.1.2.11.2). */
    public static final long NO_EXPIRY = 0xFFFF_FFFFL;

    /** Where a client is connected from, and where to. */
    public record Link(String listener, String address, int port, MqttVersion version) {}

    public ClientState state() {
        return link == null ? ClientState.OFFLINE : ClientState.CONNECTED;
    }
}
