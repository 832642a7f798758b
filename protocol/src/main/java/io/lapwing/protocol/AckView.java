// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/**
 * A PUBACK, PUBREC, PUBREL or PUBCOMP read in place, without allocation. One per worker, reused.
 */
public final class AckView {
    private final WireReader in = new WireReader();
    private int type;
    private int packetId;
    private int reasonCode;

    /** Reads and checks the acknowledgement in {@code length} bytes. */
    public void read(byte[] buffer, int offset, int length, MqttVersion version) {
        byte first = buffer[offset];
        type = Framing.type(first);
        Framing.checkFlags(first, version);
        int body = Framing.bodyOffset(buffer, offset, version.isV5());
        in.reset(buffer, body, offset + length, PacketType.name(type));
        packetId = in.packetId();
        reasonCode = 0;
        if (version.isV5() && !in.atEnd()) {
            readReason();
        }
        in.end();
    }

    private void readReason() {
        reasonCode = AckCodec.codes(type).check(in.unsignedByte("reason code"));
        if (in.atEnd()) {
            return;
        }
        int bytes = in.variableInt("property length");
        if (bytes != in.remaining()) {
            throw MalformedPacket.malformed(
                    in.packet()
                            + " has a property length that is not the rest of it (5.0 §2.2.2.1)");
        }
        boolean explained = false;
        while (!in.atEnd()) {
            Property.Place place = AckCodec.place(type);
            Property property = PropertiesCodec.readId(in, place);
            if (property == Property.REASON_STRING) {
                if (explained) {
                    throw PropertiesCodec.twice(property, place);
                }
                explained = true;
            }
            PropertiesCodec.skipValue(in, property);
        }
    }

    /** One of the four numbers in {@link PacketType}. */
    public int type() {
        return type;
    }

    public int packetId() {
        return packetId;
    }

    /** The MQTT 5 reason code; 0 in MQTT 3. */
    public int reasonCode() {
        return reasonCode;
    }
}
