// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Writes values for people: whole numbers whole, others with at most two decimals. */
final class Numbers {
    private Numbers() {}

    static String text(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return BigDecimal.valueOf(value)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
