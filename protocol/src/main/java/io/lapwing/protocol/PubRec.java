// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** The receiver of a QoS 2 message owns it from here on, unless the reason is an error. */
public record PubRec(int packetId, ReasonCode reason, Properties properties) implements Packet {

    public PubRec(int packetId) {
        this(packetId, ReasonCode.SUCCESS, Properties.EMPTY);
    }
}
