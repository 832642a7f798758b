// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The properties of MQTT 5 (5.0 §2.2.2.2): number, type, where each may stand, which values. */
public enum Property {
    PAYLOAD_FORMAT_INDICATOR(0x01, Type.BYTE, 0, 1, Place.PUBLISH, Place.WILL),
    MESSAGE_EXPIRY_INTERVAL(0x02, Type.FOUR_BYTES, Place.PUBLISH, Place.WILL),
    CONTENT_TYPE(0x03, Type.TEXT, Place.PUBLISH, Place.WILL),
    RESPONSE_TOPIC(0x08, Type.TOPIC_NAME, Place.PUBLISH, Place.WILL),
    CORRELATION_DATA(0x09, Type.BINARY, Place.PUBLISH, Place.WILL),
    SUBSCRIPTION_IDENTIFIER(0x0B, Type.VARIABLE, 1, 268_435_455L, Place.PUBLISH, Place.SUBSCRIBE),
    SESSION_EXPIRY_INTERVAL(0x11, Type.FOUR_BYTES, Place.CONNECT, Place.CONNACK, Place.DISCONNECT),
    ASSIGNED_CLIENT_IDENTIFIER(0x12, Type.TEXT, Place.CONNACK),
    SERVER_KEEP_ALIVE(0x13, Type.TWO_BYTES, Place.CONNACK),
    AUTHENTICATION_METHOD(0x15, Type.TEXT, Place.CONNECT, Place.CONNACK, Place.AUTH),
    AUTHENTICATION_DATA(0x16, Type.BINARY, Place.CONNECT, Place.CONNACK, Place.AUTH),
    REQUEST_PROBLEM_INFORMATION(0x17, Type.BYTE, 0, 1, Place.CONNECT),
    WILL_DELAY_INTERVAL(0x18, Type.FOUR_BYTES, Place.WILL),
    REQUEST_RESPONSE_INFORMATION(0x19, Type.BYTE, 0, 1, Place.CONNECT),
    RESPONSE_INFORMATION(0x1A, Type.TEXT, Place.CONNACK),
    SERVER_REFERENCE(0x1C, Type.TEXT, Place.CONNACK, Place.DISCONNECT),
    REASON_STRING(
            0x1F,
            Type.TEXT,
            Place.CONNACK,
            Place.PUBACK,
            Place.PUBREC,
            Place.PUBREL,
            Place.PUBCOMP,
            Place.SUBACK,
            Place.UNSUBACK,
            Place.DISCONNECT,
            Place.AUTH),
    RECEIVE_MAXIMUM(0x21, Type.TWO_BYTES, 1, 65_535, Place.CONNECT, Place.CONNACK),
    TOPIC_ALIAS_MAXIMUM(0x22, Type.TWO_BYTES, Place.CONNECT, Place.CONNACK),
    TOPIC_ALIAS(0x23, Type.TWO_BYTES, 1, 65_535, Place.PUBLISH),
    MAXIMUM_QOS(0x24, Type.BYTE, 0, 1, Place.CONNACK),
    RETAIN_AVAILABLE(0x25, Type.BYTE, 0, 1, Place.CONNACK),
    USER_PROPERTY(0x26, Type.PAIR, Place.values()),
    MAXIMUM_PACKET_SIZE(0x27, Type.FOUR_BYTES, 1, 0xFFFF_FFFFL, Place.CONNECT, Place.CONNACK),
    WILDCARD_SUBSCRIPTION_AVAILABLE(0x28, Type.BYTE, 0, 1, Place.CONNACK),
    SUBSCRIPTION_IDENTIFIER_AVAILABLE(0x29, Type.BYTE, 0, 1, Place.CONNACK),
    SHARED_SUBSCRIPTION_AVAILABLE(0x2A, Type.BYTE, 0, 1, Place.CONNACK);

    /** How a property's value is written. A topic name is a text without wildcards. */
    enum Type {
        BYTE(0xFF),
        TWO_BYTES(0xFFFF),
        FOUR_BYTES(0xFFFF_FFFFL),
        VARIABLE(268_435_455L),
        TEXT(-1),
        TOPIC_NAME(-1),
        BINARY(-1),
        PAIR(-1);

        private final long max;

        Type(long max) {
            this.max = max;
        }

        boolean isNumber() {
            return max >= 0;
        }
    }

    /** Where properties stand: in a packet of this type, or in the will of a CONNECT. */
    enum Place {
        CONNECT,
        CONNACK,
        PUBLISH,
        WILL,
        PUBACK,
        PUBREC,
        PUBREL,
        PUBCOMP,
        SUBSCRIBE,
        SUBACK,
        UNSUBSCRIBE,
        UNSUBACK,
        DISCONNECT,
        AUTH;

        @SuppressWarnings("EnumOrdinal") // never leaves the process
        private int bit() {
            return 1 << ordinal();
        }

        private static int bits(Place... places) {
            int bits = 0;
            for (Place place : places) {
                bits |= place.bit();
            }
            return bits;
        }
    }

    private static final @Nullable Property[] BY_ID = new @Nullable Property[0x2B];

    static {
        for (Property property : values()) {
            BY_ID[property.id] = property;
        }
    }

    private final int id;
    private final Type type;
    private final long min;
    private final long max;
    private final int places; // a bit for each
    private final String text;

    Property(int id, Type type, Place... places) {
        this(id, type, 0, type.max, places);
    }

    Property(int id, Type type, long min, long max, Place... places) {
        this.id = id;
        this.type = type;
        this.min = min;
        this.max = max;
        this.places = Place.bits(places);
        this.text = name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static @Nullable Property withId(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }

    public int id() {
        return id;
    }

    Type type() {
        return type;
    }

    /** The specification's name for it, in small letters. */
    String text() {
        return text;
    }

    boolean allowedIn(Place place) {
        return (places & place.bit()) != 0;
    }

    boolean allows(long value) {
        return value >= min && value <= max;
    }

    /** True for the two that may stand more than once in this place. */
    boolean repeatsIn(Place place) {
        return this == USER_PROPERTY || (this == SUBSCRIPTION_IDENTIFIER && place == Place.PUBLISH);
    }
}
