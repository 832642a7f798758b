// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

/** Reads durations of rules: {@code 90}, {@code 10s}, {@code -1m}, {@code 2h}, {@code 1d}. */
final class Durations {
    private static final long SECONDS_MAX = 3_650L * 86_400;

    private Durations() {}

    /** Whether this looks like a duration. */
    static boolean is(String text) {
        return text.matches("[+-]?[0-9]+(\\.[0-9]+)?(s|m|h|d|w)?");
    }

    static int seconds(String text) {
        if (!is(text)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no duration, such as 10s or 1m");
        }
        char last = text.charAt(text.length() - 1);
        int unit =
                switch (last) {
                    case 'm' -> 60;
                    case 'h' -> 3_600;
                    case 'd' -> 86_400;
                    case 'w' -> 604_800;
                    default -> 1;
                };
        String number = Character.isLetter(last) ? text.substring(0, text.length() - 1) : text;
        double seconds = Double.parseDouble(number) * unit;
        if (Math.abs(seconds) > SECONDS_MAX) {
            throw new IllegalArgumentException("\"" + text + "\" is longer than ten years");
        }
        return (int) Math.round(seconds);
    }
}
