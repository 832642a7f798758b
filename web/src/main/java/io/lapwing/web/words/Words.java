// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.words;

import io.lapwing.broker.refusals.SafeText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers, durations and names as sentences write them. */
public final class Words {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Words() {}

    /** As in 14 or 48,210. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** As in "1 time" and "14 times". */
    public static String times(long count) {
        return count(count) + (count == 1 ? " time" : " times");
    }

    /** Two units at most, as in 3.1 ms, 5.6 s, 41 s, 3 min 58 s, 12 d 13 h. */
    public static String duration(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 10_000) {
            String seconds = String.format(Locale.ROOT, "%.1f", millis / 1_000.0);
            return (seconds.endsWith(".0") ? seconds.substring(0, seconds.length() - 2) : seconds)
                    + " s";
        }
        long seconds = millis / 1_000;
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        return seconds < 86_400
                ? two(seconds / 3_600, "h", seconds % 3_600 / 60, "min")
                : two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
    }

    /** A moment in UTC, for texts that leave this machine. */
    public static String moment(long millis) {
        return CLOCK.format(Instant.ofEpochMilli(millis));
    }

    /** A client's text in a sentence: as it is when it is a plain word, else quoted and escaped. */
    public static String name(String text) {
        return text.matches("[A-Za-z0-9_.@:/+-]{1,64}") ? text : SafeText.quoted(text);
    }

    /**
     * A word of the protocol as people read it: bad_username_or_password to Bad username or
     * password.
     */
    public static String sentence(String word) {
        String spaced = word.replace('_', ' ');
        return Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
    }

    private static String two(long great, String greatUnit, long small, String smallUnit) {
        String first = great + " " + greatUnit;
        return small == 0 ? first : first + " " + small + " " + smallUnit;
    }
}
