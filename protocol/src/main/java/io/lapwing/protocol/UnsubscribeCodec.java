// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MalformedPacket.protocolError;

import io.lapwing.protocol.Property.Place;
import java.util.ArrayList;
import java.util.List;

/** UNSUBSCRIBE and UNSUBACK (3.1.1 §3.10, §3.11, 5.0 §3.10, §3.11). */
final class UnsubscribeCodec {
    private UnsubscribeCodec() {}

    static Unsubscribe read(WireReader in, MqttVersion version) {
        int packetId = in.packetId();
        Properties properties =
                version.isV5() ? PropertiesCodec.read(in, Place.UNSUBSCRIBE) : Properties.EMPTY;
        if (in.atEnd()) {
            throw protocolError("UNSUBSCRIBE has no topic filter (3.1.1 §3.10.3, 5.0 §3.10.3)");
        }
        List<String> filters = new ArrayList<>(1);
        while (!in.atEnd()) {
            String filter = in.topicFilter();
            if (version.isV5()) {
                SharedFilter.parse(filter); // throws when it is shared and not well-formed
            }
            filters.add(filter);
        }
        return new Unsubscribe(packetId, filters, properties);
    }

    static void write(Unsubscribe unsubscribe, MqttVersion version, WireWriter out) {
        out.unsignedShort(unsubscribe.packetId());
        if (version.isV5()) {
            PropertiesCodec.write(unsubscribe.properties(), out);
        }
        unsubscribe.filters().forEach(out::text);
    }

    static UnsubAck readAck(WireReader in, MqttVersion version) {
        int packetId = in.packetId();
        if (!version.isV5()) {
            return new UnsubAck(packetId, List.of(), Properties.EMPTY);
        }
        Properties properties = PropertiesCodec.read(in, Place.UNSUBACK);
        List<ReasonCode> reasons = SubscribeCodec.readReasons(in, CodeSet.UNSUBACK);
        return new UnsubAck(packetId, reasons, properties);
    }

    static void writeAck(UnsubAck ack, MqttVersion version, WireWriter out) {
        out.unsignedShort(ack.packetId());
        if (version.isV5()) {
            PropertiesCodec.write(ack.properties(), out);
            ack.reasons().forEach(reason -> out.unsignedByte(reason.code()));
        }
    }
}
