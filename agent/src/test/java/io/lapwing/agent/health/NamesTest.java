// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.series.Sheet;
import io.lapwing.base.Events;
import io.lapwing.base.ManualClock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names in expressions that mean something beyond the rule's own chart, and bindings. */
final class NamesTest {
    private static final String RULE = "\non: sheet\nevery: 1s\n";

    private final Sheet sheet = new Sheet("x_up", "down");
    private final Map<String, String> host = Map.of("_hostname", "db-7", "_os", "linux");

    private Health health(String rules) {
        sheet.write(3, 4);
        Health health =
                new Health(RuleSet.of("my.conf", rules), host, new Events(new ManualClock(0)));
        second(health, 3, 4);
        return health;
    }

    private void second(Health health, double up, double down) {
        sheet.write(up, down);
        var unused = health.evaluate(sheet.store(), sheet.nowS(), sheet.nowS() * 1_000);
    }

    private static Alert alert(Health health, String name) {
        return health.alerts().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + health.alerts()));
    }

    @ParameterizedTest
    @CsvSource({
        "$test_local.sheet.down, 4",
        "$sheet.down, 4",
        "$test.sheet.up, 3",
        "${test_local.sheet.x_up} * 2, 6",
        "$other + 1, 8",
        "$test.sheet.other, 7",
        "$sheet.other, 7",
        "$now - $sheet.down_last_collected_t, 0",
        "$x_up_raw, 3",
        "($active_processors > 0) * 5, 5",
    })
    void otherChartsAndAlertsHaveNames(String calc, double expected) {
        Health health =
                health(
                        ("alarm: asking%scalc: %s\nalarm: other%scalc: $up + $down\n")
                                .formatted(RULE, calc, RULE));
        second(health, 3, 4);

        assertThat(alert(health, "asking").value()).isEqualTo(expected);
    }

    @Test
    void allValuesOfASecondAreKnownBeforeAnyStatus() {
        Health health =
                health(
                        "alarm: first%swarn: $second > 5\nalarm: second%scalc: $down\n"
                                .formatted(RULE, RULE));
        second(health, 0, 9);

        assertThat(alert(health, "first").status()).isEqualTo(Status.WARNING);
        assertThat(alert(health, "second").status()).isEqualTo(Status.CLEAR);
    }

    @Test
    void eachDimensionGetsAnAlertOfItsOwn() {
        Health health =
                health(
                        """
                        template: usual
                        on: test.sheet
                        lookup: average -1m unaligned foreach *
                        every: 1s
                        template: high
                        on: test.sheet
                        lookup: max -10s unaligned foreach *
                        every: 1s
                        warn: $this > 2 * $usual
                        summary: High ${dimension} of ${family}
                        """);
        assertThat(health.alerts())
                .extracting(Alert::name)
                .containsExactlyInAnyOrder("usual_up", "usual_down", "high_up", "high_down");
        second(health, 3, 40);
        second(health, 3, 4);

        assertThat(alert(health, "high_up").status()).isEqualTo(Status.CLEAR);
        assertThat(alert(health, "high_down").status()).isEqualTo(Status.WARNING);
        assertThat(alert(health, "high_down").summary()).isEqualTo("High down of family");
        assertThat(alert(health, "high_down").dimension()).isEqualTo("down");
        assertThat(alert(health, "high_down").id()).isEqualTo("test_local.sheet.high_down");
        assertThat(alert(health, "usual_down").value()).isEqualTo(13);
    }

    @Test
    void patternsChooseTheDimensionsThatGetAnAlert() {
        Health health =
                health(
                        "alarm: a%slookup: max -10s of x_* foreach !down,*\nwarn: $this\n"
                                .formatted(RULE));

        assertThat(health.alerts()).extracting(Alert::name).containsExactly("a_up");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    os: linux freebsd               | true
                    os: freebsd                     | false
                    hosts: *                        | true
                    hosts: !db-7 *                  | false
                    hosts: db-*                     | true
                    host labels: _hostname=db*      | true
                    host labels: rack=a             | false
                    host labels: rack=*             | true
                    chart labels: node=here there   | true
                    chart labels: node=!here *      | false
                    chart labels: node=here mqtt=5  | false
                    families: !other fam*           | true
                    families: other                 | false
                    charts: test_local.*            | true
                    charts: !* *                    | false
                    module: test                    | true
                    module: !* *                    | false
                    plugin: lapwing                 | true
                    plugin: ebpf.plugin             | false
                    """)
    void aRuleIsBoundWhereAllItsLinesAllow(String line, boolean bound) {
        Health health = health("alarm: a%scalc: 1\n%s\n".formatted(RULE, line));

        assertThat(health.alerts()).hasSize(bound ? 1 : 0);
    }

    @Test
    void repeatedLabelLinesHoldTogether() {
        Health health =
                health(
                        ("alarm: a%scalc: 1\nchart labels: node=here\nchart labels: zone=x\n")
                                .formatted(RULE));

        assertThat(health.alerts()).isEmpty();
    }

    @Test
    void theFirstRuleThatFitsAChartWins() {
        Health health =
                health(
                        ("alarm: a%scalc: 1\nos: freebsd\nalarm: a%scalc: 2\n")
                                .formatted(RULE, RULE));

        assertThat(alert(health, "a").value()).isEqualTo(2);
    }

    @Test
    void aRuleThatOnlyKnowsAValueIsClear() {
        assertThat(alert(health("alarm: a%scalc: 1\n".formatted(RULE)), "a").status())
                .isEqualTo(Status.CLEAR);
    }
}
