// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time a line begins with: 2024-05-27T03:49:11.752627+00:00, the same with a blank, a comma or
 * without a zone, or epoch seconds and a colon.
 */
public final class LineTime {
    /** The line tells no time. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int DATE_LENGTH = 19;
    private static final int EPOCH_DIGITS = 10;

    private final Line line;
    private final ZoneId zone;
    private int at;

    private LineTime(Line line, ZoneId zone) {
        this.line = line;
        this.zone = zone;
        this.at = line.from;
    }

    /** Epoch milliseconds, or {@link #NONE}. */
    static long of(Line line, ZoneId zone) {
        return new LineTime(line, zone).read();
    }

    /** Whether a date stands at the beginning. */
    static boolean begins(Line line) {
        int at = line.from;
        if (line.to - at < EPOCH_DIGITS + 1) {
            return false;
        }
        boolean date = line.bytes[at + 4] == '-' && line.bytes[at + 7] == '-';
        return date ? isDigit(line.bytes[at]) : isEpoch(line);
    }

    private long read() {
        if (!begins(line)) {
            return NONE;
        }
        if (line.bytes[at + 4] != '-') {
            return number(EPOCH_DIGITS) * 1_000L;
        }
        if (line.to - at < DATE_LENGTH) {
            return NONE;
        }
        try {
            LocalDateTime date = date();
            int millis = fraction();
            return date.atZone(offset()).toInstant().toEpochMilli() + millis;
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    private LocalDateTime date() {
        int[] parts = new int[6];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = number(i == 0 ? 4 : 2);
            at += i < parts.length - 1 ? 1 : 0;
        }
        return LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
    }

    private int number(int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            number = number * 10 + line.bytes[at++] - '0';
        }
        return number;
    }

    /** Milliseconds behind a point or a comma. */
    private int fraction() {
        if (at >= line.to || (line.bytes[at] != '.' && line.bytes[at] != ',')) {
            return 0;
        }
        at++;
        int millis = 0;
        int unit = 100;
        for (; at < line.to && isDigit(line.bytes[at]); at++) {
            millis += (line.bytes[at] - '0') * unit;
            unit /= 10;
        }
        return millis;
    }

    private ZoneId offset() {
        if (at >= line.to) {
            return zone;
        }
        byte sign = line.bytes[at];
        if (sign == 'Z') {
            return ZoneOffset.UTC;
        }
        if ((sign != '+' && sign != '-') || line.to - at < 5) {
            return zone;
        }
        at++;
        int hours = number(2);
        at += line.bytes[at] == ':' ? 1 : 0;
        int minutes = at + 2 <= line.to ? number(2) : 0;
        int seconds = (hours * 60 + minutes) * 60;
        return ZoneOffset.ofTotalSeconds(sign == '-' ? -seconds : seconds);
    }

    private static boolean isEpoch(Line line) {
        for (int i = 0; i < EPOCH_DIGITS; i++) {
            if (!isDigit(line.bytes[line.from + i])) {
                return false;
            }
        }
        return line.bytes[line.from + EPOCH_DIGITS] == ':';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
