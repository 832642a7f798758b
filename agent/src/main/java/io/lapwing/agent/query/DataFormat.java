// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a {@link DataAnswer} is written, in Netdata's words. */
public enum DataFormat {
    JSON,
    /** A head of names, then a line for each row. */
    CSV,
    TSV,
    /** One number for each row: the sum of its dimensions. */
    SSV,
    SSVCOMMA;

    /** The format of this word. */
    public static Optional<DataFormat> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
