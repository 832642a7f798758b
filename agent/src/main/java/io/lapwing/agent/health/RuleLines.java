// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.query.Grouping;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the values of a rule's lines that are more than a word or a text. */
final class RuleLines {
    private static final Map<String, Group> FOLDS =
            Map.of("sum", Group.SUM, "average", Group.AVERAGE, "min", Group.MIN, "max", Group.MAX);

    private static final Set<DataOption> LOOKUP_OPTIONS =
            EnumSet.of(
                    DataOption.UNALIGNED,
                    DataOption.ABSOLUTE,
                    DataOption.PERCENTAGE,
                    DataOption.NULL2ZERO,
                    DataOption.MIN2MAX,
                    DataOption.MATCH_IDS,
                    DataOption.MATCH_NAMES,
                    DataOption.ANOMALY_BIT);

    private static final Pattern METHOD =
            Pattern.compile("([A-Za-z_0-9.-]+)\\s*(?:\\(([^)]*)\\))?(?:\\s+(.*))?");
    private static final Pattern DIMENSIONS = Pattern.compile("(^|\\s)(of|foreach)\\s+");

    /** A lookup, and the {@code every} that may stand inside it. */
    record ReadLookup(Lookup lookup, @Nullable Integer everyS) {}

    private RuleLines() {}

    /**
     * {@code METHOD[(NUMBER)] AFTER [at BEFORE] [every DURATION] [OPTION...] [of DIMENSIONS]}; with
     * {@code foreach} in the place of {@code of}, each dimension gets an alert of its own.
     */
    static ReadLookup lookup(String text) {
        Matcher parts = METHOD.matcher(text.strip());
        if (!parts.matches()) {
            throw wrong("\"" + text + "\" does not begin with a method");
        }
        String condition = parts.group(2) == null ? "" : parts.group(2);
        Grouping method =
                Grouping.of(parts.group(1), condition)
                        .orElseThrow(() -> wrong("there is no method " + quoted(parts)));
        String rest = parts.group(3) == null ? "" : parts.group(3);
        Matcher dimensions = DIMENSIONS.matcher(rest);
        boolean named = dimensions.find();
        String options = named ? rest.substring(0, dimensions.start()) : rest;
        String of = named ? rest.substring(dimensions.end()).strip() : "";
        boolean forEach = named && dimensions.group(2).equals("foreach");
        int second = of.indexOf(" foreach ");
        if (second >= 0) {
            of = of.substring(second + " foreach ".length()).strip();
            forEach = true;
        }
        return window(method, List.of(options.strip().split("\\s+")), of, forEach);
    }

    private static String quoted(Matcher parts) {
        String condition = parts.group(2);
        return '"' + parts.group(1) + (condition == null ? "" : '(' + condition + ')') + '"';
    }

    private static ReadLookup window(
            Grouping method, List<String> words, String of, boolean forEach) {
        if (words.getFirst().isEmpty()) {
            throw wrong("a lookup needs the length of its window, such as -1m");
        }
        int after = Durations.seconds(words.getFirst());
        if (after >= 0) {
            throw wrong("the window \"" + words.getFirst() + "\" must be negative, such as -1m");
        }
        int before = 0;
        @Nullable Integer every = null;
        Group fold = Group.SUM;
        Set<DataOption> options = EnumSet.noneOf(DataOption.class);
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("at") && i + 1 < words.size()) {
                before = -Math.abs(Durations.seconds(words.get(++i)));
            } else if (word.equals("every") && i + 1 < words.size()) {
                every = Durations.seconds(words.get(++i));
            } else if (FOLDS.containsKey(word)) {
                fold = FOLDS.getOrDefault(word, fold);
            } else {
                options.add(option(word));
            }
        }
        String patterns = of.equals("all") || (forEach && of.equals("*")) ? "" : of;
        Lookup lookup =
                new Lookup(method, after, before, fold, Set.copyOf(options), patterns, forEach);
        return new ReadLookup(lookup, every);
    }

    /** {@code [up DURATION] [down DURATION] [multiplier NUMBER] [max DURATION]}. */
    static Delay delay(String text) {
        int up = 0;
        int down = 0;
        int max = -1;
        double multiplier = 1;
        List<String> words = List.of(text.strip().split("\\s+"));
        if (words.size() % 2 != 0) {
            throw wrong("a delay is made of pairs, such as up 2m down 5m");
        }
        for (int i = 0; i < words.size(); i += 2) {
            String value = words.get(i + 1);
            switch (words.get(i)) {
                case "up" -> up = Durations.seconds(value);
                case "down" -> down = Durations.seconds(value);
                case "max" -> max = Durations.seconds(value);
                case "multiplier" -> multiplier = number(value);
                default -> throw wrong("a delay has no \"" + words.get(i) + "\"");
            }
        }
        if (!(multiplier > 0)) {
            throw wrong("the multiplier must be above 0");
        }
        int most =
                max >= 0 ? max : (int) Math.min(Integer.MAX_VALUE, Math.max(up, down) * multiplier);
        return new Delay(up, down, multiplier, most);
    }

    /** {@code off}, or {@code [warning DURATION] [critical DURATION]}. */
    static Repeat repeat(String text) {
        if (text.strip().equals("off")) {
            return Repeat.OFF;
        }
        List<String> words = List.of(text.strip().split("\\s+"));
        if (words.size() % 2 != 0) {
            throw wrong("repeat is off, or made of pairs, such as warning 1h critical 10m");
        }
        int warning = 0;
        int critical = 0;
        for (int i = 0; i < words.size(); i += 2) {
            int seconds = Durations.seconds(words.get(i + 1));
            if (seconds < 0) {
                throw wrong("\"" + words.get(i + 1) + "\" must not be negative");
            }
            switch (words.get(i)) {
                case "warning" -> warning = seconds;
                case "critical" -> critical = seconds;
                default -> throw wrong("repeat has no \"" + words.get(i) + "\"");
            }
        }
        return new Repeat(warning, critical);
    }

    static double number(String text) {
        try {
            double number = Double.parseDouble(text.strip());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with what is not finite
        }
        throw wrong("\"" + text + "\" is no number");
    }

    private static DataOption option(String word) {
        return DataOption.of(word)
                .filter(LOOKUP_OPTIONS::contains)
                .orElseThrow(() -> wrong("a lookup has no \"" + word + "\""));
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what);
    }
}
