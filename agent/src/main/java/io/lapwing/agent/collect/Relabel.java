// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A step that keeps, drops or renames series before anything is made of them: {@code keep LABEL
 * PATTERN}, {@code drop LABEL PATTERN} or {@code replace LABEL PATTERN TO TEXT}. The label {@code
 * __name__} is the name of the metric. A pattern must match the whole value; the text may hold $1
 * and is the label's new value, where an empty one takes the label away.
 */
public record Relabel(Action action, String label, Pattern pattern, String text) {
    /** The label that stands for the name of the metric. */
    public static final String NAME = "__name__";

    private static final String TO = " to ";

    /** What a step does. */
    public enum Action {
        KEEP,
        DROP,
        REPLACE
    }

    /**
     * Reads a step.
     *
     * @throws IllegalArgumentException with what would be valid
     */
    public static Relabel of(String line) {
        String[] words = line.strip().split("\\s+", 3);
        if (words.length < 3) {
            throw new IllegalArgumentException(
                    "must be: keep LABEL PATTERN, drop LABEL PATTERN, or replace LABEL PATTERN to"
                            + " TEXT");
        }
        try {
            return switch (words[0]) {
                case "keep" -> new Relabel(Action.KEEP, words[1], Pattern.compile(words[2]), "");
                case "drop" -> new Relabel(Action.DROP, words[1], Pattern.compile(words[2]), "");
                case "replace" -> replace(words[1], words[2] + ' ');
                default ->
                        throw new IllegalArgumentException(
                                "must begin with keep, drop or replace, not with " + words[0]);
            };
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "has a pattern that cannot be read: " + e.getDescription(), e);
        }
    }

    /** The metric after this step; null when it is dropped. */
    public @Nullable Metric apply(Metric metric) {
        String value = label.equals(NAME) ? metric.name() : metric.label(label);
        Matcher matcher = pattern.matcher(value);
        boolean matches = matcher.matches();
        return switch (action) {
            case KEEP -> matches ? metric : null;
            case DROP -> matches ? null : metric;
            case REPLACE -> matches ? with(metric, matcher.replaceFirst(text)) : metric;
        };
    }

    private Metric with(Metric metric, String value) {
        if (label.equals(NAME)) {
            return value.isEmpty()
                    ? metric
                    : new Metric(value, metric.labels(), metric.kind(), metric.help());
        }
        Map<String, String> labels = new HashMap<>(metric.labels());
        if (value.isEmpty()) {
            labels.remove(label);
        } else {
            labels.put(label, value);
        }
        return new Metric(metric.name(), Map.copyOf(labels), metric.kind(), metric.help());
    }

    private static Relabel replace(String label, String rest) {
        int to = rest.indexOf(TO);
        if (to < 0) {
            throw new IllegalArgumentException("must be: replace LABEL PATTERN to TEXT");
        }
        Pattern pattern = Pattern.compile(rest.substring(0, to));
        String text = rest.substring(to + TO.length()).strip();
        int groups = pattern.matcher("").groupCount();
        for (Matcher group = Pattern.compile("\\$([0-9])").matcher(text); group.find(); ) {
            if (Integer.parseInt(group.group(1)) > groups) {
                throw new IllegalArgumentException(
                        "says " + group.group() + ", but its pattern has " + groups + " groups");
            }
        }
        return new Relabel(Action.REPLACE, label, pattern, text);
    }
}
