// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

/** A value as Netdata writes it: at most seven decimals; a gap is null. */
final class DataNumber {
    private DataNumber() {}

    static void write(double value, StringBuilder out) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            out.append("null");
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            out.append((long) value);
        } else if (Math.abs(value) < 1e9) {
            decimal(Math.round(value * 1e7), out);
        } else {
            out.append(value);
        }
    }

    private static void decimal(long tenMillionths, StringBuilder out) {
        long whole = Math.abs(tenMillionths);
        if (tenMillionths < 0) {
            out.append('-');
        }
        out.append(whole / 10_000_000);
        long fraction = whole % 10_000_000;
        if (fraction != 0) {
            out.append('.');
            for (long digit = 1_000_000; fraction != 0; digit /= 10) {
                out.append(fraction / digit);
                fraction %= digit;
            }
        }
    }
}
