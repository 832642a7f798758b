// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why an MQTT 5 packet says what it says (5.0 §2.4); the label is the word in metrics and logs. */
public enum ReasonCode {
    /** Also normal disconnection and granted QoS 0: one number, the packet gives the meaning. */
    SUCCESS(0x00),
    GRANTED_QOS_1(0x01),
    GRANTED_QOS_2(0x02),
    DISCONNECT_WITH_WILL_MSG(0x04),
    NO_MATCHING_SUBSCRIBERS(0x10),
    NO_SUBSCRIPTION_EXISTED(0x11),
    CONTINUE_AUTHENTICATION(0x18),
    REAUTHENTICATE(0x19),
    UNSPECIFIED_ERROR(0x80),
    MALFORMED_PACKET(0x81),
    PROTOCOL_ERROR(0x82),
    IMPL_SPECIFIC_ERROR(0x83),
    UNSUPPORTED_PROTOCOL_VERSION(0x84),
    CLIENT_IDENTIFIER_NOT_VALID(0x85),
    BAD_USERNAME_OR_PASSWORD(0x86),
    NOT_AUTHORIZED(0x87),
    SERVER_UNAVAILABLE(0x88),
    SERVER_BUSY(0x89),
    BANNED(0x8A),
    SERVER_SHUTTING_DOWN(0x8B),
    BAD_AUTHENTICATION_METHOD(0x8C),
    KEEP_ALIVE_TIMEOUT(0x8D),
    SESSION_TAKEN_OVER(0x8E),
    TOPIC_FILTER_INVALID(0x8F),
    TOPIC_NAME_INVALID(0x90),
    PACKET_ID_IN_USE(0x91),
    PACKET_ID_NOT_FOUND(0x92),
    RECEIVE_MAX_EXCEEDED(0x93),
    TOPIC_ALIAS_INVALID(0x94),
    PACKET_TOO_LARGE(0x95),
    MESSAGE_RATE_TOO_HIGH(0x96),
    QUOTA_EXCEEDED(0x97),
    ADMINISTRATIVE_ACTION(0x98),
    PAYLOAD_FORMAT_INVALID(0x99),
    RETAIN_NOT_SUPPORTED(0x9A),
    QOS_NOT_SUPPORTED(0x9B),
    USE_ANOTHER_SERVER(0x9C),
    SERVER_MOVED(0x9D),
    SHARED_SUBS_NOT_SUPPORTED(0x9E),
    CONNECTION_RATE_EXCEEDED(0x9F),
    MAX_CONNECT_TIME(0xA0),
    SUBSCRIPTION_IDS_NOT_SUPPORTED(0xA1),
    WILDCARD_SUBS_NOT_SUPPORTED(0xA2);

    private static final @Nullable ReasonCode[] BY_CODE = new @Nullable ReasonCode[256];

    static {
        for (ReasonCode reason : values()) {
            BY_CODE[reason.code] = reason;
        }
    }

    private final int code;
    private final String label;

    ReasonCode(int code) {
        this.code = code;
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /** The reason with this number, which must exist. */
    public static ReasonCode of(int code) {
        ReasonCode reason = code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
        if (reason == null) {
            throw new IllegalArgumentException("no reason code " + code);
        }
        return reason;
    }

    /** The reason that a SUBACK grants this QoS with. */
    public static ReasonCode grantedQos(int qos) {
        return switch (qos) {
            case 0 -> SUCCESS;
            case 1 -> GRANTED_QOS_1;
            case 2 -> GRANTED_QOS_2;
            default -> throw new IllegalArgumentException("no QoS " + qos);
        };
    }

    public int code() {
        return code;
    }

    /** The word for metrics and logs, such as bad_username_or_password. */
    public String label() {
        return label;
    }

    /** True from 0x80 on: what was asked for did not happen. */
    public boolean isError() {
        return code >= 0x80;
    }
}
