// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.Group;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
                    DataOption.MATCH_NAMES);

    /** A lookup, and the {@code every} that may stand inside it. */
    record ReadLookup(Lookup lookup, @Nullable Integer everyS) {}

    private RuleLines() {}

    /** {@code METHOD AFTER [at BEFORE] [every DURATION] [OPTION...] [of DIMENSIONS]}. */
    static ReadLookup lookup(String text) {
        String[] halves = text.split("\\s+of\\s+", 2);
        List<String> words = List.of(halves[0].strip().split("\\s+"));
        Group group =
                Group.of(words.get(0))
                        .orElseThrow(() -> wrong("there is no method \"" + words.get(0) + "\""));
        if (words.size() < 2) {
            throw wrong("a lookup needs the length of its window, such as -1m");
        }
        int after = Durations.seconds(words.get(1));
        if (after >= 0) {
            throw wrong("the window \"" + words.get(1) + "\" must be negative, such as -1m");
        }
        int before = 0;
        @Nullable Integer every = null;
        Group fold = Group.SUM;
        Set<DataOption> options = EnumSet.noneOf(DataOption.class);
        for (int i = 2; i < words.size(); i++) {
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
        String dimensions = halves.length == 2 ? halves[1].strip() : "";
        String all = dimensions.equals("all") ? "" : dimensions;
        return new ReadLookup(
                new Lookup(group, after, before, fold, Set.copyOf(options), all), every);
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
