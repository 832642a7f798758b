// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** The last packet on a connection; MQTT 3 knows it from the client only and without a reason. */
public record Disconnect(ReasonCode reason, Properties properties) implements Packet {

    public Disconnect(ReasonCode reason) {
        this(reason, Properties.EMPTY);
    }
}
