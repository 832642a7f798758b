// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.query.DataAnswer;
import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.DataQuery;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.series.Archive;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Family;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent with its history on disk, stopped and started again. */
final class HistoryTest {
    private static final long T = TestAgent.START_S;
    private static final String REASONS = TestAgent.CHART;

    @TempDir private Path folder;

    private Metrics metrics = new Metrics();
    private ManualClock clock = new ManualClock(T * 1_000);
    private Agent agent;

    @BeforeEach
    void start() throws IOException {
        start(T);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void aQuestionReachesBackBeyondTheRestartAndBeyondMemory() throws IOException {
        for (int i = 0; i < 90; i++) {
            refuse3(2);
            seconds(60);
        }
        agent.close();
        start(T + 90 * 60 + 30);
        seconds(30);

        assertThat(notAuthorized(T + 1, T + 91 * 60, 0)).isEqualTo(180);
        assertThat(notAuthorized(T + 1, T + 60, 1)).isEqualTo(2);
        assertThat(notAuthorized(T + 5_400 - 3_599, T + 5_400, 1)).isEqualTo(120);
        DataAnswer seconds = ask(T + 1, T + 90 * 60, 0, Group.SUM);
        assertThat(seconds.rows()).isEqualTo(90 * 60);
        assertThat(seconds.head().firstEntryS()).isLessThanOrEqualTo(T + 1);
        int column = seconds.head().dimensionIds().indexOf("not_authorized");
        assertThat(seconds.value(seconds.rows() - 1, column)).isEqualTo(2);
    }

    @Test
    void coarseRowsAreWhatTheSecondsAddUpTo() {
        for (int i = 0; i < 100; i++) {
            refuse3(i);
            seconds(60);
        }

        DataAnswer sums = ask(T + 1, T + 6_000, 100, Group.SUM);
        DataAnswer greatest = ask(T + 1, T + 6_000, 100, Group.MAX);
        DataAnswer medians = ask(T + 1, T + 6_000, 100, Group.MEDIAN);
        int column = sums.head().dimensionIds().indexOf("not_authorized");
        for (int row = 0; row < 100; row++) {
            assertThat(sums.timeS(row)).isEqualTo(T + 6_000 - row * 60L);
            assertThat(sums.value(row, column)).isEqualTo(99 - row);
            assertThat(greatest.value(row, column)).isEqualTo(99 - row);
            assertThat(medians.value(row, column)).isZero();
        }
    }

    @Test
    void aRuleKnowsWhatHappenedJustBeforeTheRestart() throws IOException {
        refuse3(6);
        seconds(3);
        agent.close();
        start(T + 10);
        seconds(1);

        assertThat(refusals().value()).isEqualTo(6);
        assertThat(refusals().status().raised()).isTrue();
        seconds(60);
        assertThat(refusals().status().raised()).isFalse();
    }

    @Test
    void aChartThatIsNotToldOfAnyMoreCanStillBeAsked() throws IOException {
        refuse("5", "reason_code", "banned", 3);
        seconds(2);
        String id = "vernemq_local.node_broker@here_mqtt5_connack_sent_by_reason_code";
        assertThat(agent.chart(id)).isPresent();
        agent.close();
        start(T + 10);
        seconds(1);

        assertThat(agent.chart(id)).isEmpty();
        assertThat(
                        agent.data(
                                        new DataQuery(
                                                id,
                                                "banned",
                                                T + 1,
                                                T + 10,
                                                1,
                                                Group.SUM,
                                                DataOption.all("unaligned")))
                                .orElseThrow()
                                .value(0, 0))
                .isEqualTo(3);
    }

    private double notAuthorized(long after, long before, int points) {
        DataAnswer answer = ask(after, before, points, Group.SUM);
        int column = answer.head().dimensionIds().indexOf("not_authorized");
        double sum = 0;
        for (int row = 0; row < answer.rows(); row++) {
            double value = answer.value(row, column);
            sum += Double.isNaN(value) ? 0 : value;
        }
        return sum;
    }

    private DataAnswer ask(long after, long before, int points, Group group) {
        return agent.data(
                        new DataQuery(
                                REASONS,
                                "",
                                after,
                                before,
                                points,
                                group,
                                DataOption.all("unaligned")))
                .orElseThrow();
    }

    private void refuse(String version, String label, String code, int times) {
        Family family = Family.counter("mqtt_connack_sent", "CONNACKs.", "mqtt_version", label);
        metrics.shared().add(metrics.series(family, version, code), times);
    }

    private void refuse3(int times) {
        refuse("4", "return_code", "not_authorized", times);
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofSeconds(1));
            agent.tick();
        }
        // Older than memory: the disk has to answer, so it has taken all there was before.
        assertThat(ask(T - 90_000, T - 89_999, 1, Group.SUM).rows()).isPositive();
    }

    private Alert refusals() {
        return agent.alerts().stream()
                .filter(each -> each.name().equals(TestAgent.RULE))
                .findFirst()
                .orElseThrow();
    }

    private void start(long nowS) throws IOException {
        metrics = new Metrics();
        clock = new ManualClock(nowS * 1_000);
        Events events = new Events(clock);
        Config config = Config.of(Map.of());
        Archive archive = Archive.open(folder, config, metrics, events, nowS);
        agent = Agent.of(clock, metrics, events, config, "broker@here", archive);
    }
}
