// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.silence;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of a week in which a silence holds, as in {@code mon-fri 22:00-06:00 Europe/Berlin}. An
 * end before the beginning lies on the next day; {@link #ALWAYS} has no words.
 */
public final class Schedule {
    public static final Schedule ALWAYS =
            new Schedule(
                    "",
                    EnumSet.allOf(DayOfWeek.class),
                    LocalTime.MIDNIGHT,
                    LocalTime.MIDNIGHT,
                    ZoneId.of("UTC"));

    private static final Pattern WORDS =
            Pattern.compile("(?:([a-z,-]+)\\s+)?(\\d\\d?:\\d\\d)-(\\d\\d?:\\d\\d)(?:\\s+(\\S+))?");
    private static final List<String> DAYS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final int MIDNIGHT_HOUR = 24;

    private final String text;
    private final Set<DayOfWeek> days;
    private final LocalTime from;
    private final LocalTime to;
    private final ZoneId zone;

    private Schedule(String text, Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
        this.text = text;
        this.days = days;
        this.from = from;
        this.to = to;
        this.zone = zone;
    }

    /**
     * Reads {@code [DAYS] HH:MM-HH:MM [ZONE]}; empty is always.
     *
     * @param local the zone where none is named
     * @throws IllegalArgumentException saying what is wrong
     */
    public static Schedule of(String text, ZoneId local) {
        String words = text.strip();
        if (words.isEmpty()) {
            return ALWAYS;
        }
        Matcher parts = WORDS.matcher(words);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a schedule is written as in: mon-fri 22:00-06:00 Europe/Berlin");
        }
        try {
            ZoneId zone = parts.group(4) == null ? local : ZoneId.of(parts.group(4));
            String zoned = parts.group(4) == null ? words + ' ' + zone.getId() : words;
            Set<DayOfWeek> days =
                    parts.group(1) == null
                            ? EnumSet.allOf(DayOfWeek.class)
                            : days(parts.group(1).toLowerCase(Locale.ROOT));
            return new Schedule(zoned, days, time(parts.group(2)), time(parts.group(3)), zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the schedule \"" + words + "\": " + e.getMessage());
        }
    }

    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",")) {
            String[] ends = part.split("-", 2);
            DayOfWeek first = day(ends[0]);
            DayOfWeek last = ends.length == 2 ? day(ends[1]) : first;
            for (DayOfWeek each = first; ; each = each.plus(1)) {
                days.add(each);
                if (each == last) {
                    break;
                }
            }
        }
        return days;
    }

    private static DayOfWeek day(String word) {
        int index = DAYS.indexOf(word);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "\"" + word + "\" is no day; days are " + String.join(", ", DAYS));
        }
        return DayOfWeek.of(index + 1);
    }

    private static LocalTime time(String text) {
        String[] parts = text.split(":");
        int hour = Integer.parseInt(parts[0]);
        int minute = Integer.parseInt(parts[1]);
        return hour == MIDNIGHT_HOUR && minute == 0
                ? LocalTime.MIDNIGHT
                : LocalTime.of(hour, minute);
    }

    /** As it was written, with its zone; empty for always. */
    public String text() {
        return text;
    }

    /** Whether a moment lies in its hours. */
    public boolean holds(long epochMs) {
        ZonedDateTime at = Instant.ofEpochMilli(epochMs).atZone(zone);
        LocalTime time = at.toLocalTime();
        DayOfWeek day = at.getDayOfWeek();
        if (from.isBefore(to)) {
            return days.contains(day) && !time.isBefore(from) && time.isBefore(to);
        }
        return !time.isBefore(from) && days.contains(day)
                || time.isBefore(to) && days.contains(day.minus(1));
    }
}
