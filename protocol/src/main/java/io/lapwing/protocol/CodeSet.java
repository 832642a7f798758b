// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MalformedPacket.protocolError;
import static io.lapwing.protocol.ReasonCode.*;

import java.util.List;

/** The reason codes that one kind of packet may carry (5.0 §2.4 and each packet's own section). */
public final class CodeSet {
    public static final CodeSet CONNACK =
            new CodeSet(
                    "CONNACK",
                    "5.0 §3.2.2.2",
                    SUCCESS,
                    UNSPECIFIED_ERROR,
                    MALFORMED_PACKET,
                    PROTOCOL_ERROR,
                    IMPL_SPECIFIC_ERROR,
                    UNSUPPORTED_PROTOCOL_VERSION,
                    CLIENT_IDENTIFIER_NOT_VALID,
                    BAD_USERNAME_OR_PASSWORD,
                    NOT_AUTHORIZED,
                    SERVER_UNAVAILABLE,
                    SERVER_BUSY,
                    BANNED,
                    BAD_AUTHENTICATION_METHOD,
                    TOPIC_NAME_INVALID,
                    PACKET_TOO_LARGE,
                    QUOTA_EXCEEDED,
                    PAYLOAD_FORMAT_INVALID,
                    RETAIN_NOT_SUPPORTED,
                    QOS_NOT_SUPPORTED,
                    USE_ANOTHER_SERVER,
                    SERVER_MOVED,
                    CONNECTION_RATE_EXCEEDED);
    public static final CodeSet RECEIVED = // PUBACK and PUBREC
            new CodeSet(
                    "PUBACK or PUBREC",
                    "5.0 §3.4.2.1, §3.5.2.1",
                    SUCCESS,
                    NO_MATCHING_SUBSCRIBERS,
                    UNSPECIFIED_ERROR,
                    IMPL_SPECIFIC_ERROR,
                    NOT_AUTHORIZED,
                    TOPIC_NAME_INVALID,
                    PACKET_ID_IN_USE,
                    QUOTA_EXCEEDED,
                    PAYLOAD_FORMAT_INVALID);
    public static final CodeSet RELEASED = // PUBREL and PUBCOMP
            new CodeSet(
                    "PUBREL or PUBCOMP", "5.0 §3.6.2.1, §3.7.2.1", SUCCESS, PACKET_ID_NOT_FOUND);
    static final CodeSet SUBACK =
            new CodeSet(
                    "SUBACK",
                    "5.0 §3.9.3",
                    SUCCESS,
                    GRANTED_QOS_1,
                    GRANTED_QOS_2,
                    UNSPECIFIED_ERROR,
                    IMPL_SPECIFIC_ERROR,
                    NOT_AUTHORIZED,
                    TOPIC_FILTER_INVALID,
                    PACKET_ID_IN_USE,
                    QUOTA_EXCEEDED,
                    SHARED_SUBS_NOT_SUPPORTED,
                    SUBSCRIPTION_IDS_NOT_SUPPORTED,
                    WILDCARD_SUBS_NOT_SUPPORTED);
    static final CodeSet SUBACK_3 =
            new CodeSet(
                    "SUBACK",
                    "3.1.1 §3.9.3",
                    SUCCESS,
                    GRANTED_QOS_1,
                    GRANTED_QOS_2,
                    UNSPECIFIED_ERROR);
    static final CodeSet UNSUBACK =
            new CodeSet(
                    "UNSUBACK",
                    "5.0 §3.11.3",
                    SUCCESS,
                    NO_SUBSCRIPTION_EXISTED,
                    UNSPECIFIED_ERROR,
                    IMPL_SPECIFIC_ERROR,
                    NOT_AUTHORIZED,
                    TOPIC_FILTER_INVALID,
                    PACKET_ID_IN_USE);
    public static final CodeSet DISCONNECT =
            new CodeSet(
                    "DISCONNECT",
                    "5.0 §3.14.2.1",
                    SUCCESS,
                    DISCONNECT_WITH_WILL_MSG,
                    UNSPECIFIED_ERROR,
                    MALFORMED_PACKET,
                    PROTOCOL_ERROR,
                    IMPL_SPECIFIC_ERROR,
                    NOT_AUTHORIZED,
                    SERVER_BUSY,
                    SERVER_SHUTTING_DOWN,
                    KEEP_ALIVE_TIMEOUT,
                    SESSION_TAKEN_OVER,
                    TOPIC_FILTER_INVALID,
                    TOPIC_NAME_INVALID,
                    RECEIVE_MAX_EXCEEDED,
                    TOPIC_ALIAS_INVALID,
                    PACKET_TOO_LARGE,
                    MESSAGE_RATE_TOO_HIGH,
                    QUOTA_EXCEEDED,
                    ADMINISTRATIVE_ACTION,
                    PAYLOAD_FORMAT_INVALID,
                    RETAIN_NOT_SUPPORTED,
                    QOS_NOT_SUPPORTED,
                    USE_ANOTHER_SERVER,
                    SERVER_MOVED,
                    SHARED_SUBS_NOT_SUPPORTED,
                    CONNECTION_RATE_EXCEEDED,
                    MAX_CONNECT_TIME,
                    SUBSCRIPTION_IDS_NOT_SUPPORTED,
                    WILDCARD_SUBS_NOT_SUPPORTED);
    public static final CodeSet AUTH =
            new CodeSet("AUTH", "5.0 §3.15.2.1", SUCCESS, CONTINUE_AUTHENTICATION, REAUTHENTICATE);

    private final String packet;
    private final String clause;
    private final List<ReasonCode> codes;
    private final boolean[] allowed = new boolean[256];

    private CodeSet(String packet, String clause, ReasonCode... codes) {
        this.packet = packet;
        this.clause = clause;
        this.codes = List.of(codes);
        for (ReasonCode code : codes) {
            allowed[code.code()] = true;
        }
    }

    /** All of them, in rising order. */
    public List<ReasonCode> codes() {
        return codes;
    }

    boolean has(int code) {
        return allowed[code];
    }

    /** The code itself, when this kind of packet may carry it. */
    int check(int code) {
        if (!allowed[code]) {
            throw protocolError(
                    String.format("%s has the reason code 0x%02X (%s)", packet, code, clause));
        }
        return code;
    }

    ReasonCode read(WireReader in) {
        return ReasonCode.of(check(in.unsignedByte("reason code")));
    }
}
