// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes one message of protocol buffers: each field is a tag (its number and how it is written),
 * then its value. The encoding is told at protobuf.dev/programming-guides/encoding.
 */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    Protobuf varint(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    Protobuf fixed(int field, long value) {
        tag(field, FIXED_64);
        fixed(value);
        return this;
    }

    Protobuf number(int field, double value) {
        return fixed(field, Double.doubleToRawLongBits(value));
    }

    Protobuf text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Protobuf message(int field, Protobuf message) {
        return bytes(field, message.bytes());
    }

    Protobuf bytes(int field, byte[] value) {
        tag(field, BYTES);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    /** Several in one field. */
    Protobuf packed(int field, long... values) {
        Protobuf packed = new Protobuf();
        for (long each : values) {
            packed.fixed(each);
        }
        return message(field, packed);
    }

    /** Fields that are written already. */
    Protobuf append(byte[] fields) {
        out.writeBytes(fields);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private void tag(int field, int how) {
        varint((long) field << 3 | how);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private void fixed(long value) {
        for (int i = 0; i < 8; i++) {
            out.write((int) (value >>> 8 * i));
        }
    }
}
