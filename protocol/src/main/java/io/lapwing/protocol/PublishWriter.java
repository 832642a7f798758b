// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/**
 * Writes PUBLISH and its acknowledgements into a byte array, without allocation.
 *
 * <p>A message leaves as the bytes that came in wherever the receiver's version, and QoS above 0 or
 * not, are the sender's: one copy, then the flags and the packet id are patched. Else the header is
 * new, the topic is copied, a packet id and properties are put in or left out, the payload is
 * copied.
 */
public final class PublishWriter {
    /** Bytes of {@link #writeAck(byte[], int, int, int)}. */
    public static final int ACK_BYTES = 4;

    /** Bytes of {@link #writeAck(byte[], int, int, int, int)} at most. */
    public static final int ACK_BYTES_MAX = 5;

    private static final int TOPIC_ALIAS_BYTES = 3;

    private PublishWriter() {}

    /** Bytes that {@link #writePublish} will need. */
    public static int publishSize(OutgoingPublish to) {
        if (fitsWhole(to)) {
            return to.packetLength;
        }
        int body = bodySize(to);
        return headerSize(body) + body;
    }

    /** Writes the message for its receiver at this place and returns the place behind it. */
    public static int writePublish(OutgoingPublish to, byte[] out, int at) {
        return fitsWhole(to) ? copyPatched(to, out, at) : build(to, out, at);
    }

    private static boolean fitsWhole(OutgoingPublish to) {
        return to.whole
                && to.packetIsV5 == to.version.isV5()
                && (to.packetQos > 0) == (to.qos > 0)
                && to.topicAlias == 0
                && to.subscriptionIdCount == 0;
    }

    private static int copyPatched(OutgoingPublish to, byte[] out, int at) {
        System.arraycopy(to.packet, to.packetOffset, out, at, to.packetLength);
        out[at] = firstByte(to);
        int moved = at - to.packetOffset;
        if (to.qos > 0) {
            putShort(out, to.packetIdOffset + moved, to.packetId);
        }
        if (to.messageExpirySeconds >= 0 && to.messageExpiryOffset >= 0) {
            putInt(out, to.messageExpiryOffset + 1 + moved, to.messageExpirySeconds);
        }
        return at + to.packetLength;
    }

    private static int build(OutgoingPublish to, byte[] out, int at) {
        out[at] = firstByte(to);
        int next = putVariableInt(out, at + 1, bodySize(to));
        int topicBytes = to.topicBytes();
        putShort(out, next, topicBytes);
        System.arraycopy(to.topic, to.topicOffset, out, next + 2, topicBytes);
        next += 2 + topicBytes;
        if (to.qos > 0) {
            putShort(out, next, to.packetId);
            next += 2;
        }
        if (to.version.isV5()) {
            next = putVariableInt(out, next, propertiesSize(to));
            next = putProperties(to, out, next);
        }
        System.arraycopy(to.payload, to.payloadOffset, out, next, to.payloadLength);
        return next + to.payloadLength;
    }

    /** Puts what the broker adds before what the publisher sent, and leaves out its alias. */
    private static int putProperties(OutgoingPublish to, byte[] out, int at) {
        int next = at;
        if (to.topicAlias > 0) {
            out[next] = (byte) Property.TOPIC_ALIAS.id();
            putShort(out, next + 1, to.topicAlias);
            next += TOPIC_ALIAS_BYTES;
        }
        for (int i = 0; i < to.subscriptionIdCount; i++) {
            out[next] = (byte) Property.SUBSCRIPTION_IDENTIFIER.id();
            next = putVariableInt(out, next + 1, to.subscriptionIds[i]);
        }
        int from = to.propertiesOffset;
        int end = from + to.propertiesLength;
        int cut = to.topicAliasOffset < 0 ? end : to.topicAliasOffset;
        System.arraycopy(to.properties, from, out, next, cut - from);
        int behind = Math.min(end, cut + TOPIC_ALIAS_BYTES);
        System.arraycopy(to.properties, behind, out, next + cut - from, end - behind);
        if (to.messageExpirySeconds >= 0 && to.messageExpiryOffset >= 0) {
            int moved = to.messageExpiryOffset > cut ? TOPIC_ALIAS_BYTES : 0;
            int expiry = next + to.messageExpiryOffset - from - moved;
            putInt(out, expiry + 1, to.messageExpirySeconds);
        }
        return next + cut - from + end - behind;
    }

    private static byte firstByte(OutgoingPublish to) {
        return (byte) (PacketType.PUBLISH << 4 | PublishCodec.flags(to.dup, to.qos, to.retain));
    }

    private static int bodySize(OutgoingPublish to) {
        int size = 2 + to.topicBytes() + (to.qos > 0 ? 2 : 0) + to.payloadLength;
        if (to.version.isV5()) {
            int properties = propertiesSize(to);
            size += variableIntSize(properties) + properties;
        }
        return size;
    }

    private static int propertiesSize(OutgoingPublish to) {
        int size = to.propertiesLength;
        if (to.topicAliasOffset >= 0) {
            size -= TOPIC_ALIAS_BYTES;
        }
        if (to.topicAlias > 0) {
            size += TOPIC_ALIAS_BYTES;
        }
        for (int i = 0; i < to.subscriptionIdCount; i++) {
            size += 1 + variableIntSize(to.subscriptionIds[i]);
        }
        return size;
    }

    /** Writes a successful PUBACK, PUBREC, PUBREL or PUBCOMP, which is the same in all versions. */
    public static int writeAck(byte[] out, int at, int type, int packetId) {
        out[at] = (byte) (type << 4 | (type == PacketType.PUBREL ? 0b0010 : 0));
        out[at + 1] = 2;
        putShort(out, at + 2, packetId);
        return at + ACK_BYTES;
    }

    /** Writes an acknowledgement with its reason, for a receiver that speaks MQTT 5. */
    public static int writeAck(byte[] out, int at, int type, int packetId, int reasonCode) {
        int end = writeAck(out, at, type, packetId);
        if (reasonCode == 0) {
            return end;
        }
        out[at + 1] = 3;
        out[end] = (byte) reasonCode;
        return end + 1;
    }

    /** Bytes of a fixed header in front of a body of this length. */
    static int headerSize(int body) {
        return 1 + variableIntSize(body);
    }

    private static int variableIntSize(int value) {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
    }

    private static int putVariableInt(byte[] out, int at, int value) {
        int next = at;
        int rest = value;
        while (rest >= 0x80) {
            out[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[next++] = (byte) rest;
        return next;
    }

    private static void putShort(byte[] out, int at, int value) {
        out[at] = (byte) (value >>> 8);
        out[at + 1] = (byte) value;
    }

    private static void putInt(byte[] out, int at, long value) {
        putShort(out, at, (int) (value >>> 16));
        putShort(out, at + 2, (int) value);
    }
}
