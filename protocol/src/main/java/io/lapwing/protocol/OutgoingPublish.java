// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/**
 * What a PUBLISH to one receiver is made of. One per worker, reused: the message is set once, then
 * for each receiver its version, QoS, flags and packet id; {@link PublishWriter} does the rest.
 */
public final class OutgoingPublish {
    private static final byte[] NOTHING = {};
    private static final int[] NO_IDS = {};

    // The message. Properties are those of MQTT 5 as they came in.
    byte[] topic = NOTHING;
    int topicOffset;
    int topicLength;
    private int topicHash; // 0 until somebody asks
    byte[] properties = NOTHING;
    int propertiesOffset;
    int propertiesLength;
    int topicAliasOffset;
    int messageExpiryOffset;
    byte[] payload = NOTHING;
    int payloadOffset;
    int payloadLength;

    // Where the message can be copied from as a whole.
    boolean whole;
    byte[] packet = NOTHING;
    int packetOffset;
    int packetLength;
    int packetQos;
    int packetIdOffset;
    boolean packetIsV5;

    // The receiver.
    MqttVersion version = MqttVersion.V3_1_1;
    int qos;
    boolean dup;
    boolean retain;
    int packetId;
    int topicAlias;
    boolean topicOmitted;
    long messageExpirySeconds = -1;
    int[] subscriptionIds = NO_IDS;
    int subscriptionIdCount;

    /** Takes the message that came in; it is read from the view's bytes when it is written. */
    public OutgoingPublish message(PublishView view) {
        topic(view.buffer(), view.topicOffset(), view.topicLength());
        properties = view.buffer();
        propertiesOffset = view.propertiesOffset();
        propertiesLength = view.propertiesLength();
        topicAliasOffset = view.topicAliasOffset();
        messageExpiryOffset = view.messageExpiryOffset();
        payload(view.buffer(), view.payloadOffset(), view.payloadLength());
        packet = view.buffer();
        packetOffset = view.offset();
        packetLength = view.length();
        packetQos = view.qos();
        packetIdOffset = view.packetIdOffset();
        packetIsV5 = view.version().isV5();
        // An alias means something on its own connection only, and a longer header than needed
        // is a fault that must not be passed on.
        whole =
                topicAliasOffset < 0
                        && view.headerBytes()
                                == PublishWriter.headerSize(view.length() - view.headerBytes());
        return forNobody();
    }

    /** Takes a message of our own, without properties. */
    public OutgoingPublish message(byte[] topic, byte[] payload) {
        whole = false;
        propertiesLength = 0;
        topicAliasOffset = -1;
        messageExpiryOffset = -1;
        topic(topic, 0, topic.length);
        payload(payload, 0, payload.length);
        return forNobody();
    }

    private OutgoingPublish forNobody() {
        version = MqttVersion.V3_1_1;
        qos = 0;
        dup = false;
        retain = false;
        packetId = 0;
        topicAlias = 0;
        topicOmitted = false;
        messageExpirySeconds = -1;
        subscriptionIds = NO_IDS;
        subscriptionIdCount = 0;
        return this;
    }

    /** The name that a topic alias stood for; call it after {@code message}. */
    public OutgoingPublish topic(byte[] bytes, int offset, int length) {
        topic = bytes;
        topicOffset = offset;
        topicLength = length;
        topicHash = 0;
        whole = false;
        return this;
    }

    private void payload(byte[] bytes, int offset, int length) {
        payload = bytes;
        payloadOffset = offset;
        payloadLength = length;
    }

    /** The receiver's version, and the QoS and packet id for it (0 with QoS 0); no alias yet. */
    public OutgoingPublish to(MqttVersion version, int qos, int packetId) {
        this.version = version;
        this.qos = qos;
        this.packetId = packetId;
        this.topicAlias = 0;
        this.topicOmitted = false;
        return this;
    }

    /** The packet id, where it is known later than the rest. */
    public OutgoingPublish packetId(int id) {
        this.packetId = id;
        return this;
    }

    public OutgoingPublish dup(boolean dup) {
        this.dup = dup;
        return this;
    }

    public OutgoingPublish retain(boolean retain) {
        this.retain = retain;
        return this;
    }

    /** An alias to set or use on the receiver's connection, 0 for none; MQTT 5 only. */
    public OutgoingPublish topicAlias(int alias) {
        this.topicAlias = alias;
        return this;
    }

    /** Whether the alias alone is sent, because the receiver knows it (5.0 §3.3.2.3.4). */
    public OutgoingPublish topicOmitted(boolean omitted) {
        this.topicOmitted = omitted;
        return this;
    }

    int topicHash() {
        if (topicHash == 0) {
            int hash = 1;
            for (int i = topicOffset; i < topicOffset + topicLength; i++) {
                hash = 31 * hash + topic[i];
            }
            topicHash = hash ^ (hash >>> 15) | 1 << 31; // never 0
        }
        return topicHash;
    }

    int topicBytes() {
        return topicOmitted ? 0 : topicLength;
    }

    /** What is left of the message expiry that came in (5.0 §3.3.2.3.3); -1 leaves it as it is. */
    public OutgoingPublish messageExpirySeconds(long seconds) {
        this.messageExpirySeconds = seconds;
        return this;
    }

    /** The ids of the subscriptions this is for; the array is not copied. MQTT 5 only. */
    public OutgoingPublish subscriptionIds(int[] ids, int count) {
        this.subscriptionIds = ids;
        this.subscriptionIdCount = count;
        return this;
    }
}
