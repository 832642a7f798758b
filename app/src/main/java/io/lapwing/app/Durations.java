// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads spans of time as people type them. */
final class Durations {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");

    private Durations() {}

    static Duration parse(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new IllegalArgumentException("must be a number with s, m, h or d, as in 30d");
        }
        long count = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
