// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

/**
 * The pairs of neighbouring characters in a text, as a set of 128 bits: a text can only contain
 * another one whose bits it has.
 */
record Signature(long high, long low) {

    static Signature of(String text) {
        long high = 0;
        long low = 0;
        for (int i = 1; i < text.length(); i++) {
            int pair = (text.charAt(i - 1) * 31 + text.charAt(i)) * 0x9E37_79B1;
            long bit = 1L << (pair >>> 26);
            if ((pair & 1 << 25) == 0) {
                low |= bit;
            } else {
                high |= bit;
            }
        }
        return new Signature(high, low);
    }

    /** The bits of all pieces of a pattern between its *. */
    static Signature ofPattern(String pattern) {
        long high = 0;
        long low = 0;
        for (String piece : pattern.split("\\*")) {
            Signature signature = of(piece);
            high |= signature.high;
            low |= signature.low;
        }
        return new Signature(high, low);
    }
}
