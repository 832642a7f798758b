// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import io.lapwing.protocol.Property.Place;

/**
 * A PUBLISH read in place, without allocation: where its parts lie in the bytes that came in. One
 * per worker, reused; it is valid as long as those bytes are.
 *
 * <p>Everything is checked but the text of the topic name: the broker skips that when the bytes
 * equal a name that was checked before, and else calls {@link Topics#checkName}.
 */
public final class PublishView {
    private static final byte[] NOTHING = {};

    private final WireReader in = new WireReader();
    private byte[] buffer = NOTHING;
    private int offset;
    private int length;
    private MqttVersion version = MqttVersion.V3_1_1;
    private int headerBytes;
    private int qos;
    private int topicOffset;
    private int topicLength;
    private int packetIdOffset;
    private int packetId;
    private int propertiesOffset;
    private int propertiesLength;
    private int payloadOffset;
    private int topicAlias;
    private int topicAliasOffset;
    private long messageExpirySeconds;
    private int messageExpiryOffset;
    private boolean subscriptionId;
    private int payloadFormatIndicator;

    /** Reads and checks the PUBLISH in {@code length} bytes. */
    public void read(byte[] buffer, int offset, int length, MqttVersion version) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        this.version = version;
        byte first = buffer[offset];
        qos = PublishCodec.checkedQos(first, version);
        boolean v5 = version.isV5();
        int at = Framing.bodyOffset(buffer, offset, v5);
        headerBytes = at - offset;
        int end = offset + length;
        if (end - at < 2) {
            throw endsInside("topic name");
        }
        topicLength = (buffer[at] & 0xFF) << 8 | (buffer[at + 1] & 0xFF);
        topicOffset = at + 2;
        at = topicOffset + topicLength;
        if (at > end) {
            throw endsInside("topic name");
        }
        packetIdOffset = -1;
        packetId = 0;
        if (qos > 0) {
            readPacketId(at, end);
            at += 2;
        }
        topicAlias = 0;
        topicAliasOffset = -1;
        messageExpirySeconds = -1;
        messageExpiryOffset = -1;
        subscriptionId = false;
        payloadFormatIndicator = 0;
        propertiesOffset = at;
        propertiesLength = 0;
        payloadOffset = v5 ? readProperties(at, end) : at;
        if (topicLength == 0 && topicAlias == 0) {
            throw PublishCodec.noTopic(version);
        }
    }

    private void readPacketId(int at, int end) {
        if (end - at < 2) {
            throw endsInside("packet id");
        }
        packetIdOffset = at;
        packetId = (buffer[at] & 0xFF) << 8 | (buffer[at + 1] & 0xFF);
        if (packetId == 0) {
            throw WireReader.zeroPacketId("PUBLISH");
        }
    }

    private static MalformedPacket endsInside(String what) {
        return MalformedPacket.malformed(
                "PUBLISH ends inside its " + what + " (3.1.1 §3.3.2, 5.0 §3.3.2)");
    }

    private int readProperties(int at, int end) {
        in.reset(buffer, at, end, "PUBLISH");
        propertiesLength = in.variableInt("property length");
        propertiesOffset = in.position();
        if (propertiesLength == 0) {
            return propertiesOffset;
        }
        in.skip(propertiesLength, "properties");
        int payload = in.position();
        in.reset(buffer, propertiesOffset, payload, "PUBLISH");
        long seen = 0;
        while (!in.atEnd()) {
            int propertyOffset = in.position();
            Property property = PropertiesCodec.readId(in, Place.PUBLISH);
            // Property numbers are below 64, so a long holds the set of those seen.
            long bit = 1L << property.id();
            if ((seen & bit) != 0 && !property.repeatsIn(Place.PUBLISH)) {
                throw PropertiesCodec.twice(property, Place.PUBLISH);
            }
            seen |= bit;
            readProperty(property, propertyOffset);
        }
        return payload;
    }

    private void readProperty(Property property, int propertyOffset) {
        if (property == Property.TOPIC_ALIAS) {
            topicAliasOffset = propertyOffset;
            topicAlias = (int) PropertiesCodec.readNumber(in, property);
        } else if (property == Property.MESSAGE_EXPIRY_INTERVAL) {
            messageExpiryOffset = propertyOffset;
            messageExpirySeconds = PropertiesCodec.readNumber(in, property);
        } else if (property == Property.PAYLOAD_FORMAT_INDICATOR) {
            payloadFormatIndicator = (int) PropertiesCodec.readNumber(in, property);
        } else {
            subscriptionId |= property == Property.SUBSCRIPTION_IDENTIFIER;
            PropertiesCodec.skipValue(in, property);
        }
    }

    public byte[] buffer() {
        return buffer;
    }

    public int offset() {
        return offset;
    }

    /** Bytes of the whole packet. */
    public int length() {
        return length;
    }

    public MqttVersion version() {
        return version;
    }

    public int qos() {
        return qos;
    }

    public boolean dup() {
        return (buffer[offset] & PublishCodec.DUP) != 0;
    }

    public boolean retain() {
        return (buffer[offset] & PublishCodec.RETAIN) != 0;
    }

    public int topicOffset() {
        return topicOffset;
    }

    /** 0 only when a topic alias stands for the name. */
    public int topicLength() {
        return topicLength;
    }

    /** -1 with QoS 0. */
    public int packetIdOffset() {
        return packetIdOffset;
    }

    /** 0 with QoS 0. */
    public int packetId() {
        return packetId;
    }

    /** Where the properties start, behind their length. */
    public int propertiesOffset() {
        return propertiesOffset;
    }

    public int propertiesLength() {
        return propertiesLength;
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    public int payloadLength() {
        return offset + length - payloadOffset;
    }

    /** 0 if there is none. */
    public int topicAlias() {
        return topicAlias;
    }

    /** -1 if the message does not expire. */
    public long messageExpirySeconds() {
        return messageExpirySeconds;
    }

    /** True is a protocol error when the sender is a client (5.0 §3.3.4). */
    public boolean hasSubscriptionId() {
        return subscriptionId;
    }

    /** 1 when the payload is said to be text. */
    public int payloadFormatIndicator() {
        return payloadFormatIndicator;
    }

    int headerBytes() {
        return headerBytes;
    }

    /** Where the property with the topic alias starts; -1 if there is none. */
    int topicAliasOffset() {
        return topicAliasOffset;
    }

    /** Where the property with the message expiry starts; -1 if there is none. */
    int messageExpiryOffset() {
        return messageExpiryOffset;
    }
}
