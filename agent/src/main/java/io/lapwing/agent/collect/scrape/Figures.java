// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import java.nio.charset.StandardCharsets;

/** Reads numbers where they stand, without a String for the usual ones. */
final class Figures {
    private static final int DIGITS_MAX = 18;
    private static final long EXACT_MAX = 1L << 53;
    private static final double[] POWERS = powers();

    private Figures() {}

    /**
     * The number between two places; NaN for what is none in the target's own words, such as NaN
     * and the infinities, which no chart can show.
     *
     * @throws NumberFormatException when it is no number
     */
    static double read(byte[] bytes, int from, int to) {
        int at = from;
        boolean negative = at < to && bytes[at] == '-';
        if (negative || at < to && bytes[at] == '+') {
            at++;
        }
        long whole = 0;
        int digits = 0;
        int behindPoint = 0;
        boolean point = false;
        for (; at < to; at++) {
            byte each = bytes[at];
            if (each >= '0' && each <= '9') {
                whole = whole * 10 + each - '0';
                digits++;
                behindPoint += point ? 1 : 0;
            } else if (each == '.' && !point) {
                point = true;
            } else {
                break;
            }
            if (digits > DIGITS_MAX) {
                return anyOther(bytes, from, to);
            }
        }
        boolean simple =
                at == to && digits > 0 && whole <= EXACT_MAX && behindPoint < POWERS.length;
        if (!simple) {
            return anyOther(bytes, from, to);
        }
        double value = whole / POWERS[behindPoint];
        return negative ? -value : value;
    }

    private static double anyOther(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        switch (text) {
            case "NaN", "+Inf", "-Inf", "Inf" -> {
                return Double.NaN;
            }
            default -> {
                if (!text.matches("[-+0-9.eE]+")) { // Java would also take 1d and 0x1p3
                    throw new NumberFormatException(text);
                }
                return Double.parseDouble(text);
            }
        }
    }

    private static double[] powers() {
        double[] powers = new double[23];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
