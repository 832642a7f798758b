// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MalformedPacket.malformed;
import static io.lapwing.protocol.MalformedPacket.protocolError;

import io.lapwing.protocol.Property.Place;

/** AUTH (5.0 §3.15). */
final class AuthCodec {
    private AuthCodec() {}

    static Auth read(WireReader in, MqttVersion version) {
        if (!version.isV5()) {
            throw malformed("packet type 15 is reserved in MQTT 3 (3.1.1 §2.2.1)");
        }
        if (in.atEnd()) {
            return new Auth(ReasonCode.SUCCESS, Properties.EMPTY);
        }
        ReasonCode reason = CodeSet.AUTH.read(in);
        Properties properties = PropertiesCodec.read(in, Place.AUTH);
        if (!properties.has(Property.AUTHENTICATION_METHOD)) {
            throw protocolError("AUTH has no authentication method (5.0 §3.15.2.2.2)");
        }
        return new Auth(reason, properties);
    }

    static void write(Auth auth, MqttVersion version, WireWriter out) {
        if (!version.isV5()) {
            throw new IllegalArgumentException("AUTH in MQTT " + version.text());
        }
        if (auth.reason() != ReasonCode.SUCCESS || !auth.properties().isEmpty()) {
            out.unsignedByte(auth.reason().code());
            PropertiesCodec.write(auth.properties(), out);
        }
    }
}
