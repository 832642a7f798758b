// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.ChartType;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.series.ChartInfo;
import io.lapwing.base.Family;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ChartsTest {
    private static final Family REFUSALS =
            Family.counter("refusals", "Refusals.", "cause", "listener", "mqtt_version");
    private static final Family LATENCY =
            Family.histogram(
                    "mqtt_connack_latency_microseconds",
                    "CONNECT to CONNACK.",
                    List.of(1_000L, 2_000L, 4_000L));
    private static final Family OPENED = Family.counter("socket_open", "Opened.");
    private static final Family CLOSED = Family.counter("socket_close", "Closed.");
    private static final Family PUBLISHED =
            Family.counter("mqtt_publish_received", "PUBLISH.", "mqtt_version");
    private static final Family PINGED =
            Family.counter("mqtt_pingreq_received", "PINGREQ.", "mqtt_version");

    private final TestAgent it = new TestAgent();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void refusalsAreAddedUpByCause() {
        it.seconds(1);
        it.add(REFUSALS, 2, "wrong_password", "tcp.default", "5");
        it.add(REFUSALS, 3, "wrong_password", "tcp.inside", "4");
        it.add(REFUSALS, 7, "not_mqtt", "tcp.inside", "");
        it.seconds(1);

        assertThat(it.agent.latest("lapwing_local.refusals", "wrong_password")).isEqualTo(5);
        assertThat(it.agent.latest("lapwing_local.refusals", "not_mqtt")).isEqualTo(7);
        it.seconds(1);
        assertThat(it.agent.latest("lapwing_local.refusals", "not_mqtt")).isZero();
    }

    @Test
    void theChartOfReasonsIsThereBeforeAnyIsCounted() {
        it.seconds(1);

        Chart chart = it.agent.chart(TestAgent.CHART).orElseThrow().chart();
        assertThat(chart.context()).isEqualTo("vernemq.mqtt_connack_sent_reason");
        assertThat(chart.type()).isEqualTo(ChartType.STACKED);
        assertThat(chart.dimensions())
                .extracting(Dimension::id)
                .hasSize(22)
                .doesNotHaveDuplicates()
                .startsWith("success")
                .contains("bad_username_or_password", "client_identifier_not_valid", "banned");
        assertThat(it.agent.latest(TestAgent.CHART, "success")).isZero();
    }

    @Test
    void latencyIsReadFromTheBucketsOfTheSecond() {
        var series = it.metrics.series(LATENCY);
        it.seconds(1);
        assertThat(it.agent.latest("connack_latency", "p50")).isNaN();
        for (int i = 0; i < 98; i++) {
            it.metrics.shared().observe(series, 500);
        }
        it.metrics.shared().observe(series, 3_000);
        it.metrics.shared().observe(series, 3_000);
        it.seconds(1);

        assertThat(it.agent.latest("connack_latency", "p50"))
                .isCloseTo(50.0 / 98, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(it.agent.latest("connack_latency", "p99")).isEqualTo(3);
        it.seconds(1);
        assertThat(it.agent.latest("connack_latency", "p99")).isNaN();
    }

    @Test
    void openSocketsAreTheOpenedLessTheClosed() {
        it.add(OPENED, 10);
        it.add(CLOSED, 4);
        it.seconds(1);

        String chart = "vernemq_local.node_broker@here_";
        assertThat(it.agent.latest(chart + "sockets", "open")).isEqualTo(6);
        assertThat(it.agent.latest(chart + "socket_events", "open")).isEqualTo(10);
        assertThat(it.agent.latest(chart + "socket_events", "close")).isEqualTo(-4);
    }

    @Test
    void eachVersionHasItsChartOnceItIsCounted() {
        it.seconds(1);
        String v5 = "vernemq_local.node_broker@here_mqtt5_publish";
        assertThat(it.agent.chart(v5)).isEmpty();

        it.add(PUBLISHED, 9, "5");
        it.add(PINGED, 1, "4");
        it.seconds(1);

        ChartInfo info = it.agent.chart(v5).orElseThrow();
        assertThat(info.chart().labels()).containsEntry("mqtt_version", "5");
        assertThat(info.firstEntryS()).isEqualTo(TestAgent.START_S + 2);
        assertThat(it.agent.latest(v5, "received")).isEqualTo(9);
        assertThat(it.agent.chart("vernemq_local.node_broker@here_mqtt4_publish")).isEmpty();
        assertThat(it.agent.latest("node_broker@here_mqtt_ver_4_ping", "pingreq")).isEqualTo(1);
    }

    @Test
    void theProcessAndTheAgentAreCharted() {
        it.seconds(2);

        assertThat(it.agent.latest("lapwing_local.process_memory", "heap_used")).isPositive();
        assertThat(it.agent.latest("lapwing_local.process_cpu", "cpu")).isNotNegative();
        assertThat(it.agent.latest("lapwing_local.agent_tick_lateness", "late")).isZero();
    }

    @Test
    void chartsAreListedByPriority() {
        it.refuse5("success", 1);
        it.seconds(1);

        List<String> ids = it.agent.charts().stream().map(each -> each.chart().id()).toList();
        assertThat(ids).startsWith("lapwing_local.refusals", "lapwing_local.connack_latency");
        assertThat(ids).contains("vernemq_local.node_broker@here_mqtt5_connect");
        assertThat(it.agent.chart("nonsense")).isEmpty();
    }
}
