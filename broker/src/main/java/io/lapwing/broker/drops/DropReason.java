// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.drops;

import java.util.Locale;

/** Why a message never reached a client that subscribed to it. */
public enum DropReason {
    /** The client is connected and slower than its publishers. */
    QUEUE_FULL,
    /** The client is away, and so much waits for it already. */
    OFFLINE_QUEUE_FULL,
    /** QoS 0 messages that waited for the network when the client left. */
    CLIENT_LEFT,
    /** The client takes no packet of this size. */
    TOO_LARGE,
    /** Its publisher's expiry passed before it could be sent. */
    EXPIRED,
    /** It was on disk, and the disk does not give it any more. */
    UNREADABLE;

    /** As metrics and API write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
