// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpressionTest {
    private static final Map<String, Double> NAMES =
            Map.of("this", 6.0, "status", 1.0, "WARNING", 3.0, "queue size", 7.0, "a.b", 2.0);

    private static double value(String text) {
        return Expression.parse(text).value(name -> NAMES.getOrDefault(name, Double.NaN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    1 + 2 * 3               ~ 7
                    (1 + 2) * 3             ~ 9
                    7 - 2 - 1               ~ 4
                    8 / 4 / 2               ~ 1
                    7 % 4                   ~ 3
                    -2 * -3                 ~ 6
                    2 > 1 == 1              ~ 1
                    1 < 2 > 0               ~ 1
                    1 or 0 and 0            ~ 0
                    0 && 0 || 1             ~ 1
                    !0 + 1                  ~ 2
                    NOT 1 OR 1              ~ 1
                    1 ? 2 : 0 ? 3 : 4       ~ 2
                    0 ? 2 : 0 ? 3 : 4       ~ 4
                    1 ? 0 ? 5 : 6 : 7       ~ 6
                    abs(-3) + abs ( 2 )     ~ 5
                    $this > (($status >= $WARNING) ? (0) : (5)) ~ 1
                    ${queue size} = 7       ~ 1
                    $a.b <> 2               ~ 0
                    1.5e2                   ~ 150
                    2E-1                    ~ 0.2
                    $unknown > 1            ~ 0
                    $unknown < 1            ~ 0
                    $unknown == nan         ~ 1
                    $unknown != 5           ~ 1
                    $unknown || 1           ~ 1
                    !$unknown               ~ 1
                    inf > 5                 ~ 1
                    inf == inf              ~ 1
                    inf ? 1 : 2             ~ 1
                    0 && (1 / 0)            ~ 0
                    1 || (1 / 0)            ~ 1
                    """)
    void means(String text, double expected) {
        assertThat(value(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1 / 0", "5 % 0", "inf / 2", "2 / inf", "$unknown + 1", "inf + 1", "$unknown"})
    void hasNoResult(String text) {
        assertThat(value(text)).isNaN();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    $this > (5      | bracket is not closed
                    $this >         | ends where a value should be
                    $this > 5)      | cannot go on
                    $ > 5           | without a name
                    1 ? 2           | without
                    foo             | no value
                    1 & 2           | cannot go on
                    abs 3           | bracket
                    ${open          | without
                    """)
    void isRefused(String text, String why) {
        assertThatThrownBy(() -> Expression.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void depthIsLimited() {
        assertThatThrownBy(() -> Expression.parse("(".repeat(5_000) + "1" + ")".repeat(5_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> Expression.parse("!".repeat(5_000) + "1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSimpleLimitIsFound() {
        Expression hysteresis = Expression.parse("$this > (($status >= $WARNING) ? (0) : (5))");
        assertThat(hysteresis.limit(false)).hasValue(5);
        assertThat(hysteresis.limit(true)).hasValue(0);
        assertThat(Expression.parse("$this >= 80").limit(true)).hasValue(80);
        assertThat(Expression.parse("$this * 2 > 80").limit(true)).isEmpty();
    }
}
