// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * MQTT's UTF-8 (3.1.1 §1.5.3, 5.0 §1.5.4): well-formed, no surrogates, no NUL; the rest may pass.
 */
final class Utf8 {
    static final int BYTES_MAX = 65_535;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long PLUSES = ONES * '+';
    private static final long HASHES = ONES * '#';

    private Utf8() {}

    /** The place of the first byte that breaks the rules, or -1. */
    static int firstInvalid(byte[] buffer, int from, int to) {
        int at = from;
        while (at < to) {
            if (to - at >= 8) {
                long eight = (long) LONGS.get(buffer, at);
                // No high bit now and none after taking 1 from each byte: all are 0x01 to 0x7F.
                if (((eight | (eight - ONES)) & HIGHS) == 0) {
                    at += 8;
                    continue;
                }
            }
            int length = buffer[at] > 0 ? 1 : sequenceLength(buffer, at, to);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    /** Length of the well-formed sequence of two or more bytes that starts here, 0 if none does. */
    private static int sequenceLength(byte[] buffer, int at, int to) {
        int first = buffer[at] & 0xFF;
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || to - at < length) {
            return 0;
        }
        // The second byte's range excludes overlong forms, surrogates and what is above U+10FFFF.
        int second = buffer[at + 1] & 0xFF;
        int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((buffer[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** The place of the first + or #, or -1. */
    static int firstWildcard(byte[] buffer, int from, int to) {
        int at = from;
        while (to - at >= 8) {
            long eight = (long) LONGS.get(buffer, at);
            if (hasZero(eight ^ PLUSES) || hasZero(eight ^ HASHES)) {
                break;
            }
            at += 8;
        }
        for (; at < to; at++) {
            if (buffer[at] == '+' || buffer[at] == '#') {
                return at;
            }
        }
        return -1;
    }

    private static boolean hasZero(long eight) {
        return ((eight - ONES) & ~eight & HIGHS) != 0;
    }

    /** The index of the first NUL or lone surrogate, or -1. */
    static int firstInvalid(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** Bytes of this text on the wire, without its length field. */
    static int size(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A pair of surrogates is four bytes, so each half counts as two.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
