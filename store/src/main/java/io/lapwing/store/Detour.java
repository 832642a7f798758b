// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way around a place that cannot be read. RocksDB does not say where such a place ends, so it
 * is looked for: in steps that double, until something can be read again, and then back between the
 * last two by halves. Keys are taken as numbers of their first {@link #DIGITS} bytes.
 */
final class Detour {
    private static final int DIGITS = 16;

    /** Whether what follows a key can be read. */
    interface Probe {
        boolean isReadable(byte[] from);
    }

    private Detour() {}

    /** The first key that was found to be readable behind this one; null if none below the end. */
    static byte @Nullable [] around(byte[] from, byte @Nullable [] to, Probe probe) {
        BigInteger start = number(from);
        BigInteger unreadable = start;
        for (int bit = 0; bit < DIGITS * 8; bit++) {
            BigInteger step = start.add(BigInteger.ONE.shiftLeft(bit));
            byte[] key = key(step);
            if (key == null || (to != null && Arrays.compareUnsigned(key, to) >= 0)) {
                return null;
            }
            if (probe.isReadable(key)) {
                return key(back(unreadable, step, probe));
            }
            unreadable = step;
        }
        return null;
    }

    private static BigInteger back(BigInteger unreadable, BigInteger readable, Probe probe) {
        BigInteger low = unreadable;
        BigInteger high = readable;
        while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = low.add(high).shiftRight(1);
            byte[] key = key(middle);
            if (key != null && probe.isReadable(key)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private static BigInteger number(byte[] key) {
        return new BigInteger(1, Arrays.copyOf(key, DIGITS));
    }

    /** Null when there is no such high key. */
    private static byte @Nullable [] key(BigInteger number) {
        if (number.bitLength() > DIGITS * 8) {
            return null;
        }
        byte[] bytes = number.toByteArray(); // may have a zero in front, or be shorter
        byte[] key = new byte[DIGITS];
        int length = Math.min(bytes.length, DIGITS);
        System.arraycopy(bytes, bytes.length - length, key, DIGITS - length, length);
        return key;
    }
}
