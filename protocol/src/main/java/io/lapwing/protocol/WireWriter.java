// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import org.jspecify.annotations.Nullable;

/** Writes a packet into an array, or only counts its bytes when there is none. One per packet. */
final class WireWriter {
    private static final int VARIABLE_INT_MAX = 268_435_455;

    private final byte @Nullable [] out;
    private int at;

    private WireWriter(byte @Nullable [] out, int at) {
        this.out = out;
        this.at = at;
    }

    static WireWriter into(byte[] out, int at) {
        return new WireWriter(out, at);
    }

    /** Takes everything and keeps only its length, so that one function both sizes and writes. */
    static WireWriter counting() {
        return new WireWriter(null, 0);
    }

    int position() {
        return at;
    }

    void unsignedByte(int value) {
        if (out != null) {
            out[at] = (byte) value;
        }
        at++;
    }

    void unsignedShort(int value) {
        unsignedByte(value >>> 8);
        unsignedByte(value);
    }

    void unsignedInt(long value) {
        unsignedShort((int) (value >>> 16));
        unsignedShort((int) value);
    }

    void variableInt(int value) {
        if (value < 0 || value > VARIABLE_INT_MAX) {
            throw new IllegalArgumentException("no variable byte integer: " + value);
        }
        int rest = value;
        while (rest >= 0x80) {
            unsignedByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        unsignedByte(rest);
    }

    void text(String text) {
        if (Utf8.firstInvalid(text) >= 0) {
            throw new IllegalArgumentException("text with a NUL or a lone surrogate");
        }
        int bytes = Utf8.size(text);
        if (bytes > Utf8.BYTES_MAX) {
            throw new IllegalArgumentException("text of " + bytes + " bytes");
        }
        unsignedShort(bytes);
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (c < 0x80) {
                unsignedByte(c);
            } else if (c < 0x800) {
                unsignedByte(0xC0 | c >> 6);
                unsignedByte(0x80 | (c & 0x3F));
            } else {
                if (c < 0x10000) {
                    unsignedByte(0xE0 | c >> 12);
                } else {
                    unsignedByte(0xF0 | c >> 18);
                    unsignedByte(0x80 | (c >> 12 & 0x3F));
                    i++;
                }
                unsignedByte(0x80 | (c >> 6 & 0x3F));
                unsignedByte(0x80 | (c & 0x3F));
            }
        }
    }

    void binary(byte[] bytes) {
        if (bytes.length > Utf8.BYTES_MAX) {
            throw new IllegalArgumentException("binary data of " + bytes.length + " bytes");
        }
        unsignedShort(bytes.length);
        bytes(bytes);
    }

    void bytes(byte[] bytes) {
        if (out != null) {
            System.arraycopy(bytes, 0, out, at, bytes.length);
        }
        at += bytes.length;
    }
}
