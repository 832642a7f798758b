// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MalformedPacket.malformed;

/** Reads and writes every packet as a value; one class per packet holds both directions. */
public final class PacketCodec {
    private static final int RELIABLE = 0b0010; // the fixed flags of what asks for an answer

    private PacketCodec() {}

    /**
     * The packet in {@code length} bytes as {@link Framing#packetLength} told. A CONNECT names its
     * version itself; for the others it is the connection's.
     */
    public static Packet read(byte[] buffer, int offset, int length, MqttVersion version) {
        byte first = buffer[offset];
        int type = Framing.type(first);
        if (type == PacketType.CONNECT) {
            return ConnectCodec.read(buffer, offset, length);
        }
        if (type != PacketType.PUBLISH) {
            Framing.checkFlags(first, version);
        }
        int body = Framing.bodyOffset(buffer, offset, version.isV5());
        WireReader in = new WireReader(buffer, body, offset + length, PacketType.name(type));
        Packet packet = readBody(first, in, version);
        in.end();
        return packet;
    }

    private static Packet readBody(byte first, WireReader in, MqttVersion version) {
        int type = Framing.type(first);
        return switch (type) {
            case PacketType.CONNACK -> ConnAckCodec.read(in, version);
            case PacketType.PUBLISH -> PublishCodec.read(first, in, version);
            case PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP ->
                    AckCodec.read(type, in, version);
            case PacketType.SUBSCRIBE -> SubscribeCodec.read(in, version);
            case PacketType.SUBACK -> SubscribeCodec.readAck(in, version);
            case PacketType.UNSUBSCRIBE -> UnsubscribeCodec.read(in, version);
            case PacketType.UNSUBACK -> UnsubscribeCodec.readAck(in, version);
            case PacketType.PINGREQ -> new PingReq();
            case PacketType.PINGRESP -> new PingResp();
            case PacketType.DISCONNECT -> DisconnectCodec.read(in, version);
            case PacketType.AUTH -> AuthCodec.read(in, version);
            default -> throw malformed("packet type 0 is reserved (3.1.1 §2.2.1, 5.0 §2.1.2)");
        };
    }

    /** Bytes that {@link #write} will need. */
    public static int size(Packet packet, MqttVersion version) {
        int body = bodySize(packet, version);
        WireWriter header = WireWriter.counting();
        header.unsignedByte(0);
        header.variableInt(body);
        return header.position() + body;
    }

    private static int bodySize(Packet packet, MqttVersion version) {
        WireWriter count = WireWriter.counting();
        writeBody(packet, version, count);
        return count.position();
    }

    /** Writes the packet at this place and returns the place behind it. */
    public static int write(Packet packet, MqttVersion version, byte[] out, int at) {
        WireWriter to = WireWriter.into(out, at);
        to.unsignedByte(firstByte(packet));
        to.variableInt(bodySize(packet, version));
        writeBody(packet, version, to);
        return to.position();
    }

    /** The packet as an array of its own. */
    public static byte[] bytes(Packet packet, MqttVersion version) {
        byte[] out = new byte[size(packet, version)];
        write(packet, version, out, 0);
        return out;
    }

    private static int firstByte(Packet packet) {
        return switch (packet) {
            case Connect _ -> PacketType.CONNECT << 4;
            case ConnAck _ -> PacketType.CONNACK << 4;
            case Publish publish -> PacketType.PUBLISH << 4 | PublishCodec.flags(publish);
            case PubAck _ -> PacketType.PUBACK << 4;
            case PubRec _ -> PacketType.PUBREC << 4;
            case PubRel _ -> PacketType.PUBREL << 4 | RELIABLE;
            case PubComp _ -> PacketType.PUBCOMP << 4;
            case Subscribe _ -> PacketType.SUBSCRIBE << 4 | RELIABLE;
            case SubAck _ -> PacketType.SUBACK << 4;
            case Unsubscribe _ -> PacketType.UNSUBSCRIBE << 4 | RELIABLE;
            case UnsubAck _ -> PacketType.UNSUBACK << 4;
            case PingReq _ -> PacketType.PINGREQ << 4;
            case PingResp _ -> PacketType.PINGRESP << 4;
            case Disconnect _ -> PacketType.DISCONNECT << 4;
            case Auth _ -> PacketType.AUTH << 4;
        };
    }

    private static void writeBody(Packet packet, MqttVersion version, WireWriter out) {
        switch (packet) {
            case Connect connect -> ConnectCodec.write(connect, out);
            case ConnAck ack -> ConnAckCodec.write(ack, version, out);
            case Publish publish -> PublishCodec.write(publish, version, out);
            case PubAck(int id, ReasonCode reason, Properties properties) ->
                    AckCodec.write(id, reason, properties, version, out);
            case PubRec(int id, ReasonCode reason, Properties properties) ->
                    AckCodec.write(id, reason, properties, version, out);
            case PubRel(int id, ReasonCode reason, Properties properties) ->
                    AckCodec.write(id, reason, properties, version, out);
            case PubComp(int id, ReasonCode reason, Properties properties) ->
                    AckCodec.write(id, reason, properties, version, out);
            case Subscribe subscribe -> SubscribeCodec.write(subscribe, version, out);
            case SubAck ack -> SubscribeCodec.writeAck(ack, version, out);
            case Unsubscribe unsubscribe -> UnsubscribeCodec.write(unsubscribe, version, out);
            case UnsubAck ack -> UnsubscribeCodec.writeAck(ack, version, out);
            case PingReq _, PingResp _ -> {}
            case Disconnect disconnect -> DisconnectCodec.write(disconnect, version, out);
            case Auth auth -> AuthCodec.write(auth, version, out);
        }
    }
}
