// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.series.Sheet;
import io.lapwing.base.Events;
import io.lapwing.base.ManualClock;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthTest {
    private final Sheet sheet = new Sheet("x_up", "down");
    private final Events events = new Events(new ManualClock(0));

    private Health health(String rules) {
        return new Health(RuleSet.of("my.conf", rules), HostLabels.of("here"), events);
    }

    private Alert evaluated(String rule, double... values) {
        sheet.write(values);
        Health health = health("alarm: a\non: test_local.sheet\nevery: 1s\n" + rule);
        var unused = health.evaluate(sheet.store(), sheet.nowS(), sheet.nowS() * 1_000);
        return health.alerts().getFirst();
    }

    @Test
    void dimensionsAndTimesOfTheChartHaveNames() {
        assertThat(evaluated("calc: $x_up + $up + $down\nwarn: $this == 9", 3, 3).status())
                .isEqualTo(Status.WARNING);
        assertThat(evaluated("calc: $now - $last_collected_t + $update_every", 1, 1).value())
                .isEqualTo(1);
        assertThat(evaluated("lookup: sum -10s unaligned\ncalc: $before - $after", 1, 1).value())
                .isEqualTo(10);
        assertThat(evaluated("green: 4\nred: 6\ncalc: $green * $red", 1, 1).value()).isEqualTo(24);
        assertThat(evaluated("calc: $now - $down_last_collected_t", 1, 1).value()).isZero();
    }

    @Test
    void statusesAreTheNumbersThatRulesExpect() {
        String all =
                "calc: ($REMOVED == -2) + ($UNDEFINED == -1) + ($UNINITIALIZED == 0) + ($CLEAR =="
                        + " 1) + ($WARNING == 3) + ($CRITICAL == 4)";
        assertThat(evaluated(all, 1, 1).value()).isEqualTo(6);
    }

    @Test
    void aValueThatCannotBeToldLeavesTheStatusUndefined() {
        assertThat(evaluated("calc: 1 / 0\nwarn: $this > 5", 1, 1).status())
                .isEqualTo(Status.UNDEFINED);
        assertThat(evaluated("lookup: sum -5s of none\nwarn: $this > 5", 1, 1).status())
                .isEqualTo(Status.UNDEFINED);
        assertThat(evaluated("warn: $unknown > 5", 1, 1).status()).isEqualTo(Status.CLEAR);
        assertThat(evaluated("warn: $unknown", 1, 1).status()).isEqualTo(Status.UNDEFINED);
    }

    @Test
    void criticalOutranksWarning() {
        assertThat(evaluated("warn: $down > 1\ncrit: $down > 2", 0, 3).status())
                .isEqualTo(Status.CRITICAL);
        assertThat(evaluated("warn: $down > 1\ncrit: $down > 2", 0, 2).status())
                .isEqualTo(Status.WARNING);
        assertThat(evaluated("crit: $down > 2", 0, 2).status()).isEqualTo(Status.CLEAR);
    }

    @Test
    void anAlarmNamesItsChartInThreeWaysAndATemplateItsContext() {
        sheet.write(1, 1);
        Health health =
                health(
                        """
                        alarm: by_id
                        on: test_local.sheet
                        calc: 1
                        every: 1s
                        alarm: by_name
                        on: test_local.the_sheet
                        calc: 1
                        every: 1s
                        alarm: by_bare_id
                        on: sheet
                        calc: 1
                        every: 1s
                        template: by_context
                        on: test.sheet
                        calc: 1
                        every: 1s
                        template: by_other_context
                        on: test_local.sheet
                        calc: 1
                        every: 1s
                        """);
        var unused = health.evaluate(sheet.store(), sheet.nowS(), 0);

        assertThat(health.alerts())
                .extracting(Alert::name)
                .containsExactlyInAnyOrder("by_id", "by_name", "by_bare_id", "by_context");
    }

    @Test
    void forOneChartAndNameTheFirstRuleWinsAlarmsBeforeTemplates() {
        sheet.write(1, 1);
        Health health =
                health(
                        """
                        template: same
                        on: test.sheet
                        calc: 1
                        every: 1s
                        alarm: same
                        on: sheet
                        calc: 2
                        every: 1s
                        alarm: same
                        on: sheet
                        calc: 3
                        every: 1s
                        """);
        var unused = health.evaluate(sheet.store(), sheet.nowS(), 0);

        assertThat(health.alerts()).extracting(Alert::value).containsExactly(2.0);
    }

    @Test
    void aRuleIsEvaluatedWhenItsTimeHasCome() {
        Health health = health("alarm: a\non: sheet\ncalc: $down\nevery: 3s\nwarn: $this > 0\n");
        double[] seen = new double[7];
        for (int i = 0; i < seen.length; i++) {
            sheet.write(0, i);
            var unused = health.evaluate(sheet.store(), sheet.nowS(), sheet.nowS() * 1_000);
            seen[i] = health.alerts().getFirst().value();
        }

        assertThat(seen).containsExactly(0, 0, 0, 3, 3, 3, 6);
        assertThat(health.alerts().getFirst().nextUpdateS()).isEqualTo(sheet.nowS() + 3);
        assertThat(
                        health.values(
                                        health.alerts().getFirst().id(),
                                        sheet.nowS() - 1,
                                        sheet.nowS())
                                .at(0))
                .isEqualTo(3);
    }

    @Test
    void theLogOfTransitionsIsBounded() {
        Health health = health("alarm: a\non: sheet\nwarn: $down\nevery: 1s\n");
        int seconds = TransitionLog.TRANSITIONS_MAX + 50;
        for (int i = 0; i < seconds; i++) {
            sheet.write(0, i % 2);
            var unused = health.evaluate(sheet.store(), sheet.nowS(), sheet.nowS() * 1_000);
        }

        assertThat(health.transitions(0, "")).hasSize(TransitionLog.TRANSITIONS_MAX);
        assertThat(health.transitions(0, "").getFirst().id()).isEqualTo(seconds);
        assertThat(health.transitions(seconds - 2, "")).hasSize(2);
    }

    @Test
    void theAlertsOfAChartThatLeavesAreRemovedAndComeBackWithIt() {
        Health health =
                health(
                        """
                        alarm: a
                        on: sheet
                        lookup: sum -10s unaligned of down
                        every: 1s
                        warn: $this > 3
                        """);
        sheet.write(0, 5);
        var unused = health.evaluate(sheet.store(), sheet.nowS(), sheet.nowS() * 1_000);
        assertThat(health.raised()).hasSize(1);

        sheet.leave();
        List<Alert> changed =
                health.evaluate(sheet.store(), sheet.nowS() + 1, (sheet.nowS() + 1) * 1_000);
        assertThat(changed).extracting(Alert::status).containsExactly(Status.REMOVED);
        assertThat(health.alerts()).isEmpty();
        Transition removed = health.transitions(0, "").getFirst();
        assertThat(removed.from()).isEqualTo(Status.WARNING);
        assertThat(removed.to()).isEqualTo(Status.REMOVED);
        assertThat(removed.value()).isNaN();
        assertThat(removed.updatesId()).isEqualTo(1);
        assertThat(health.evaluate(sheet.store(), sheet.nowS() + 2, 0)).isEmpty();

        sheet.writeAt(sheet.nowS() + 3, 0, 0);
        unused = health.evaluate(sheet.store(), sheet.nowS(), sheet.nowS() * 1_000);
        Alert back = health.alerts().getFirst();
        assertThat(back.status()).as("the five are not forgotten").isEqualTo(Status.WARNING);
        assertThat(back.number()).isEqualTo(2);
    }
}
