// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A method with what it must know: {@code percentile(99)}, {@code countif(>5)}, {@code sum}. The
 * textbook's meaning throughout.
 *
 * @param number the percentage of percentile and trimmed methods, or what countif compares with
 * @param comparison of countif
 */
public record Grouping(Group group, double number, Comparison comparison) {
    /** How countif compares a value with its number. */
    public enum Comparison {
        EQUAL("="),
        UNEQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        boolean holds(double left, double right) {
            return switch (this) {
                case EQUAL -> left == right;
                case UNEQUAL -> left != right;
                case LESS -> left < right;
                case AT_MOST -> left <= right;
                case MORE -> left > right;
                case AT_LEAST -> left >= right;
            };
        }
    }

    private static final double PERCENTILE_USUAL = 95;
    private static final double TRIMMED_USUAL = 5;

    private static final Pattern CONDITION =
            Pattern.compile("(==|=|:|!=|<>|!|<=|>=|<|>)?\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)");
    private static final Pattern WORD =
            Pattern.compile("([a-z_]+(?:-[a-z]+)*?)([0-9]+(?:\\.[0-9]+)?)?");

    private static final Map<Group, Grouping> USUAL = new EnumMap<>(Group.class);

    static {
        for (Group each : Group.values()) {
            USUAL.put(each, new Grouping(each, usualNumber(each), Comparison.EQUAL));
        }
    }

    /** With the usual number. */
    public static Grouping of(Group group) {
        return USUAL.getOrDefault(group, new Grouping(group, usualNumber(group), Comparison.EQUAL));
    }

    /**
     * The method of a word such as {@code average} or {@code percentile99}.
     *
     * @param condition its number or condition, such as {@code 99} or {@code >5}; empty for the
     *     usual one
     * @return nothing when there is no such method, or the condition cannot be understood
     */
    public static Optional<Grouping> of(String word, String condition) {
        Optional<Group> plain = Group.of(word);
        Matcher parts = WORD.matcher(word);
        if (plain.isPresent() || !parts.matches() || parts.group(2) == null) {
            return plain.flatMap(group -> with(group, condition.strip()));
        }
        String number = condition.isBlank() ? parts.group(2) : condition.strip();
        return Group.of(parts.group(1))
                .filter(Grouping::takesPercentage)
                .flatMap(group -> with(group, number));
    }

    private static Optional<Grouping> with(Group group, String condition) {
        if (condition.isEmpty()) {
            return Optional.of(of(group));
        }
        Matcher parts = CONDITION.matcher(condition);
        if (!parts.matches()) {
            return Optional.empty();
        }
        double number;
        try {
            number = Double.parseDouble(parts.group(2));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        String sign = parts.group(1);
        if (group == Group.COUNTIF) {
            return Optional.of(new Grouping(group, number, comparison(sign == null ? "=" : sign)));
        }
        double most = group == Group.PERCENTILE ? 100 : 50;
        return takesPercentage(group) && sign == null && number >= 0 && number <= most
                ? Optional.of(new Grouping(group, number, Comparison.EQUAL))
                : Optional.empty();
    }

    private static Comparison comparison(String sign) {
        return switch (sign) {
            case "!", "<>" -> Comparison.UNEQUAL;
            case "==", ":" -> Comparison.EQUAL;
            default ->
                    Arrays.stream(Comparison.values())
                            .filter(each -> each.sign.equals(sign))
                            .findFirst()
                            .orElseThrow();
        };
    }

    private static boolean takesPercentage(Group group) {
        return List.of(Group.PERCENTILE, Group.TRIMMED_MEAN, Group.TRIMMED_MEDIAN).contains(group);
    }

    private static double usualNumber(Group group) {
        if (group == Group.PERCENTILE) {
            return PERCENTILE_USUAL;
        }
        return takesPercentage(group) ? TRIMMED_USUAL : 0;
    }

    /** As a rule writes it. */
    public String text() {
        if (group == Group.COUNTIF) {
            return group.word() + '(' + comparison.sign + plain(number) + ')';
        }
        return takesPercentage(group) ? group.word() + '(' + plain(number) + ')' : group.word();
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /**
     * Of the first {@code count} values, in the order of time; NaN when there are none. May change
     * the order of the values.
     */
    public double of(double[] values, int count) {
        if (count == 0) {
            return Double.NaN;
        }
        return switch (group) {
            case AVERAGE -> Reductions.sum(values, 0, count) / count;
            case SUM -> Reductions.sum(values, 0, count);
            case MIN -> Reductions.min(values, count);
            case MAX -> Reductions.max(values, count);
            case EXTREMES -> Reductions.extreme(values, count);
            case STDDEV -> Reductions.deviation(values, count);
            case CV -> Reductions.variation(values, count);
            case SES -> Reductions.smoothed(values, count);
            case DES -> Reductions.smoothedTwice(values, count);
            case INCREMENTAL_SUM -> values[count - 1] - values[0];
            case LATEST -> values[count - 1];
            case COUNTIF -> countIf(values, count);
            case MEDIAN -> Reductions.percentile(values, count, 50);
            case PERCENTILE -> Reductions.percentile(values, count, number);
            case TRIMMED_MEAN -> trimmedMean(values, count);
            case TRIMMED_MEDIAN -> trimmedMedian(values, count);
        };
    }

    private double countIf(double[] values, int count) {
        int holds = 0;
        for (int i = 0; i < count; i++) {
            holds += comparison.holds(values[i], number) ? 1 : 0;
        }
        return 100.0 * holds / count;
    }

    private double trimmedMean(double[] values, int count) {
        Arrays.sort(values, 0, count);
        int cut = cut(count);
        return Reductions.sum(values, cut, count - cut) / (count - 2 * cut);
    }

    /** What is cut off alike at both ends does not move the middle. */
    private double trimmedMedian(double[] values, int count) {
        return Reductions.percentile(values, count, 50);
    }

    /** How many values fall at either end; at least one stays in the middle. */
    private int cut(int count) {
        return Math.min((int) (count * number / 100), (count - 1) / 2);
    }
}
