// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** Ends a QoS 1 delivery. */
public record PubAck(int packetId, ReasonCode reason, Properties properties) implements Packet {

    public PubAck(int packetId) {
        this(packetId, ReasonCode.SUCCESS, Properties.EMPTY);
    }
}
