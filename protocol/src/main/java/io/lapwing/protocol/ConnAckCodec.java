// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MalformedPacket.malformed;
import static io.lapwing.protocol.MalformedPacket.protocolError;

import io.lapwing.protocol.Property.Place;

/** CONNACK (3.1.1 §3.2, 5.0 §3.2). */
final class ConnAckCodec {
    private static final int SESSION_PRESENT = 0x01;

    private ConnAckCodec() {}

    static ConnAck read(WireReader in, MqttVersion version) {
        int flags = in.unsignedByte("acknowledge flags");
        if (version == MqttVersion.V3_1) {
            flags = 0; // 3.1 has no flags, only a byte that is not used
        }
        if ((flags & ~SESSION_PRESENT) != 0) {
            throw malformed("CONNACK has reserved flags set (3.1.1 §3.2.2.1, 5.0 §3.2.2.1)");
        }
        int code = in.unsignedByte("return code");
        if (version.isV5()) {
            CodeSet.CONNACK.check(code);
        } else if (code > ReturnCode.NOT_AUTHORIZED.code()) {
            throw protocolError("CONNACK has the return code " + code + " (3.1.1 §3.2.2.3)");
        }
        if (code != 0 && flags != 0) {
            throw protocolError(
                    "CONNACK refuses and says that a session is present"
                            + " (3.1.1 §3.2.2.2, 5.0 §3.2.2.1.1)");
        }
        Properties properties =
                version.isV5() ? PropertiesCodec.read(in, Place.CONNACK) : Properties.EMPTY;
        return new ConnAck(flags != 0, code, properties);
    }

    static void write(ConnAck ack, MqttVersion version, WireWriter out) {
        boolean present = ack.sessionPresent() && version != MqttVersion.V3_1;
        out.unsignedByte(present ? SESSION_PRESENT : 0);
        out.unsignedByte(ack.code());
        if (version.isV5()) {
            PropertiesCodec.write(ack.properties(), out);
        }
    }
}
