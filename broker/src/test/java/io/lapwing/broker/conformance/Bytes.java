// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Packets put together by hand, for tests about bytes: none of the program's own codec is in it.
 *
 * <p>A part is an {@code Integer}, which is one byte, a {@code String}, which is text behind its
 * two-byte length, or a {@code byte[]}, which is itself.
 */
final class Bytes {
    static final byte[] NONE = {};

    private Bytes() {}

    static byte[] join(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            switch (part) {
                case Integer one -> out.write(one);
                case String text -> out.writeBytes(text(text.getBytes(StandardCharsets.UTF_8)));
                case byte[] bytes -> out.writeBytes(bytes);
                default -> throw new IllegalArgumentException("no part: " + part);
            }
        }
        return out.toByteArray();
    }

    /** A packet with the length that it has. */
    static byte[] packet(int first, Object... body) {
        return join(first, block(body));
    }

    /** Parts behind their length as a variable byte integer: properties, or a packet's body. */
    static byte[] block(Object... parts) {
        byte[] content = join(parts);
        return join(variable(content.length), content);
    }

    /** A variable byte integer (5.0 §1.5.5). */
    static byte[] variable(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rest = value;
        while (rest > 0x7F) {
            out.write(0x80 | (rest & 0x7F));
            rest >>= 7;
        }
        out.write(rest);
        return out.toByteArray();
    }

    static byte[] two(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    static byte[] four(long value) {
        return join(two((int) (value >> 16)), two((int) value));
    }

    /** These bytes behind a two-byte length, whether they are text or not. */
    static byte[] text(byte[] content) {
        return join(two(content.length), content);
    }

    /** The characters alone, without a length. */
    static byte[] raw(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
