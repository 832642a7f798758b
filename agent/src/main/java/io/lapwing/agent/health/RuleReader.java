// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

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
    /** Keys that mean something here. */
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
                    "summary",
                    "info",
                    "to");

    /** A line of a rule: where it stands and what it says. */
    private record Entry(int line, String key, String value) {}

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
                whole.append(i + 1 < lines.size() ? ' ' + lines.get(++i).strip() : "");
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
        List<String> ignored = new ArrayList<>();
        for (Entry entry : entries.subList(1, entries.size())) {
            if (entry.key.isEmpty()) {
                throw new WrongLine(entry.line, "\"" + entry.value + "\" has no \"key:\"");
            }
            if (KEYS.contains(entry.key)) {
                last.put(entry.key, entry);
            } else {
                ignored.add(entry.key + ": " + entry.value + " (line " + entry.line + ")");
            }
        }
        RuleLines.@Nullable ReadLookup lookup = read(last, "lookup", RuleLines::lookup);
        @Nullable Expression calc = read(last, "calc", Expression::parse);
        @Nullable Expression warn = read(last, "warn", Expression::parse);
        @Nullable Expression crit = read(last, "crit", Expression::parse);
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
        Rule rule = rule(head, last, lookup, ignored);
        return new CompiledRule(rule, calc, warn, crit);
    }

    private Rule rule(
            Entry head,
            Map<String, Entry> last,
            RuleLines.@Nullable ReadLookup lookup,
            List<String> ignored) {
        @Nullable Delay delay = read(last, "delay", RuleLines::delay);
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
                text(last, "summary", ""),
                text(last, "info", ""),
                text(last, "to", "root"),
                new Source(file, head.line, text.toString()),
                List.copyOf(ignored));
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
    private static String plainName(String name) {
        return name.replaceAll("[^A-Za-z0-9._]", "_");
    }
}
