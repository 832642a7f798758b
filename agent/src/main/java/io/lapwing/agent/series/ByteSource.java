// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.nio.charset.StandardCharsets;

/** Reads what a {@link ByteSink} wrote. Throws {@link Damaged} where the bytes end too early. */
final class ByteSource {
    private final byte[] bytes;
    private final int end;
    private int at;
    private long bits;
    private int bitCount;

    ByteSource(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    ByteSource(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.at = from;
        this.end = from + length;
    }

    boolean hasMore() {
        return at < end;
    }

    int next() {
        if (at >= end) {
            throw new Damaged("it ends too early");
        }
        return bytes[at++] & 0xFF;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = next();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new Damaged("a number does not end");
    }

    long signed() {
        return unzigzag(number());
    }

    /** A count that cannot be above {@code max}, so that a damaged one takes no memory. */
    int count(int max) {
        long count = number();
        if (count < 0 || count > max) {
            throw new Damaged("a count of " + count + " where at most " + max + " fit");
        }
        return (int) count;
    }

    double real() {
        long raw = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            raw |= (long) next() << shift;
        }
        return Double.longBitsToDouble(raw);
    }

    String text() {
        return new String(bytes(count(end - at)), StandardCharsets.UTF_8);
    }

    byte[] bytes(int length) {
        if (length > end - at) {
            throw new Damaged("it ends too early");
        }
        byte[] some = new byte[length];
        System.arraycopy(bytes, at, some, 0, length);
        at += length;
        return some;
    }

    /** At most 32 bits. */
    long bits(int width) {
        refill();
        long value = bits & ((1L << width) - 1);
        bits >>>= width;
        bitCount -= width;
        return value;
    }

    /** How many zero bits come before the next one, at most {@code max}; takes the one as well. */
    int zeros(int max) {
        refill();
        int zeros = Long.numberOfTrailingZeros(bits);
        if (zeros > max || zeros >= bitCount) {
            throw new Damaged("no bit is set");
        }
        bits >>>= zeros + 1;
        bitCount -= zeros + 1;
        return zeros;
    }

    /** Past the end there are zeros, up to a few bytes: a number's last bits may need them. */
    private void refill() {
        while (bitCount <= 56) {
            if (at < end) {
                bits |= (bytes[at++] & 0xFFL) << bitCount;
            } else if (at++ > end + Long.BYTES) {
                throw new Damaged("it ends too early");
            }
            bitCount += 8;
        }
    }

    static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}
