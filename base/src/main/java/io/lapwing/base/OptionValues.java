// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.List;
import java.util.Locale;

/** Reads the values of options; each error says what would be valid. */
final class OptionValues {
    private OptionValues() {}

    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> throw new IllegalArgumentException("must be on or off");
        };
    }

    static int integer(String text, int min, int max) {
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, together with numbers out of range
        }
        throw new IllegalArgumentException("must be a whole number from " + min + " to " + max);
    }

    static String choice(String text, List<String> choices) {
        if (!choices.contains(text)) {
            throw new IllegalArgumentException("must be one of " + String.join(", ", choices));
        }
        return text;
    }
}
