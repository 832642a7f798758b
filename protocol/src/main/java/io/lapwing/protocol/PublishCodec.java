// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MalformedPacket.malformed;
import static io.lapwing.protocol.MalformedPacket.protocolError;

import io.lapwing.protocol.Property.Place;

/** PUBLISH as a value (3.1.1 §3.3, 5.0 §3.3). The broker's way is {@link PublishView}. */
final class PublishCodec {
    static final int DUP = 0x08;
    static final int RETAIN = 0x01;

    private PublishCodec() {}

    static Publish read(byte first, WireReader in, MqttVersion version) {
        int qos = checkedQos(first, version);
        String topic = in.text("topic name");
        int packetId = qos == 0 ? 0 : in.packetId();
        Properties properties =
                version.isV5() ? PropertiesCodec.read(in, Place.PUBLISH) : Properties.EMPTY;
        if (!topic.isEmpty()) {
            Topics.checkName(topic);
        } else if (!properties.has(Property.TOPIC_ALIAS)) {
            throw noTopic(version);
        }
        boolean dup = (first & DUP) != 0;
        boolean retain = (first & RETAIN) != 0;
        return new Publish(dup, qos, retain, topic, packetId, properties, in.rest());
    }

    /** The QoS in the fixed header, which also says whether DUP may be set. */
    static int checkedQos(byte first, MqttVersion version) {
        int qos = first >> 1 & 3;
        if (qos == 3) {
            throw malformed("PUBLISH has QoS 3 (3.1.1 §3.3.1.2, 5.0 §3.3.1.2)");
        }
        if (qos == 0 && (first & DUP) != 0 && version != MqttVersion.V3_1) {
            throw malformed("PUBLISH has DUP set with QoS 0 (3.1.1 §3.3.1.1, 5.0 §3.3.1.1)");
        }
        return qos;
    }

    static MalformedPacket noTopic(MqttVersion version) {
        return version.isV5()
                ? protocolError("PUBLISH has neither topic name nor topic alias (5.0 §3.3.2.1)")
                : new MalformedPacket(
                        MalformedPacket.Kind.TOPIC_NAME_INVALID,
                        "PUBLISH has an empty topic name (3.1.1 §4.7.3)");
    }

    static int flags(Publish publish) {
        return flags(publish.dup(), publish.qos(), publish.retain());
    }

    static int flags(boolean dup, int qos, boolean retain) {
        return (dup ? DUP : 0) | qos << 1 | (retain ? RETAIN : 0);
    }

    static void write(Publish publish, MqttVersion version, WireWriter out) {
        out.text(publish.topic());
        if (publish.qos() > 0) {
            out.unsignedShort(publish.packetId());
        }
        if (version.isV5()) {
            PropertiesCodec.write(publish.properties(), out);
        }
        out.bytes(publish.payload());
    }
}
