// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Snappy's block format, as remote write asks for it: the length, then pieces that are either bytes
 * as they are or a copy of bytes that came before. The format is told in format_description.txt of
 * github.com/google/snappy. What is looked for are four bytes that occurred in the same 64 KiB.
 */
final class Snappy {
    private static final int BLOCK = 1 << 16;
    private static final int TABLE_BITS = 14;
    private static final int HASH = 0x1E35A7BD;
    private static final int FOUND_MIN = 4;

    private static final int COPY_MAX = 64;
    private static final int COPY_TWO_BYTES = 2;
    private static final int LITERAL_SHORT_MAX = 60;
    private static final int LITERAL_ONE_BYTE = 60 << 2;
    private static final int LITERAL_TWO_BYTES = 61 << 2;

    private final byte[] in;
    private final ByteArrayOutputStream out;
    private final int[] table = new int[1 << TABLE_BITS];

    private Snappy(byte[] in) {
        this.in = in;
        this.out = new ByteArrayOutputStream(in.length / 4 + 64);
    }

    static byte[] compress(byte[] in) {
        Snappy snappy = new Snappy(in);
        snappy.length();
        for (int from = 0; from < in.length; from += BLOCK) {
            snappy.block(from, Math.min(in.length, from + BLOCK));
        }
        return snappy.out.toByteArray();
    }

    private void length() {
        int rest = in.length;
        while (rest >= 0x80) {
            out.write(rest | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private void block(int from, int to) {
        Arrays.fill(table, -1);
        int unwritten = from;
        int at = from;
        while (at + FOUND_MIN <= to) {
            int slot = word(at) * HASH >>> 32 - TABLE_BITS;
            int before = table[slot];
            table[slot] = at;
            if (before >= 0 && word(before) == word(at)) {
                int length = FOUND_MIN;
                while (at + length < to && in[before + length] == in[at + length]) {
                    length++;
                }
                literal(unwritten, at);
                copy(at - before, length);
                at += length;
                unwritten = at;
            } else {
                at++;
            }
        }
        literal(unwritten, to);
    }

    private int word(int at) {
        return in[at] & 0xFF
                | (in[at + 1] & 0xFF) << 8
                | (in[at + 2] & 0xFF) << 16
                | (in[at + 3] & 0xFF) << 24;
    }

    private void literal(int from, int to) {
        int last = to - from - 1;
        if (last < 0) {
            return;
        }
        if (last < LITERAL_SHORT_MAX) {
            out.write(last << 2);
        } else if (last < 1 << 8) {
            out.write(LITERAL_ONE_BYTE);
            out.write(last);
        } else {
            out.write(LITERAL_TWO_BYTES);
            out.write(last);
            out.write(last >>> 8);
        }
        out.write(in, from, to - from);
    }

    private void copy(int back, int length) {
        for (int left = length; left > 0; left -= COPY_MAX) {
            out.write(Math.min(left, COPY_MAX) - 1 << 2 | COPY_TWO_BYTES);
            out.write(back);
            out.write(back >>> 8);
        }
    }
}
