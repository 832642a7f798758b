// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import io.lapwing.protocol.Property.Place;

/** DISCONNECT (3.1.1 §3.14, 5.0 §3.14). */
final class DisconnectCodec {
    private DisconnectCodec() {}

    static Disconnect read(WireReader in, MqttVersion version) {
        if (!version.isV5() || in.atEnd()) {
            return new Disconnect(ReasonCode.SUCCESS);
        }
        ReasonCode reason = CodeSet.DISCONNECT.read(in);
        Properties properties =
                in.atEnd() ? Properties.EMPTY : PropertiesCodec.read(in, Place.DISCONNECT);
        return new Disconnect(reason, properties);
    }

    static void write(Disconnect disconnect, MqttVersion version, WireWriter out) {
        boolean plain =
                disconnect.reason() == ReasonCode.SUCCESS && disconnect.properties().isEmpty();
        if (!version.isV5() || plain) {
            return;
        }
        out.unsignedByte(disconnect.reason().code());
        if (!disconnect.properties().isEmpty()) {
            PropertiesCodec.write(disconnect.properties(), out);
        }
    }
}
