// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The peer sent bytes that its protocol version forbids. It has no stack trace: it is not our bug.
 */
@SuppressWarnings("serial") // never serialized
public final class MalformedPacket extends RuntimeException {

    /** What is wrong, as finely as the answer to the peer needs it. */
    public enum Kind {
        NOT_MQTT(ReasonCode.MALFORMED_PACKET),
        UNSUPPORTED_VERSION(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION),
        MALFORMED(ReasonCode.MALFORMED_PACKET),
        PROTOCOL_ERROR(ReasonCode.PROTOCOL_ERROR),
        TOO_LARGE(ReasonCode.PACKET_TOO_LARGE),
        TOPIC_NAME_INVALID(ReasonCode.TOPIC_NAME_INVALID),
        TOPIC_FILTER_INVALID(ReasonCode.TOPIC_FILTER_INVALID),
        TOPIC_ALIAS_INVALID(ReasonCode.TOPIC_ALIAS_INVALID);

        private final ReasonCode reason;

        Kind(ReasonCode reason) {
            this.reason = reason;
        }
    }

    private final Kind kind;
    private final String what;
    private final @Nullable MqttVersion version;
    private final int protocolLevel;
    private final @Nullable String clientId;

    MalformedPacket(Kind kind, String what) {
        this(kind, what, null, -1, null);
    }

    private MalformedPacket(
            Kind kind,
            String what,
            @Nullable MqttVersion version,
            int protocolLevel,
            @Nullable String clientId) {
        super(what, null, false, false);
        this.kind = kind;
        this.what = what;
        this.version = version;
        this.protocolLevel = protocolLevel;
        this.clientId = clientId;
    }

    static MalformedPacket malformed(String what) {
        return new MalformedPacket(Kind.MALFORMED, what);
    }

    static MalformedPacket protocolError(String what) {
        return new MalformedPacket(Kind.PROTOCOL_ERROR, what);
    }

    /** The same fault of a CONNECT, with what could be read of who sent it. */
    MalformedPacket sentBy(
            @Nullable MqttVersion version, int protocolLevel, @Nullable String clientId) {
        return new MalformedPacket(kind, what, version, protocolLevel, clientId);
    }

    public Kind kind() {
        return kind;
    }

    /** What a peer that speaks MQTT 5 is told. */
    public ReasonCode reason() {
        return kind.reason;
    }

    /** What is wrong and the clause that forbids it, for people. */
    @Override
    public String getMessage() {
        return what;
    }

    /** The version a CONNECT asks for; null when it is not one of ours, or in other packets. */
    public @Nullable MqttVersion version() {
        return version;
    }

    /** The protocol level byte of a CONNECT as it was sent; -1 when it was not reached. */
    public int protocolLevel() {
        return protocolLevel;
    }

    /** The client id of a CONNECT, when it could be read in spite of the fault. */
    public @Nullable String clientId() {
        return clientId;
    }
}
