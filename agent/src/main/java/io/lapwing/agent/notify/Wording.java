// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Notices in words: a title, and lines that say all of it. */
final class Wording {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Wording() {}

    /** Clients choose their names: what would steer a reader's program becomes a dot. */
    static String safe(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", ".");
    }

    /** At most so many characters, with a sign that there were more. */
    static String cut(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        int end = charsMax - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }

    static String moment(long epochMs) {
        return MOMENT.format(Instant.ofEpochMilli(epochMs));
    }

    /** As in "WARNING: Refused connections, 6 refused, on broker-1". */
    static String title(Bulletin bulletin) {
        String test = bulletin.test() ? "[test] " : "";
        if (bulletin.notices().size() == 1) {
            return test + title(bulletin.first());
        }
        Map<String, Long> counts =
                bulletin.notices().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Notice::status, LinkedHashMap::new, Collectors.counting()));
        String each =
                counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
        return test + bulletin.notices().size() + " alerts on " + bulletin.node() + ": " + each;
    }

    static String title(Notice notice) {
        String value = notice.change().value();
        return (notice.times() > 0 ? "still " : "")
                + notice.status()
                + ": "
                + notice.about().summary()
                + (value.isEmpty() ? "" : ", " + value + ",")
                + " on "
                + notice.about().node();
    }

    /** All of it in plain text. */
    static String text(Bulletin bulletin) {
        return bulletin.notices().stream()
                .map(notice ->
                        (bulletin.notices().size() > 1 ? title(notice) + "\n" : "") + text(notice))
                .collect(Collectors.joining("\n\n"));
    }

    static String text(Notice notice) {
        List<String> lines = new ArrayList<>();
        lines.add(when(notice));
        if (!notice.about().info().isEmpty()) {
            lines.add(notice.about().info() + (notice.about().info().endsWith(".") ? "" : "."));
        }
        facts(notice).forEach((name, value) -> lines.add(name + ": " + value));
        if (!notice.findings().steps().isEmpty()) {
            lines.add("What to do:");
            notice.findings().steps().forEach(step -> lines.add("- " + step));
        }
        if (!notice.link().isEmpty()) {
            lines.add(notice.link());
        }
        return String.join("\n", lines);
    }

    /** Who, from where and why, by their headings; only what is known. */
    static Map<String, String> facts(Notice notice) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "Clients", notice.findings().clients());
        put(facts, "From", notice.findings().addresses());
        put(facts, "Cause", notice.findings().causes());
        return facts;
    }

    /** Since when, and how it was before. */
    static String when(Notice notice) {
        Notice.Change change = notice.change();
        String lasted = duration((change.atMs() - change.sinceMs()) / 1_000);
        if (change.isClear()) {
            return "It was raised at %s and is over since %s, after %s."
                    .formatted(moment(change.sinceMs()), moment(change.atMs()), lasted);
        }
        boolean first = change.atMs() == change.sinceMs();
        return "Since %s%s."
                .formatted(
                        moment(change.sinceMs()),
                        first
                                ? ""
                                : "; %s since %s, before it was %s"
                                        .formatted(
                                                notice.status(),
                                                moment(change.atMs()),
                                                change.from()));
    }

    static String duration(long seconds) {
        if (seconds >= 3_600) {
            return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
        }
        return seconds >= 60 ? seconds / 60 + " min " + seconds % 60 + " s" : seconds + " s";
    }

    /** As in "pump-7 (4), pump-9 (2)". */
    static String shares(List<Notice.Share> shares) {
        return shares.stream()
                .map(each -> each.name() + " (" + each.count() + ")")
                .collect(Collectors.joining(", "));
    }

    private static void put(Map<String, String> facts, String name, List<Notice.Share> shares) {
        if (!shares.isEmpty()) {
            facts.put(name, shares(shares));
        }
    }
}
