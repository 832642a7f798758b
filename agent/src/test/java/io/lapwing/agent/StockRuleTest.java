// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Status;
import io.lapwing.agent.health.Transition;
import io.lapwing.base.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StockRuleTest {
    private final TestAgent it = new TestAgent();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void sixRefusalsRaiseTheWarningAtTheNextSecond() {
        it.seconds(100);
        it.refuse5("not_authorized", 6);
        assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);

        it.seconds(1);

        Alert alert = it.refusals();
        assertThat(alert.status()).isEqualTo(Status.WARNING);
        assertThat(alert.value()).isEqualTo(6);
        assertThat(alert.sinceMs()).isEqualTo(it.clock.epochMillis());
        assertThat(alert.valueText()).isEqualTo("6 refused");
        assertThat(alert.limit()).hasValue(5);
        assertThat(alert.clearLimit()).hasValue(0);
        assertThat(alert.id()).isEqualTo(TestAgent.CHART + '.' + TestAgent.RULE);
        assertThat(alert.windowBeforeS() - alert.windowAfterS()).isEqualTo(60);
        assertThat(alert.rule().source().file()).isEqualTo("broker.conf");
        assertThat(alert.info()).contains("broker@here").doesNotContain("$");
    }

    @Test
    void fiveRefusalsInAMinuteAreEverydayLife() {
        it.seconds(10);
        it.refuse5("not_authorized", 5);
        it.seconds(60);
        it.refuse5("not_authorized", 5);
        it.seconds(1);

        assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);
        assertThat(it.transitions()).hasSize(1);
    }

    @Test
    void threeOfEachVersionMakeSixOnOneDimension() {
        it.seconds(10);
        it.refuse3("bad_username_or_password", 3);
        it.refuse5("bad_username_or_password", 3);
        it.seconds(1);

        assertThat(it.refusals().status()).isEqualTo(Status.WARNING);
        assertThat(it.agent.latest(TestAgent.CHART, "bad_username_or_password")).isEqualTo(6);
        String beside = "vernemq_local.node_broker@here_mqtt";
        assertThat(
                        it.agent.latest(
                                beside + "4_connack_sent_by_return_code",
                                "bad_username_or_password"))
                .isEqualTo(3);
        assertThat(
                        it.agent.latest(
                                beside + "5_connack_sent_by_reason_code",
                                "bad_username_or_password"))
                .isEqualTo(3);
    }

    @Test
    void acceptedConnectionsDoNotCount() {
        it.seconds(10);
        it.refuse3("success", 4_000);
        it.refuse5("success", 4_000);
        it.seconds(1);

        assertThat(it.refusals().value()).isZero();
        assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);
        assertThat(it.agent.latest("mqtt_connack_sent_reason", "success")).isEqualTo(8_000);
    }

    @Test
    void staysRaisedUntilAMinuteHasPassedWithoutOne() {
        it.seconds(100);
        it.refuse5("banned", 6);
        it.seconds(30);
        it.refuse3("not_authorized", 1);
        it.seconds(1);
        long lastRefusalS = it.nowS();

        it.seconds(59);
        assertThat(it.refusals().status()).isEqualTo(Status.WARNING);
        assertThat(it.refusals().value()).isEqualTo(1);

        it.seconds(1);
        assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);
        assertThat(it.nowS() - lastRefusalS).isEqualTo(60);
    }

    @Test
    void aBurstFiveSecondsAfterTheStartCountsAtOnce() {
        it.seconds(5);
        it.refuse3("server_unavailable", 6);
        it.seconds(1);

        assertThat(it.refusals().status()).isEqualTo(Status.WARNING);
    }

    @Test
    void whatWasRefusedBeforeTheFirstSampleCounts() {
        it.refuse3("not_authorized", 6);
        it.agent.tick();

        assertThat(it.refusals().status()).isEqualTo(Status.WARNING);
    }

    @Test
    void aReasonNeverSeenBeforeCounts() {
        it.seconds(5);
        it.refuse5("a_new_reason", 6);
        it.seconds(1);

        assertThat(it.refusals().status()).isEqualTo(Status.WARNING);
    }

    @Test
    void eachChangeIsLoggedWithTimesValuesAndDurations() {
        it.seconds(100);
        it.refuse5("banned", 6);
        it.seconds(1);
        long raisedMs = it.clock.epochMillis();
        it.seconds(60);

        List<Transition> log = it.transitions();
        assertThat(log)
                .extracting(Transition::to)
                .containsExactly(Status.CLEAR, Status.WARNING, Status.CLEAR);
        Transition raise = log.get(1);
        assertThat(raise.from()).isEqualTo(Status.CLEAR);
        assertThat(raise.atMs()).isEqualTo(raisedMs);
        assertThat(raise.oldValue()).isZero();
        assertThat(raise.value()).isEqualTo(6);
        assertThat(raise.lastedS()).isEqualTo(100);
        assertThat(raise.updatedById()).isEqualTo(log.get(0).id());
        Transition clear = log.get(0);
        assertThat(clear.lastedS()).isEqualTo(60);
        assertThat(clear.nonClearS()).isEqualTo(60);
        assertThat(clear.updatesId()).isEqualTo(raise.id());
        assertThat(it.agent.transitions(raise.id(), TestAgent.CHART)).containsExactly(clear);
        assertThat(it.agent.transitions(0, "vernemq_local.other")).isEmpty();
    }

    @Test
    void theRaiseIsAKeyEventAndTheClearIsAnEvent() {
        it.seconds(100);
        it.refuse5("banned", 6);
        it.seconds(61);

        assertThat(it.events.newest(9))
                .extracting(Event::text, Event::key)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "✓ CLEAR refused connections after 1 min 0 s", false),
                        org.assertj.core.groups.Tuple.tuple(
                                "▲ WARNING refused connections: 6 in a minute", true));
    }

    @Test
    void theValueOfEachSecondIsKept() {
        it.seconds(2);
        it.refuse5("banned", 3);
        it.seconds(1);
        long thirdS = it.nowS();
        it.refuse5("banned", 4);
        it.seconds(1);

        var values = it.agent.alertValues(it.refusals().id(), thirdS - 1, thirdS + 2);
        assertThat(values.fromS()).isEqualTo(thirdS - 1);
        assertThat(values.size()).isEqualTo(4);
        assertThat(values.at(0)).isZero();
        assertThat(values.at(1)).isEqualTo(3);
        assertThat(values.at(2)).isEqualTo(7);
        assertThat(values.at(3)).isNaN();
    }

    @Test
    void listenersHearOfEachSecondAndMayAskInIt() {
        List<Tick> ticks = new ArrayList<>();
        List<Double> asked = new ArrayList<>();
        try (var listening =
                it.agent.onTick(tick -> {
                    ticks.add(tick);
                    asked.add(it.agent.latest(TestAgent.CHART, "banned"));
                })) {
            it.seconds(1);
            it.refuse5("banned", 6);
            it.seconds(2);
        }
        it.seconds(1);

        assertThat(ticks).hasSize(3);
        assertThat(asked).containsExactly(0.0, 6.0, 0.0);
        assertThat(ticks.get(1).timeS()).isEqualTo(TestAgent.START_S + 2);
        assertThat(ticks.get(1).changed())
                .extracting(Alert::status)
                .containsExactly(Status.WARNING);
        assertThat(ticks.get(2).changed()).isEmpty();
        assertThat(ticks.get(2).raised()).extracting(Alert::name).containsExactly(TestAgent.RULE);
    }
}
