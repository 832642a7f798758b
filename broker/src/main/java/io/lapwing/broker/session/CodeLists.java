// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import static io.lapwing.protocol.ReasonCode.*;

import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.protocol.ReasonCode;
import java.util.List;

/** The reason codes that are counted for each packet: all that the packet may carry (5.0 §2.4). */
final class CodeLists {
    static final List<ReasonCode> CONNACK =
            List.of(
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
                    SERVER_SHUTTING_DOWN,
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
    private static final List<ReasonCode> PUBACK_OR_PUBREC =
            List.of(
                    SUCCESS,
                    NO_MATCHING_SUBSCRIBERS,
                    UNSPECIFIED_ERROR,
                    IMPL_SPECIFIC_ERROR,
                    NOT_AUTHORIZED,
                    TOPIC_NAME_INVALID,
                    PACKET_ID_IN_USE,
                    QUOTA_EXCEEDED,
                    PAYLOAD_FORMAT_INVALID);
    private static final List<ReasonCode> PUBREL_OR_PUBCOMP = List.of(SUCCESS, PACKET_ID_NOT_FOUND);
    private static final List<ReasonCode> DISCONNECT_RECEIVED =
            List.of(
                    SUCCESS,
                    DISCONNECT_WITH_WILL_MSG,
                    UNSPECIFIED_ERROR,
                    MALFORMED_PACKET,
                    PROTOCOL_ERROR,
                    IMPL_SPECIFIC_ERROR,
                    TOPIC_NAME_INVALID,
                    RECEIVE_MAX_EXCEEDED,
                    TOPIC_ALIAS_INVALID,
                    PACKET_TOO_LARGE,
                    MESSAGE_RATE_TOO_HIGH,
                    QUOTA_EXCEEDED,
                    ADMINISTRATIVE_ACTION,
                    PAYLOAD_FORMAT_INVALID);
    private static final List<ReasonCode> DISCONNECT_SENT =
            List.of(
                    SUCCESS,
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

    private CodeLists() {}

    static List<ReasonCode> of(Acked packet) {
        return switch (packet) {
            case PUBACK_RECEIVED, PUBACK_SENT, PUBREC_RECEIVED, PUBREC_SENT -> PUBACK_OR_PUBREC;
            case PUBREL_RECEIVED, PUBREL_SENT, PUBCOMP_RECEIVED, PUBCOMP_SENT -> PUBREL_OR_PUBCOMP;
            case DISCONNECT_RECEIVED -> DISCONNECT_RECEIVED;
            case DISCONNECT_SENT -> DISCONNECT_SENT;
        };
    }

    /** The code's word in this packet: 0 is a normal disconnection there, success elsewhere. */
    static String label(Acked packet, ReasonCode reason) {
        boolean disconnect = packet == Acked.DISCONNECT_RECEIVED || packet == Acked.DISCONNECT_SENT;
        return disconnect && reason == SUCCESS ? "normal_disconnect" : reason.label();
    }
}
