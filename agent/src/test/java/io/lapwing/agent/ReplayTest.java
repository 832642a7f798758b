// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Culprits;
import io.lapwing.agent.health.Replay;
import io.lapwing.agent.health.RuleSet;
import io.lapwing.agent.health.Status;
import io.lapwing.agent.health.Transition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReplayTest {
    private static final long DAY_S = 86_400;

    private final TestAgent it = new TestAgent();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void aRuleInForceWouldHaveDoneWhatItDid() {
        it.seconds(100);
        it.refuse5("banned", 6);
        it.seconds(300);
        it.refuse5("banned", 7);
        it.seconds(10);

        Replay.Report report = it.agent.replay(RuleSet.of("none", ""), TestAgent.RULE, DAY_S);

        assertThat(report.seconds()).isEqualTo(410);
        assertThat(report.fromS()).isEqualTo(TestAgent.START_S + 1);
        assertThat(report.raises()).isEqualTo(2);
        List<Transition> did = it.transitions().reversed();
        assertThat(report.transitions())
                .extracting(Transition::to)
                .containsExactlyElementsOf(did.stream().map(Transition::to).toList());
        assertThat(report.transitions())
                .extracting(Transition::value)
                .containsExactlyElementsOf(did.stream().map(Transition::value).toList());
        assertThat(report.transitions())
                .extracting(each -> each.atMs() / 1_000)
                .containsExactlyElementsOf(did.stream().map(each -> each.atMs() / 1_000).toList());
        assertThat(report.alerts()).extracting(Alert::status).containsExactly(Status.WARNING);
        assertThat(it.transitions()).as("what is in force is not touched").hasSize(4);
    }

    @Test
    void aRuleThatIsOnlyThoughtOfTakesThePlaceOfItsNamesake() {
        it.seconds(20);
        it.refuse5("banned", 3);
        it.seconds(20);
        RuleSet thought =
                RuleSet.of(
                        "mine",
                        """
                        template: %s
                        on: vernemq.mqtt_connack_sent_reason
                        lookup: sum -10s unaligned of !success,*
                        every: 1s
                        warn: $this > 2
                        """
                                .formatted(TestAgent.RULE));

        Replay.Report report = it.agent.replay(thought, TestAgent.RULE, DAY_S);

        assertThat(report.transitions())
                .extracting(Transition::to)
                .containsExactly(Status.CLEAR, Status.WARNING, Status.CLEAR);
        assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);
        assertThat(it.agent.replay(thought, TestAgent.RULE, 5).seconds()).isEqualTo(5);
    }

    @Test
    void rulesWhoseValuesItUsesGoWithIt() {
        it.seconds(30);

        Replay.Report report =
                it.agent.replay(RuleSet.of("none", ""), "refusals_of_one_cause", DAY_S);

        assertThat(report.alerts())
                .extracting(Alert::name)
                .containsExactly("refusals_of_one_cause");
        assertThat(report.raises()).isZero();
    }

    @Test
    void whatNoRuleIsCalledIsSaid() {
        assertThatThrownBy(() -> it.agent.replay(RuleSet.of("none", ""), "no_such", DAY_S))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no_such");
    }

    @Test
    void whoIsBehindAnAlertIsAskedWhenItIsRaised() {
        Culprits known =
                new Culprits(
                        6,
                        List.of(new Culprits.Share("wrong_password", 6)),
                        List.of(new Culprits.Share("pump-7", 6)),
                        List.of());
        it.agent.hear((target, context, counted, fromMs, toMs) -> {
            assertThat(counted.test("banned")).isTrue();
            assertThat(counted.test("success")).isFalse();
            assertThat(toMs - fromMs).isEqualTo(60_000);
            return context.equals("vernemq.mqtt_connack_sent_reason") ? known : Culprits.NONE;
        });
        it.seconds(100);
        it.refuse5("banned", 6);
        it.seconds(61);

        List<Transition> did = it.transitions();
        assertThat(did.get(1).culprits()).isEqualTo(known);
        assertThat(did.get(0).culprits()).isEqualTo(Culprits.NONE);
        long nowMs = it.clock.epochMillis();
        assertThat(it.agent.culprits(it.refusals(), nowMs - 60_000, nowMs)).isEqualTo(known);
    }

    @Test
    void aWitnessThatFailsCostsItsTestimonyOnly() {
        it.agent.hear((target, context, counted, fromMs, toMs) -> {
            throw new IllegalStateException("asleep");
        });
        it.seconds(10);
        it.refuse5("banned", 6);
        it.seconds(1);

        assertThat(it.refusals().status()).isEqualTo(Status.WARNING);
        assertThat(it.transitions().getFirst().culprits()).isEqualTo(Culprits.NONE);
    }
}
