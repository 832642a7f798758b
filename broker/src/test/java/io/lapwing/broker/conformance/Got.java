// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A packet as a test received it, taken apart by hand. */
record Got(MqttVersion version, int first, byte[] body) {
    static final int CONNACK = 0x20;
    static final int PUBLISH = 0x30;
    static final int PUBACK = 0x40;
    static final int PUBREC = 0x50;
    static final int PUBREL = 0x62;
    static final int PUBCOMP = 0x70;
    static final int SUBACK = 0x90;
    static final int UNSUBACK = 0xB0;
    static final int PINGRESP = 0xD0;
    static final int DISCONNECT = 0xE0;
    static final int AUTH = 0xF0;

    int type() {
        return first & 0xF0;
    }

    int qos() {
        return first >> 1 & 3;
    }

    boolean dup() {
        return (first & 0x08) != 0;
    }

    boolean retain() {
        return (first & 0x01) != 0;
    }

    int byteAt(int at) {
        return body[at] & 0xFF;
    }

    int twoAt(int at) {
        return byteAt(at) << 8 | byteAt(at + 1);
    }

    /** The packet id of anything but PUBLISH. */
    int id() {
        return twoAt(0);
    }

    /** The reason code of an acknowledgement of MQTT 5; a short one means success. */
    int reason() {
        return body.length > 2 ? byteAt(2) : 0;
    }

    /** All reason or return codes of SUBACK and UNSUBACK. */
    List<Integer> codes() {
        List<Integer> codes = new ArrayList<>();
        for (int at = version.isV5() ? behindProperties(2) : 2; at < body.length; at++) {
            codes.add(byteAt(at));
        }
        return codes;
    }

    String topic() {
        return new String(body, 2, twoAt(0), StandardCharsets.UTF_8);
    }

    int publishId() {
        return qos() == 0 ? 0 : twoAt(2 + twoAt(0));
    }

    String payload() {
        int at = publishProperties();
        int from = version.isV5() ? behindProperties(at) : at;
        return new String(body, from, body.length - from, StandardCharsets.UTF_8);
    }

    private int publishProperties() {
        return 2 + twoAt(0) + (qos() > 0 ? 2 : 0);
    }

    /** The values of a property as hex, in their order; for a pair both halves as they came. */
    List<String> property(int wanted) {
        int at =
                switch (type()) {
                    case PUBLISH -> publishProperties();
                    case DISCONNECT, AUTH -> 1;
                    case CONNACK, SUBACK, UNSUBACK -> 2;
                    default -> 3;
                };
        List<String> values = new ArrayList<>();
        if (!version.isV5() || body.length <= at) {
            return values;
        }
        int end = behindProperties(at);
        at += lengthOf(at);
        while (at < end) {
            int id = byteAt(at++);
            int length = valueLength(id, at);
            if (id == wanted) {
                values.add(Bytes.hex(Arrays.copyOfRange(body, at, at + length)));
            }
            at += length;
        }
        assertThat(at).as("the properties fill their length").isEqualTo(end);
        return values;
    }

    /** The one value of a property that is text. */
    String text(int wanted) {
        byte[] value = Bytes.hex(property(wanted).getFirst());
        return new String(value, 2, value.length - 2, StandardCharsets.UTF_8);
    }

    /** The one value of a property that is a number of fixed length, or this when it is absent. */
    long number(int wanted, long absent) {
        List<String> values = property(wanted);
        return values.isEmpty() ? absent : Long.parseLong(values.getFirst(), 16);
    }

    private int valueLength(int id, int at) {
        return switch (id) {
            case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A -> 1;
            case 0x13, 0x21, 0x22, 0x23 -> 2;
            case 0x02, 0x11, 0x18, 0x27 -> 4;
            case 0x0B -> lengthOf(at);
            case 0x26 -> 4 + twoAt(at) + twoAt(at + 2 + twoAt(at));
            case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F -> 2 + twoAt(at);
            default -> throw new AssertionError("no property: " + id);
        };
    }

    private int behindProperties(int at) {
        int value = 0;
        int length = lengthOf(at);
        for (int i = length - 1; i >= 0; i--) {
            value = value << 7 | (byteAt(at + i) & 0x7F);
        }
        return at + length + value;
    }

    private int lengthOf(int at) {
        int length = 1;
        while (byteAt(at + length - 1) > 0x7F) {
            length++;
        }
        return length;
    }

    @Override
    public String toString() {
        return "%02x %s".formatted(first, Bytes.hex(body));
    }
}
