// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** Ends a QoS 2 delivery. */
public record PubComp(int packetId, ReasonCode reason, Properties properties) implements Packet {

    public PubComp(int packetId) {
        this(packetId, ReasonCode.SUCCESS, Properties.EMPTY);
    }
}
