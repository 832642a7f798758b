// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that are being written: whole ones, whole numbers in as few bytes as they need, and single
 * bits, the lowest first. Whoever writes bits calls {@link #endBits} before anything else.
 */
final class ByteSink {
    private byte[] bytes;
    private int size;
    private long bits;
    private int bitCount;

    ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
        bits = 0;
        bitCount = 0;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void put(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = (byte) value;
    }

    void put(byte[] some) {
        if (size + some.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size * 2, size + some.length));
        }
        System.arraycopy(some, 0, bytes, size, some.length);
        size += some.length;
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    /** Small ones of either sign take few bytes. */
    void signed(long value) {
        number(zigzag(value));
    }

    void real(double value) {
        long raw = Double.doubleToRawLongBits(value);
        for (int shift = 0; shift < 64; shift += 8) {
            put((int) (raw >>> shift));
        }
    }

    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        put(utf8);
    }

    /** The lowest {@code width} bits, at most 32. */
    void bits(long value, int width) {
        bits |= (value & ((1L << width) - 1)) << bitCount;
        bitCount += width;
        while (bitCount >= 8) {
            put((int) bits);
            bits >>>= 8;
            bitCount -= 8;
        }
    }

    void endBits() {
        if (bitCount > 0) {
            put((int) bits);
        }
        bits = 0;
        bitCount = 0;
    }

    static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }
}
