// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** The sender of a QoS 2 message will not send it again. */
public record PubRel(int packetId, ReasonCode reason, Properties properties) implements Packet {

    public PubRel(int packetId) {
        this(packetId, ReasonCode.SUCCESS, Properties.EMPTY);
    }
}
