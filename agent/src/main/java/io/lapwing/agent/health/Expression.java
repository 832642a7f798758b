// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import java.util.LinkedHashSet;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A calculation of a rule, parsed. Truth is 0 or 1; what is not a number is false, and never more,
 * less or equal than a number. Adding to infinity stays infinity; dividing by zero, or dividing
 * what is not finite, leaves no result.
 */
public final class Expression {
    /** Where names get their values; NaN for a name without one. */
    @FunctionalInterface
    interface Names {
        double value(String name);
    }

    enum Operator {
        OR("||"),
        AND("&&"),
        EQUAL("=="),
        UNEQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">="),
        PLUS("+"),
        MINUS("-"),
        TIMES("*"),
        BY("/"),
        MODULO("%");

        final String sign;

        Operator(String sign) {
            this.sign = sign;
        }
    }

    sealed interface Node {}

    record Literal(double value) implements Node {}

    record Name(String name) implements Node {}

    record Not(Node of) implements Node {}

    record Negative(Node of) implements Node {}

    record Abs(Node of) implements Node {}

    record Binary(Operator operator, Node left, Node right) implements Node {}

    record Choice(Node condition, Node then, Node otherwise) implements Node {}

    /** Thrown where a division has no result; caught in {@link #value}. */
    private static final class NoResult extends RuntimeException {
        private static final NoResult INSTANCE = new NoResult();

        private NoResult() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private final Node root;

    Expression(String text, Node root) {
        this.text = text;
        this.root = root;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException with what is wrong and where
     */
    static Expression parse(String text) {
        return new ExpressionParser(text).parse();
    }

    /** As written in the rule. */
    public String text() {
        return text;
    }

    /** With all brackets, so that precedence can be seen. */
    public String parsed() {
        return written(root);
    }

    /** Every name in it, without the sign in front. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        collectNames(root, names);
        return names;
    }

    private static void collectNames(Node node, Set<String> names) {
        switch (node) {
            case Literal unused -> {}
            case Name(String name) -> names.add(name);
            case Not(Node of) -> collectNames(of, names);
            case Negative(Node of) -> collectNames(of, names);
            case Abs(Node of) -> collectNames(of, names);
            case Binary(Operator unused, Node left, Node right) -> {
                collectNames(left, names);
                collectNames(right, names);
            }
            case Choice(Node condition, Node then, Node otherwise) -> {
                collectNames(condition, names);
                collectNames(then, names);
                collectNames(otherwise, names);
            }
        }
    }

    Node root() {
        return root;
    }

    /** NaN when there is no finite result. */
    double value(Names names) {
        try {
            double value = value(root, names);
            return Double.isInfinite(value) ? Double.NaN : value;
        } catch (NoResult e) {
            return Double.NaN;
        }
    }

    private static double value(Node node, Names names) {
        return switch (node) {
            case Literal(double value) -> value;
            case Name(String name) -> names.value(name);
            case Not(Node of) -> truth(!isTrue(value(of, names)));
            case Negative(Node of) -> -value(of, names);
            case Abs(Node of) -> Math.abs(value(of, names));
            case Binary binary -> value(binary, names);
            case Choice(Node condition, Node then, Node otherwise) ->
                    value(isTrue(value(condition, names)) ? then : otherwise, names);
        };
    }

    private static double value(Binary binary, Names names) {
        double left = value(binary.left, names);
        switch (binary.operator) {
            case OR -> {
                return truth(isTrue(left) || isTrue(value(binary.right, names)));
            }
            case AND -> {
                return truth(isTrue(left) && isTrue(value(binary.right, names)));
            }
            case EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST -> {
                return truth(compare(binary.operator, left, value(binary.right, names)));
            }
            case PLUS, MINUS, TIMES, BY, MODULO -> {
                return calculate(binary.operator, left, value(binary.right, names));
            }
        }
        throw new IllegalStateException("no such operator");
    }

    private static boolean compare(Operator operator, double left, double right) {
        boolean equal = left == right || (Double.isNaN(left) && Double.isNaN(right));
        return switch (operator) {
            case EQUAL -> equal;
            case UNEQUAL -> !equal;
            case LESS -> left < right;
            case AT_MOST -> left <= right;
            case MORE -> left > right;
            case AT_LEAST -> left >= right;
            case OR, AND, PLUS, MINUS, TIMES, BY, MODULO ->
                    throw new IllegalArgumentException(operator + " does not compare");
        };
    }

    private static double calculate(Operator operator, double left, double right) {
        boolean divides = operator == Operator.BY || operator == Operator.MODULO;
        if (divides && (!Double.isFinite(left) || !Double.isFinite(right) || right == 0)) {
            throw NoResult.INSTANCE;
        }
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return Double.NaN;
        }
        if (Double.isInfinite(left) || Double.isInfinite(right)) {
            return Double.POSITIVE_INFINITY;
        }
        return switch (operator) {
            case PLUS -> left + right;
            case MINUS -> left - right;
            case TIMES -> left * right;
            case BY -> left / right;
            case MODULO -> left % right;
            case OR, AND, EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST ->
                    throw new IllegalArgumentException(operator + " does not calculate");
        };
    }

    static boolean isTrue(double value) {
        return !Double.isNaN(value) && value != 0;
    }

    private static double truth(boolean holds) {
        return holds ? 1 : 0;
    }

    private static String written(Node node) {
        return switch (node) {
            case Literal(double value) -> Numbers.text(value);
            case Name(String name) -> "${" + name + "}";
            case Not(Node of) -> "!" + written(of);
            case Negative(Node of) -> "-" + written(of);
            case Abs(Node of) -> "abs(" + written(of) + ")";
            case Binary(Operator operator, Node left, Node right) ->
                    "(" + written(left) + " " + operator.sign + " " + written(right) + ")";
            case Choice(Node condition, Node then, Node otherwise) ->
                    "("
                            + written(condition)
                            + " ? "
                            + written(then)
                            + " : "
                            + written(otherwise)
                            + ")";
        };
    }

    /**
     * The value from which this becomes true, when it is as simple as {@code $this > 5} or {@code
     * $this > (($status >= $WARNING) ? (0) : (5))}.
     *
     * @param raised whether the one that holds while the alert is raised
     */
    OptionalDouble limit(boolean raised) {
        if (root instanceof Binary(Operator operator, Name(String name), Node right)
                && name.equals("this")
                && (operator == Operator.MORE
                        || operator == Operator.AT_LEAST
                        || operator == Operator.LESS
                        || operator == Operator.AT_MOST)) {
            return switch (right) {
                case Literal(double value) -> OptionalDouble.of(value);
                case Choice(Node unused, Literal(double then), Literal(double otherwise)) ->
                        OptionalDouble.of(raised ? then : otherwise);
                case Name unused -> OptionalDouble.empty();
                case Not unused -> OptionalDouble.empty();
                case Negative unused -> OptionalDouble.empty();
                case Abs unused -> OptionalDouble.empty();
                case Binary unused -> OptionalDouble.empty();
                case Choice unused -> OptionalDouble.empty();
            };
        }
        return OptionalDouble.empty();
    }
}
