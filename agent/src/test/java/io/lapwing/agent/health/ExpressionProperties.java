// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Expressions are built together with the plain Java that should give the same number. */
final class ExpressionProperties {
    /** A text, and what it must be worth. */
    record Pair(String text, DoubleSupplier worth) {
        @Override
        public String toString() {
            return text;
        }
    }

    @Property(tries = 2_000)
    void isWorthWhatPlainJavaSays(@ForAll("pairs") Pair pair) {
        Double expected = pair.worth.getAsDouble();
        Expression parsed = Expression.parse(pair.text);

        assertThat(parsed.value(ExpressionProperties::name)).isEqualTo(expected);
    }

    @Property(tries = 2_000)
    void theWrittenFormMeansTheSame(@ForAll("pairs") Pair pair) {
        Expression parsed = Expression.parse(pair.text);
        Expression again = Expression.parse(parsed.parsed());

        Double expected = parsed.value(ExpressionProperties::name);
        assertThat(again.value(ExpressionProperties::name)).isEqualTo(expected);
    }

    @Property(tries = 5_000)
    void anyTextIsReadOrRefused(@ForAll("texts") String text) {
        try {
            double unused = Expression.parse(text).value(name -> 1);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("at character");
        }
    }

    private static double name(String name) {
        return name.equals("a") ? 3 : name.equals("b") ? -2 : Double.NaN;
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "$", "this", "(", ")", "?", ":", "<", ">", "=", "!", "&&", "||", "and", "1",
                        ".", "e5", " ", "-", "+", "*", "/", "%", "{", "}", "abs", "nan", "inf", "ü")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<Pair> pairs() {
        return pairs(4);
    }

    private Arbitrary<Pair> pairs(int depth) {
        Arbitrary<Pair> atoms =
                Arbitraries.oneOf(
                        Arbitraries.integers()
                                .between(0, 9)
                                .map(n -> new Pair(Integer.toString(n), () -> n)),
                        Arbitraries.of("a", "b", "c")
                                .map(name -> new Pair("$" + name, () -> name(name))));
        if (depth == 0) {
            return atoms;
        }
        Arbitrary<Pair> inner = Arbitraries.lazy(() -> pairs(depth - 1));
        Arbitrary<Pair> binary =
                Combinators.combine(
                                inner,
                                Arbitraries.of(
                                        "+", "-", "*", "<", ">", "<=", ">=", "==", "&&", "||"),
                                inner)
                        .as(ExpressionProperties::binary);
        Arbitrary<Pair> choice =
                Combinators.combine(inner, inner, inner)
                        .as((condition, then, otherwise) ->
                                new Pair(
                                        "("
                                                + condition.text
                                                + ") ? ("
                                                + then.text
                                                + ") : ("
                                                + otherwise.text
                                                + ")",
                                        () ->
                                                (holds(condition) ? then : otherwise)
                                                        .worth.getAsDouble()));
        Arbitrary<Pair> negative =
                inner.map(of -> new Pair("-(" + of.text + ")", () -> -of.worth.getAsDouble()));
        Arbitrary<Pair> not =
                inner.map(of -> new Pair("!(" + of.text + ")", () -> holds(of) ? 0 : 1));
        return Arbitraries.oneOf(atoms, binary, choice, negative, not);
    }

    private static boolean holds(Pair pair) {
        double value = pair.worth.getAsDouble();
        return !Double.isNaN(value) && value != 0;
    }

    private static Pair binary(Pair left, String sign, Pair right) {
        DoubleSupplier l = left.worth;
        DoubleSupplier r = right.worth;
        DoubleSupplier worth =
                switch (sign) {
                    case "+" -> () -> l.getAsDouble() + r.getAsDouble();
                    case "-" -> () -> l.getAsDouble() - r.getAsDouble();
                    case "*" -> () -> l.getAsDouble() * r.getAsDouble();
                    case "<" -> () -> l.getAsDouble() < r.getAsDouble() ? 1 : 0;
                    case ">" -> () -> l.getAsDouble() > r.getAsDouble() ? 1 : 0;
                    case "<=" -> () -> l.getAsDouble() <= r.getAsDouble() ? 1 : 0;
                    case ">=" -> () -> l.getAsDouble() >= r.getAsDouble() ? 1 : 0;
                    case "&&" -> () -> holds(left) && holds(right) ? 1 : 0;
                    case "||" -> () -> holds(left) || holds(right) ? 1 : 0;
                    default -> () -> same(l.getAsDouble(), r.getAsDouble()) ? 1 : 0;
                };
        return new Pair("(" + left.text + ") " + sign + " (" + right.text + ")", worth);
    }

    private static boolean same(double left, double right) {
        return left == right || (Double.isNaN(left) && Double.isNaN(right));
    }
}
