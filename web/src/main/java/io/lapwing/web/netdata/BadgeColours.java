// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.netdata;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Colours of badges: by name, as hexadecimal digits, or by what the value is. */
final class BadgeColours {
    private static final Map<String, String> NAMED =
            Map.of(
                    "brightgreen", "44cc11",
                    "green", "97ca00",
                    "yellow", "dfb317",
                    "yellowgreen", "a4a61d",
                    "orange", "fe7d37",
                    "red", "e05d44",
                    "blue", "007ec6",
                    "grey", "555555",
                    "gray", "555555",
                    "lightgrey", "9f9f9f");
    private static final String FALLBACK = "9f9f9f";
    private static final Pattern CONDITION =
            Pattern.compile("([a-zA-Z0-9#]+)(<=|>=|<>|!=|<|>|=|:|!)(.*)");

    private BadgeColours() {}

    /** A colour's digits; grey for one that nobody knows. */
    static String hex(String colour) {
        String digits = colour.startsWith("#") ? colour.substring(1) : colour;
        String named = NAMED.get(colour);
        if (named != null) {
            return named;
        }
        return digits.matches("([0-9a-fA-F]{3}|[0-9a-fA-F]{6})") ? digits : FALLBACK;
    }

    /** The first colour of {@code green<5|orange<10|red} whose condition holds. */
    static String of(String expression, double value) {
        for (String part : expression.split("\\|")) {
            Matcher condition = CONDITION.matcher(part);
            if (!condition.matches()) {
                return hex(part);
            }
            if (holds(condition.group(2), condition.group(3), value)) {
                return hex(condition.group(1));
            }
        }
        return FALLBACK;
    }

    private static boolean holds(String operator, String limit, double value) {
        if (limit.isEmpty() || limit.equals("null")) {
            boolean none = Double.isNaN(value);
            return operator.equals("!") || operator.equals("!=") || operator.equals("<>")
                    ? !none
                    : none;
        }
        try {
            double than = Double.parseDouble(limit);
            return switch (operator) {
                case "<" -> value < than;
                case "<=" -> value <= than;
                case ">" -> value > than;
                case ">=" -> value >= than;
                case "=", ":" -> value == than;
                default -> value != than;
            };
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
