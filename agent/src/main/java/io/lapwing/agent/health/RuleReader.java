// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.Globs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads rule files: {@code key: value} lines, a rule begins with {@code alarm} or {@code template}.
 * A rule with an error is left out and told; the rules around it are not touched.
 */
final class RuleReader {
    /** Keys of which the last line holds. */
    private static final Set<String> KEYS =
            Set.of(
                    "on",
                    "class",
                    "type",
                    "component",
                    "lookup",
                    "calc",
                    "warn",
                    "crit",
                    "green",
                    "red",
                    "units",
                    "every",
                    "delay",
                    "repeat",
                    "options",
                    "os",
                    "hosts",
                    "plugin",
                    "module",
                    "families",
                    "charts",
                    "summary",
                    "info",
                    "to");

    /** Keys whose lines all hold together. */
    private static final Set<String> LABEL_KEYS = Set.of("host labels", "chart labels");

    private static final String RAW = "_raw";

    /** A line of a rule: where it stands and what it says. */
    private record Entry(int line, String key, String value) {
        /** As if both lines had been one. */
        Entry and(Entry next) {
            return new Entry(next.line, key, value + ' ' + next.value);
        }
    }

    /** An error with the line it is told for. */
    private static final class WrongLine extends RuntimeException {
        private final int line;

        private WrongLine(int line, String what) {
            super(what, null, false, false);
            this.line = line;
        }
    }

    private final String file;
    private final List<CompiledRule> rules = new ArrayList<>();
    private final List<FailedRule> failed = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<RuleNote> notes = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private RuleReader(String file) {
        this.file = file;
    }

    static RuleFile read(String file, String content) {
        RuleReader reader = new RuleReader(file);
        reader.readLines(content.lines().toList());
        reader.endRule();
        return new RuleFile(List.copyOf(reader.rules), List.copyOf(reader.failed));
    }

    private void readLines(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            int line = i + 1;
            StringBuilder whole = new StringBuilder(lines.get(i).stripTrailing());
            while (!whole.isEmpty() && whole.charAt(whole.length() - 1) == '\\') {
                whole.setLength(whole.length() - 1);
                String next = i + 1 < lines.size() ? lines.get(++i).strip() : "";
                whole = new StringBuilder(whole.toString().stripTrailing() + ' ' + next);
            }
            onLine(line, whole.toString().strip());
        }
    }

    private void onLine(int line, String content) {
        if (content.isEmpty() || content.startsWith("#")) {
            return;
        }
        int colon = content.indexOf(':');
        String key = colon < 0 ? "" : content.substring(0, colon).strip();
        String value = content.substring(colon + 1).strip();
        if (key.equals("alarm") || key.equals("template")) {
            endRule();
        } else if (entries.isEmpty()) {
            failed.add(
                    new FailedRule(
                            file, line, "", "\"" + content + "\" stands before the first rule"));
            return;
        }
        entries.add(new Entry(line, key, value));
        text.append(text.isEmpty() ? "" : "\n").append(content);
    }

    private void endRule() {
        if (!entries.isEmpty()) {
            Entry head = entries.get(0);
            try {
                rules.add(compiled(head));
            } catch (WrongLine wrong) {
                String what = String.valueOf(wrong.getMessage());
                failed.add(new FailedRule(file, wrong.line, head.value, what));
            }
        }
        entries.clear();
        text.setLength(0);
    }

    private CompiledRule compiled(Entry head) {
        Map<String, Entry> last = new LinkedHashMap<>();
        notes.clear();
        for (Entry entry : entries.subList(1, entries.size())) {
            if (entry.key.isEmpty()) {
                throw new WrongLine(entry.line, "\"" + entry.value + "\" has no \"key:\"");
            }
            if (KEYS.contains(entry.key)) {
                last.put(entry.key, entry);
            } else if (LABEL_KEYS.contains(entry.key)) {
                last.merge(entry.key, entry, Entry::and);
            } else {
                note(head, entry.line, entry.key + ": the line has no effect here");
            }
        }
        RuleLines.@Nullable ReadLookup lookup = read(last, "lookup", RuleLines::lookup);
        @Nullable Expression calc = expression(head, last, "calc");
        @Nullable Expression warn = expression(head, last, "warn");
        @Nullable Expression crit = expression(head, last, "crit");
        if (head.value.isEmpty()) {
            throw new WrongLine(head.line, "the rule has no name");
        }
        if (text(last, "on", "").isEmpty()) {
            throw new WrongLine(head.line, "the rule has no \"on\", so it watches nothing");
        }
        if (lookup == null && calc == null && warn == null && crit == null) {
            throw new WrongLine(
                    head.line,
                    "the rule has none of lookup, calc, warn and crit, so it says nothing");
        }
        return new CompiledRule(rule(head, last, lookup), where(last), calc, warn, crit);
    }

    private Rule rule(Entry head, Map<String, Entry> last, RuleLines.@Nullable ReadLookup lookup) {
        @Nullable Delay delay = read(last, "delay", RuleLines::delay);
        @Nullable Repeat repeat = read(last, "repeat", RuleLines::repeat);
        return new Rule(
                plainName(head.value),
                head.key.equals("template"),
                text(last, "on", ""),
                text(last, "class", "Unknown"),
                text(last, "type", "Unknown"),
                text(last, "component", "Unknown"),
                lookup == null ? null : lookup.lookup(),
                nullable(last, "calc"),
                nullable(last, "warn"),
                nullable(last, "crit"),
                read(last, "green", RuleLines::number),
                read(last, "red", RuleLines::number),
                nullable(last, "units"),
                every(head, last, lookup),
                delay == null ? new Delay(0, 0, 1, 0) : delay,
                repeat == null ? Repeat.OFF : repeat,
                hasNoClear(head, last),
                text(last, "summary", ""),
                text(last, "info", ""),
                text(last, "to", "root"),
                new Source(file, head.line, text.toString()),
                List.copyOf(notes));
    }

    private static Where where(Map<String, Entry> last) {
        Labels host = labels(last, "host labels");
        Labels chart = labels(last, "chart labels");
        return new Where(
                host.and(oneLabel(last, "os", "_os")).and(oneLabel(last, "hosts", "_hostname")),
                chart.and(oneLabel(last, "plugin", "_collect_plugin"))
                        .and(oneLabel(last, "module", "_collect_module")),
                globs(last, "families"),
                globs(last, "charts"));
    }

    private static Labels labels(Map<String, Entry> last, String key) {
        @Nullable Labels labels = read(last, key, Labels::of);
        return labels == null ? Labels.ANY : labels;
    }

    private static Labels oneLabel(Map<String, Entry> last, String key, String label) {
        String patterns = text(last, key, "");
        return patterns.isEmpty() ? Labels.ANY : Labels.of(label, patterns);
    }

    private static Globs globs(Map<String, Entry> last, String key) {
        String patterns = text(last, key, "");
        return Globs.words(patterns.equals("*") ? "" : patterns);
    }

    private boolean hasNoClear(Entry head, Map<String, Entry> last) {
        boolean found = false;
        for (String word : text(last, "options", "").split("[\\s,|]+")) {
            if (word.equals("no-clear-notification") || word.equals("no-clear")) {
                found = true;
            } else if (!word.isEmpty()) {
                int line = last.getOrDefault("options", head).line;
                note(head, line, "options: \"" + word + "\" has no effect here");
            }
        }
        return found;
    }

    private @Nullable Expression expression(Entry head, Map<String, Entry> last, String key) {
        @Nullable Expression expression = read(last, key, Expression::parse);
        if (expression != null) {
            for (String name : expression.names()) {
                if (name.endsWith(RAW)) {
                    String why = ": the number collected is known for gauges only";
                    note(head, last.getOrDefault(key, head).line, key + ": $" + name + why);
                }
            }
        }
        return expression;
    }

    private void note(Entry head, int line, String what) {
        notes.add(new RuleNote(file, line, plainName(head.value), what));
    }

    private static int every(
            Entry head, Map<String, Entry> last, RuleLines.@Nullable ReadLookup lookup) {
        @Nullable Integer every = read(last, "every", Durations::seconds);
        if (every == null && lookup != null) {
            every = lookup.everyS() != null ? lookup.everyS() : -lookup.lookup().afterS();
        }
        if (every == null) {
            throw new WrongLine(head.line, "the rule has no \"every\"");
        }
        if (every <= 0) {
            throw new WrongLine(head.line, "\"every\" must be at least 1s");
        }
        return every;
    }

    private interface Reading<T> {
        T read(String value);
    }

    private static <T> @Nullable T read(Map<String, Entry> last, String key, Reading<T> reading) {
        Entry entry = last.get(key);
        if (entry == null) {
            return null;
        }
        try {
            return reading.read(entry.value);
        } catch (IllegalArgumentException e) {
            throw new WrongLine(entry.line, key + ": " + e.getMessage());
        }
    }

    private static String text(Map<String, Entry> last, String key, String absent) {
        Entry entry = last.get(key);
        return entry == null ? absent : entry.value;
    }

    private static @Nullable String nullable(Map<String, Entry> last, String key) {
        Entry entry = last.get(key);
        return entry == null ? null : entry.value;
    }

    /** Names are made of letters, digits, dots and underscores, whatever was written. */
    static String plainName(String name) {
        return name.replaceAll("[^A-Za-z0-9._]", "_");
    }
}
