// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

/** What a connection waits for. */
enum Stage {
    /** What has to come before the CONNECT; see {@link Arrival}. */
    ARRIVAL,
    CONNECT,
    /** The answer to its CONNECT, or to its part in an exchange; no packet is looked at. */
    VERDICT,
    /** The client's next AUTH of the exchange that its CONNECT began. */
    EXCHANGE,
    PACKETS,
    /** Everything is said; FIN goes out, and what the client still sends is thrown away. */
    CLOSE,
    NOTHING;

    boolean isOpen() {
        return this != CLOSE && this != NOTHING;
    }

    /** Whether the CONNECT is still to be answered. */
    boolean isBeforeAnswer() {
        return this == ARRIVAL || this == CONNECT || this == VERDICT || this == EXCHANGE;
    }

    /** Whether the next packet may be looked at. */
    boolean takesPackets() {
        return this == CONNECT || this == EXCHANGE || this == PACKETS;
    }
}
