// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import io.lapwing.protocol.MqttVersion;

/**
 * A retained message: the PUBLISH packet as its publisher sent it. Times are on the monotonic
 * clock.
 *
 * @param version the version the packet is written in
 * @param storedNanos when it came
 * @param expiresNanos when it is gone (5.0 §3.3.2.3.3); means nothing unless it expires
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RetainedMessage(
        byte[] packet, MqttVersion version, long storedNanos, boolean expires, long expiresNanos) {

    public static RetainedMessage forGood(byte[] packet, MqttVersion version, long storedNanos) {
        return new RetainedMessage(packet, version, storedNanos, false, 0);
    }

    /** The QoS it was published with. */
    public int qos() {
        return packet[0] >> 1 & 3;
    }

    /** What its publisher set, if it expires. */
    public long expirySeconds() {
        return (expiresNanos - storedNanos) / 1_000_000_000L;
    }

    boolean isOver(long nowNanos) {
        return expires && expiresNanos - nowNanos <= 0;
    }
}
