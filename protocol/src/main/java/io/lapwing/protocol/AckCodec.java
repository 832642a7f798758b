// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import io.lapwing.protocol.Property.Place;

/** PUBACK, PUBREC, PUBREL and PUBCOMP, which are written alike (3.1.1 §3.4-3.7, 5.0 §3.4-3.7). */
final class AckCodec {
    private AckCodec() {}

    static Packet read(int type, WireReader in, MqttVersion version) {
        int packetId = in.packetId();
        ReasonCode reason = ReasonCode.SUCCESS;
        Properties properties = Properties.EMPTY;
        // Without a reason it is a success; without a property length there are no properties.
        if (version.isV5() && !in.atEnd()) {
            reason = codes(type).read(in);
            if (!in.atEnd()) {
                properties = PropertiesCodec.read(in, place(type));
            }
        }
        return switch (type) {
            case PacketType.PUBACK -> new PubAck(packetId, reason, properties);
            case PacketType.PUBREC -> new PubRec(packetId, reason, properties);
            case PacketType.PUBREL -> new PubRel(packetId, reason, properties);
            case PacketType.PUBCOMP -> new PubComp(packetId, reason, properties);
            default -> throw new IllegalArgumentException("no acknowledgement: " + type);
        };
    }

    static CodeSet codes(int type) {
        return type == PacketType.PUBACK || type == PacketType.PUBREC
                ? CodeSet.RECEIVED
                : CodeSet.RELEASED;
    }

    static Place place(int type) {
        return switch (type) {
            case PacketType.PUBACK -> Place.PUBACK;
            case PacketType.PUBREC -> Place.PUBREC;
            case PacketType.PUBREL -> Place.PUBREL;
            case PacketType.PUBCOMP -> Place.PUBCOMP;
            default -> throw new IllegalArgumentException("no acknowledgement: " + type);
        };
    }

    static void write(
            int packetId,
            ReasonCode reason,
            Properties properties,
            MqttVersion version,
            WireWriter out) {
        out.unsignedShort(packetId);
        if (version.isV5() && !(reason == ReasonCode.SUCCESS && properties.isEmpty())) {
            out.unsignedByte(reason.code());
            if (!properties.isEmpty()) {
                PropertiesCodec.write(properties, out);
            }
        }
    }
}
