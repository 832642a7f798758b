// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Replay;
import io.lapwing.agent.health.RuleSet;
import io.lapwing.agent.health.Status;
import io.lapwing.agent.health.Transition;
import io.lapwing.agent.series.Archive;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Family;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that look back for hours and days, and replays of as much, on the history on disk. */
final class LongWindowsTest {
    private static final long T = TestAgent.START_S;
    private static final int DAY_S = 86_400;
    private static final Family CONNACKS =
            Family.counter("mqtt_connack_sent", "CONNACKs.", "mqtt_version", "return_code");

    @TempDir private Path folder;
    @TempDir private Path rules;

    private final ManualClock clock = new ManualClock(T * 1_000);
    private final Random random = new Random(11);
    private final List<long[]> refused = new ArrayList<>();
    private Metrics metrics = new Metrics();
    private Archive archive;
    private Agent agent;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(
                rules.resolve("long.conf"),
                """
                template: day
                      on: vernemq.mqtt_connack_sent_reason
                  lookup: sum -1d unaligned of !success,*
                   every: 1s
                    warn: $this < 100

                template: yesterday
                      on: vernemq.mqtt_connack_sent_reason
                  lookup: sum -1h at -1d unaligned of !success,*
                   every: 1s

                template: aligned
                      on: vernemq.mqtt_connack_sent_reason
                  lookup: max -2h of not_authorized
                   every: 1s

                template: week
                      on: vernemq.mqtt_connack_sent_reason
                  lookup: sum -7d unaligned of not_authorized
                   every: 1s

                template: middle
                      on: vernemq.mqtt_connack_sent_reason
                  lookup: median -6h unaligned of not_authorized
                   every: 1m

                template: burst
                      on: vernemq.mqtt_connack_sent_reason
                  lookup: sum -90m unaligned of !success,*
                   every: 1s
                    warn: $this > 60
                    crit: $this > 100
                """);
        open();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void aWindowOfADayIsRightAlsoAfterARestart() throws IOException {
        for (int minute = 0; minute < 26 * 60; minute++) {
            refuse(minute % 7);
            tick(60);
        }
        check();
        agent.close();
        clock.advance(Duration.ofMinutes(10));
        open();
        tick(1);
        assertThat(alert("day").status()).isNotEqualTo(Status.WARNING);
        await().until(() -> {
            tick(1);
            return !Double.isNaN(alert("day").value());
        });
        check();
        for (int i = 0; i < 200; i++) {
            refuse(i % 3);
            tick(1);
        }
        check();
        tick(40 * 60); // asleep
        check();
    }

    @Test
    void aReplayOfADayIsWhatTheRulesDid() throws IOException {
        for (int i = 0; i < 26 * 60; i++) {
            refuse(i > 120 && random.nextInt(20) == 0 ? random.nextInt(30) : 0);
            tick(60);
        }
        List<Transition> did = new ArrayList<>(transitions("burst"));
        agent.close();
        clock.advance(Duration.ofMinutes(3));
        open();
        tick(1);

        Replay.Report report = agent.replay(RuleSet.of("none", ""), "burst", 26 * 3_600);

        assertThat(report.whole()).isTrue();
        assertThat(report.seconds()).isEqualTo(26 * 60 - 2);
        assertThat(report.toS()).isEqualTo(agent.lastTickS());
        assertThat(report.raises()).isGreaterThan(3);
        // The first one is only where it begins.
        assertThat(report.transitions().stream().map(LongWindowsTest::told).skip(1))
                .startsWith(told(did.reversed().subList(1, did.size())));
        assertThat(transitions("burst")).as("what is in force is not touched").hasSizeLessThan(2);
    }

    @Test
    void aReplayThatLooksBackADayKnowsWhatCameBeforeItBegan() {
        for (int minute = 0; minute < 50 * 60; minute += 2) {
            refuse(minute < 24 * 60 ? 2 : 0);
            tick(120);
        }
        RuleSet thought =
                RuleSet.of(
                        "mine",
                        """
                        template: much
                        on: vernemq.mqtt_connack_sent_reason
                        lookup: sum -1d unaligned of !success,*
                        every: 1s
                        warn: $this > 720
                        """);

        Replay.Report report = agent.replay(thought, "much", DAY_S + 7_200);

        assertThat(report.transitions())
                .extracting(Transition::to)
                .containsExactly(Status.WARNING, Status.CLEAR);
        Transition cleared = report.transitions().getLast();
        assertThat(cleared.value()).isEqualTo(720);
        assertThat(cleared.atMs() / 1_000)
                .isBetween(T + DAY_S * 3 / 2 - 120, T + DAY_S * 3 / 2 + 120);
    }

    private static String[] told(List<Transition> transitions) {
        return transitions.stream().map(LongWindowsTest::told).toArray(String[]::new);
    }

    private static String told(Transition transition) {
        return transition.atMs() + " " + transition.to() + " " + transition.value();
    }

    /** Compares the values of all rules with what was refused. */
    private void check() {
        long now = clock.epochMillis() / 1_000;
        assertThat(alert("day").value()).isEqualTo(sum(floor(now - DAY_S, 60), now));
        long yesterday = floor(now - DAY_S, 60);
        assertThat(alert("yesterday").value())
                .isEqualTo(sum(floor(now - DAY_S - 3_600, 60), yesterday));
        assertThat(alert("week").value()).isEqualTo(sum(floor(now - 7L * DAY_S, 3_600), now));
        assertThat(alert("burst").value()).isEqualTo(sum(floor(now - 5_400, 60), now));
        long even = floor(now, 7_200);
        assertThat(alert("aligned").value())
                .isEqualTo(
                        refused.stream()
                                .filter(each -> each[0] > even - 7_200 && each[0] <= even)
                                .mapToLong(each -> each[1])
                                .max()
                                .orElse(-1));
        assertThat(alert("middle").value()).isBetween(0.0, 6.0);
    }

    private double sum(long afterS, long beforeS) {
        return refused.stream()
                .filter(each -> each[0] > afterS && each[0] <= beforeS)
                .mapToLong(each -> each[1])
                .sum();
    }

    private static long floor(long second, long everyS) {
        return second - Math.floorMod(second, everyS);
    }

    private void open() throws IOException {
        metrics = new Metrics();
        Events events = new Events(clock);
        Config config =
                Config.of(
                        Map.of("health.rules_dir", rules.toString(), "health.stock_rules", "none"));
        archive = Archive.open(folder, config, metrics, events, clock.epochMillis() / 1_000);
        agent = Agent.of(clock, metrics, events, config, "broker@here", archive);
    }

    private void refuse(int times) {
        metrics.shared().add(metrics.series(CONNACKS, "4", "not_authorized"), times);
        refused.add(new long[] {0, times});
    }

    /** Samples again after so many seconds: what was refused belongs to that one. */
    private void tick(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        long now = clock.epochMillis() / 1_000;
        for (int i = refused.size() - 1; i >= 0 && refused.get(i)[0] == 0; i--) {
            refused.get(i)[0] = now;
        }
        agent.tick();
        if (now / 60 % 16 == 0) {
            assertThat(archive.find("none")).isEmpty(); // a test is quicker than any disk
        }
    }

    private Alert alert(String name) {
        return agent.alerts().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<Transition> transitions(String name) {
        return agent.transitions(0, "").stream().filter(each -> each.name().equals(name)).toList();
    }
}
