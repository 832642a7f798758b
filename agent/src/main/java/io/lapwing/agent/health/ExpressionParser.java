// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.health.Expression.Binary;
import io.lapwing.agent.health.Expression.Choice;
import io.lapwing.agent.health.Expression.Literal;
import io.lapwing.agent.health.Expression.Node;
import io.lapwing.agent.health.Expression.Operator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads expressions from left to right. Binding, loosest first: {@code ?:}, then OR and AND alike,
 * then equality, then order, then plus and minus, then times and by, then signs and NOT.
 */
final class ExpressionParser {
    /** Brackets and signs inside each other; what is deeper is no rule of a human being. */
    private static final int DEPTH_MAX = 100;

    /** Operators that bind alike, loosest first; a longer sign before one it begins with. */
    private static final List<Map<String, Operator>> LEVELS =
            List.of(
                    Map.of(
                            "||", Operator.OR,
                            "&&", Operator.AND,
                            "OR", Operator.OR,
                            "AND", Operator.AND),
                    Map.of(
                            "==", Operator.EQUAL,
                            "=", Operator.EQUAL,
                            "!=", Operator.UNEQUAL,
                            "<>", Operator.UNEQUAL),
                    Map.of(
                            "<", Operator.LESS,
                            "<=", Operator.AT_MOST,
                            ">", Operator.MORE,
                            ">=", Operator.AT_LEAST),
                    Map.of("+", Operator.PLUS, "-", Operator.MINUS),
                    Map.of("*", Operator.TIMES, "/", Operator.BY, "%", Operator.MODULO));

    private static final String NAME_ENDS = "&|!><=%+-*/?(){}";

    private final String text;
    private int at;
    private int depth;

    ExpressionParser(String text) {
        this.text = text;
    }

    Expression parse() {
        Node root = choice();
        skipSpace();
        if (at < text.length()) {
            throw wrong("cannot go on at \"" + text.substring(at) + "\"");
        }
        return new Expression(text, root);
    }

    private Node choice() {
        deeper();
        Node condition = level(0);
        skipSpace();
        if (!take("?")) {
            depth--;
            return condition;
        }
        Node then = choice();
        skipSpace();
        if (!take(":")) {
            throw wrong("\"?\" without \":\"");
        }
        Node otherwise = choice();
        depth--;
        return new Choice(condition, then, otherwise);
    }

    private Node level(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Node left = level(level + 1);
        while (true) {
            String sign = sign();
            Operator operator = LEVELS.get(level).get(sign);
            if (operator == null) {
                return left;
            }
            at += sign.length();
            left = new Binary(operator, left, level(level + 1));
        }
    }

    private Node unary() {
        deeper();
        skipSpace();
        Node node;
        if (take("!") || takeWord("NOT")) {
            node = new Expression.Not(unary());
        } else if (take("-")) {
            node = new Expression.Negative(unary());
        } else if (take("+")) {
            node = unary();
        } else {
            node = atom();
        }
        depth--;
        return node;
    }

    private Node atom() {
        if (take("(")) {
            return bracketed();
        }
        if (take("$")) {
            return new Expression.Name(name());
        }
        if (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            return new Literal(number());
        }
        if (takeWord("nan") || takeWord("null")) {
            return new Literal(Double.NaN);
        }
        if (takeWord("infinity") || takeWord("inf")) {
            return new Literal(Double.POSITIVE_INFINITY);
        }
        if (takeWord("abs")) {
            skipSpace();
            if (take("(")) {
                return new Expression.Abs(bracketed());
            }
            throw wrong("abs wants a bracket");
        }
        throw at == text.length()
                ? wrong("ends where a value should be")
                : wrong("there is no value at \"" + text.substring(at) + "\"");
    }

    private Node bracketed() {
        Node inside = choice();
        skipSpace();
        if (!take(")")) {
            throw wrong("a bracket is not closed");
        }
        return inside;
    }

    private String name() {
        int from = at;
        if (take("{")) {
            int end = text.indexOf('}', at);
            if (end < 0) {
                throw wrong("\"${\" without \"}\"");
            }
            from = at;
            at = end + 1;
            return text.substring(from, end).strip();
        }
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && NAME_ENDS.indexOf(text.charAt(at)) < 0
                && text.charAt(at) != ':') {
            at++;
        }
        if (at == from) {
            throw wrong("\"$\" without a name");
        }
        return text.substring(from, at);
    }

    private double number() {
        int from = at;
        skipDigits();
        if (take(".")) {
            skipDigits();
        }
        int mantissaEnd = at;
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (!take("-")) {
                boolean unused = take("+");
            }
            int digits = at;
            skipDigits();
            at = at == digits ? mantissaEnd : at;
        }
        try {
            return Double.parseDouble(text.substring(from, at));
        } catch (NumberFormatException e) {
            throw wrong("\"" + text.substring(from, at) + "\" is no number");
        }
    }

    /** The operator that stands here, or nothing. */
    private String sign() {
        skipSpace();
        for (int length = Math.min(2, text.length() - at); length > 0; length--) {
            String sign = text.substring(at, at + length);
            if (LEVELS.stream().anyMatch(level -> level.containsKey(sign)) && !isLetters(sign)) {
                return sign;
            }
        }
        return wordHere("AND") ? "AND" : wordHere("OR") ? "OR" : "";
    }

    private boolean isLetters(String sign) {
        return Character.isLetter(sign.charAt(0));
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void skipDigits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean take(String sign) {
        boolean here = text.startsWith(sign, at);
        at += here ? sign.length() : 0;
        return here;
    }

    private boolean takeWord(String word) {
        boolean here = wordHere(word);
        at += here ? word.length() : 0;
        return here;
    }

    /** Words are read in any case; a word ends where no letter, digit or underscore follows. */
    private boolean wordHere(String word) {
        int end = at + word.length();
        return text.regionMatches(true, at, word, 0, word.length())
                && (end == text.length()
                        || !(Character.isLetterOrDigit(text.charAt(end))
                                || text.charAt(end) == '_'));
    }

    private void deeper() {
        if (++depth > DEPTH_MAX) {
            throw wrong("is nested deeper than " + DEPTH_MAX);
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(
                String.format(Locale.ROOT, "%s, at character %d of \"%s\"", what, at + 1, text));
    }
}
