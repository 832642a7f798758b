// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Status;
import io.lapwing.agent.series.Line;
import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.base.Subscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TimeTest {
    @TempDir Path rules;

    @Test
    void aTargetThatDoesNotAnswerTurnsItsAlertsDownAndBack() {
        TestAgent.Told target = new TestAgent.Told();
        target.connacks("banned", 100);
        try (TestAgent it = new TestAgent(target, rules)) {
            it.seconds(10);
            target.connacks("banned", 106);
            it.seconds(1);
            assertThat(it.refusals().status()).isEqualTo(Status.WARNING);

            target.answers = false;
            it.seconds(3);
            assertThat(it.refusals().status()).isEqualTo(Status.WARNING);
            it.seconds(1);
            assertThat(it.refusals().status()).isEqualTo(Status.DOWN);
            assertThat(it.refusals().value()).isNaN();
            assertThat(it.events.newest(1).getFirst().text()).contains("DOWN", "not answer");

            target.answers = true;
            it.seconds(1);
            Alert back = it.refusals();
            // One refusal is enough to stay raised, and the six are still in the window.
            assertThat(back.status()).isEqualTo(Status.WARNING);
            assertThat(back.value()).isEqualTo(6);
            it.seconds(60);
            assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);
        }
    }

    @Test
    void aTargetThatNeverAnsweredIsDown() {
        TestAgent.Told target = new TestAgent.Told();
        target.answers = false;
        try (TestAgent it = new TestAgent(target, rules)) {
            it.seconds(3);
            assertThat(it.refusals().status()).isEqualTo(Status.UNINITIALIZED);
            it.seconds(1);
            assertThat(it.refusals().status()).isEqualTo(Status.DOWN);
        }
    }

    @Test
    void aChartThatEndsWhileItsTargetAnswersIsStale() throws Exception {
        Files.writeString(
                rules.resolve("mine.conf"),
                "template: q\non: vernemq.node_queue_processes\ncalc: $queue_processes\n"
                        + "every: 1s\nwarn: $this > 5\n"
                        + "template: quiet\non: vernemq.node_queue_processes\n"
                        + "calc: $now - $last_collected_t\nevery: 1s\nwarn: $this > 5\n");
        TestAgent.Told target = new TestAgent.Told();
        target.gauge("queue_processes", 9);
        try (TestAgent it = new TestAgent(target, rules)) {
            it.seconds(2);
            target.forget("queue_processes");
            it.seconds(4);
            assertThat(it.alert("q").status()).isEqualTo(Status.STALE);
            assertThat(it.events.newest(1).getFirst().text()).contains("STALE", "no samples");
            // A rule about the silence itself goes on.
            assertThat(it.alert("quiet").status()).isEqualTo(Status.CLEAR);
            it.seconds(2);
            assertThat(it.alert("quiet").status()).isEqualTo(Status.WARNING);
            assertThat(it.alert("quiet").value()).isEqualTo(6);

            target.gauge("queue_processes", 9);
            it.seconds(1);
            assertThat(it.alert("q").status()).isEqualTo(Status.WARNING);
            assertThat(it.alert("quiet").status()).isEqualTo(Status.CLEAR);
        }
    }

    @Test
    void whatOthersCountedWhileThisMachineSleptIsNoAlert() {
        TestAgent.Told target = new TestAgent.Told();
        target.connacks("banned", 10);
        try (TestAgent it = new TestAgent(target, rules)) {
            it.seconds(10);
            it.clock.jump(Duration.ofHours(8));
            target.connacks("banned", 5_000);
            it.seconds(1);
            assertThat(it.refusals().status()).isNotEqualTo(Status.WARNING);

            target.connacks("banned", 5_002);
            it.seconds(1);
            assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);
            assertThat(it.refusals().value()).isEqualTo(2);
        }
    }

    @Test
    void afterASleepATargetHasAMomentToAnswer() {
        TestAgent.Told target = new TestAgent.Told();
        target.connacks("banned", 10);
        try (TestAgent it = new TestAgent(target, rules)) {
            it.seconds(10);
            it.clock.jump(Duration.ofHours(8));
            target.answers = false;
            it.seconds(3);
            assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);
            target.answers = true;
            it.seconds(2);
            assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);

            target.answers = false;
            it.seconds(4);
            assertThat(it.refusals().status()).isEqualTo(Status.DOWN);
        }
    }

    @Test
    void aClockThatIsSetForwardLosesNothingOfOurOwn() {
        try (TestAgent it = new TestAgent()) {
            it.seconds(10);
            it.refuse5("banned", 6);
            it.clock.jump(Duration.ofHours(1));
            it.seconds(1);
            assertThat(it.refusals().status()).isEqualTo(Status.WARNING);
            it.seconds(60);
            assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);

            it.clock.jump(Duration.ofHours(-1));
            it.seconds(2);
            assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);
        }
    }

    @Test
    void staleDoesNotRaiseWhatWasClear() {
        TestAgent.Told target = new TestAgent.Told();
        target.connacks("banned", 0);
        try (TestAgent it = new TestAgent(target, rules)) {
            it.seconds(10);
            target.answers = false;
            it.seconds(20);
            target.connacks("banned", 3);
            target.answers = true;
            it.seconds(1);

            assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);
            assertThat(it.refusals().value()).isEqualTo(3);
        }
    }

    @Test
    void whatATargetCountedBeforeItWasWatchedDoesNotCount() {
        TestAgent.Told target = new TestAgent.Told();
        target.connacks("banned", 1_000_000);
        try (TestAgent it = new TestAgent(target, rules)) {
            it.seconds(2);

            assertThat(it.refusals().value()).isZero();
        }
    }

    @Test
    void aCounterThatBeganAgainCountsFromZero() {
        TestAgent.Told target = new TestAgent.Told();
        target.connacks("banned", 500);
        try (TestAgent it = new TestAgent(target, rules)) {
            it.seconds(2);
            target.connacks("banned", 4);
            it.seconds(1);

            assertThat(it.agent.latest(TestAgent.CHART, "banned")).isEqualTo(4);
            assertThat(it.refusals().value()).isEqualTo(4);
        }
    }

    @Test
    void missedSecondsAreAGapAndTheirEventsBelongToTheSecondThatReadThem() {
        try (TestAgent it = new TestAgent()) {
            it.seconds(5);
            it.refuse5("banned", 2);
            it.skip(3);
            it.clock.advance(Duration.ofMillis(250));
            it.agent.tick();

            long now = it.nowS();
            assertThat(it.agent.latest(TestAgent.CHART, "banned")).isEqualTo(2);
            assertThat(it.agent.latest("agent_tick_lateness", "late")).isEqualTo(2_250);
            Line values = it.agent.alertValues(it.refusals().id(), now - 3, now);
            assertThat(values.at(0)).isZero();
            assertThat(values.at(1)).isNaN();
            assertThat(values.at(2)).isNaN();
            assertThat(values.at(3)).isEqualTo(2);
            assertThat(it.metrics.value(it.metrics.series(AgentMetrics.SECONDS_MISSED)))
                    .isEqualTo(2);
        }
    }

    @Test
    void aSecondIsSampledOnce() {
        try (TestAgent it = new TestAgent()) {
            it.seconds(1);
            it.refuse5("banned", 1);
            it.agent.tick();
            it.agent.tick();
            assertThat(it.agent.latest(TestAgent.CHART, "banned")).isZero();

            it.seconds(1);
            assertThat(it.agent.latest(TestAgent.CHART, "banned")).isEqualTo(1);
            assertThat(it.metrics.value(it.metrics.series(AgentMetrics.TICKS_DROPPED)))
                    .isEqualTo(2);
        }
    }

    @Test
    void aClockSetBackIsFollowedWithoutAFalseAlert() {
        try (TestAgent it = new TestAgent()) {
            it.seconds(30);
            it.refuse5("banned", 5);
            it.seconds(30);
            it.clock.advance(Duration.ofSeconds(-45));
            it.agent.tick();
            it.refuse5("banned", 1);
            it.seconds(2);

            assertThat(it.agent.lastTickS()).isEqualTo(TestAgent.START_S + 17);
            assertThat(it.agent.chart(TestAgent.CHART).orElseThrow().lastEntryS())
                    .isEqualTo(TestAgent.START_S + 17);
            // The five lie in the time that is to come again; they are void.
            assertThat(it.refusals().value()).isEqualTo(1);
            assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);
        }
    }

    @Test
    void aMachineThatSleptAnHourKeepsWhatItKnew() {
        try (TestAgent it = new TestAgent()) {
            it.seconds(10);
            it.refuse5("banned", 1);
            it.seconds(1);
            it.skip(3_600);
            it.agent.tick();

            assertThat(it.refusals().status()).isEqualTo(Status.CLEAR);
            assertThat(it.transitions()).hasSize(1);
            assertThat(it.agent.chart(TestAgent.CHART).orElseThrow().firstEntryS())
                    .isEqualTo(TestAgent.START_S + 1);
        }
    }

    @Test
    void onceStartedItSamplesOnTheSecond() {
        List<Long> lateMs = new CopyOnWriteArrayList<>();
        Metrics metrics = new Metrics();
        Clock clock = Clock.system();
        try (Agent agent =
                Agent.of(clock, metrics, new Events(clock), Config.of(Map.of()), "here")) {
            try (Subscription listening = agent.onTick(tick -> lateMs.add(tick.lateMs()))) {
                agent.start();
                await().atMost(Duration.ofSeconds(10)).until(() -> lateMs.size() >= 2);
            }
            assertThat(agent.lastTickS()).isCloseTo(clock.epochMillis() / 1_000, within(5L));
        }
        assertThat(lateMs).allMatch(late -> late >= 0);
    }

    @Test
    void hysteresisHoldsBetweenItsTwoLimits() throws Exception {
        Files.writeString(
                rules.resolve("mine.conf"),
                """
                template: queues
                on: vernemq.node_queue_processes
                calc: $queue_processes
                every: 1s
                warn: $this > (($status >= $WARNING) ? (75) : (85))
                crit: $this > (($status == $CRITICAL) ? (85) : (95))
                delay: up 10s down 20s multiplier 2 max 30s
                """);
        TestAgent.Told target = new TestAgent.Told();
        try (TestAgent it = new TestAgent(target, rules)) {
            double[] values = {80, 86, 80, 96, 90, 85, 76, 75};
            Status[] expected = {
                Status.CLEAR, Status.WARNING, Status.WARNING, Status.CRITICAL,
                Status.CRITICAL, Status.WARNING, Status.WARNING, Status.CLEAR
            };
            long[] notifyAfter = {0, 10, 10, 20, 20, 30, 30, 30};
            for (int i = 0; i < values.length; i++) {
                target.gauge("queue_processes", values[i]);
                it.seconds(1);
                assertThat(it.alert("queues").status())
                        .as("at %s", values[i])
                        .isEqualTo(expected[i]);
                assertThat(it.alert("queues").delayS())
                        .as("at %s", values[i])
                        .isEqualTo((int) notifyAfter[i]);
            }
            assertThat(it.agent.transitions(0, "").getFirst().notifyAtS())
                    .isEqualTo(it.nowS() + 30);
        }
    }
}
