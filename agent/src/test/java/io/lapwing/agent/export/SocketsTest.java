// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SocketsTest {
    private static final String AT = " " + (TestExporter.START_S + 10);

    @Test
    void graphiteGetsChartsAsNetdataNamesThem() {
        try (LineServer server = LineServer.open();
                TestExporter here =
                        new TestExporter(
                                "export.g=graphite",
                                "export.g.url=" + server.url(),
                                "export.g.labels=site=north",
                                "export.g.only=lapwing_local.connections"
                                        + " vernemq_local.mqtt_connack_sent_reason")) {
            here.seconds(9);
            here.refuse(70);
            here.seconds(1);

            assertThat(server.lines(1))
                    .contains(
                            "netdata.here.vernemq_local.mqtt_connack_sent_reason.not_authorized"
                                    + ";site=north 7.0000000"
                                    + AT);
        }
    }

    @Test
    void graphiteGetsMetricsAsVernemqNamesThem() {
        try (LineServer server = LineServer.open();
                TestExporter here =
                        new TestExporter(
                                "graphite_enabled=on",
                                "graphite_port=" + server.port(),
                                "graphite_interval=10000",
                                "graphite_prefix=broker",
                                "graphite_api_key=k3y",
                                "graphite_include_labels=on")) {
            here.refuse(3);
            here.metrics
                    .shared()
                    .add(here.metrics.series(TestExporter.CONNACKS, "4", "server_unavailable"), 4);
            here.metrics.shared().observe(here.metrics.series(TestExporter.LATENCY, "a"), 50);
            here.seconds(10);

            assertThat(server.lines(9))
                    .contains(
                            "k3y.broker.mqtt.connack.sent 7" + AT,
                            "k3y.broker.mqtt.connack.sent.mqtt_version_4 7" + AT,
                            "k3y.broker.mqtt.connack.sent.return_code_not_authorized 3" + AT,
                            "k3y.broker.mqtt.connack.sent.return_code_server_unavailable 4" + AT,
                            "k3y.broker.clients 5" + AT,
                            "k3y.broker.latency.microseconds.bucket.100 1" + AT,
                            "k3y.broker.latency.microseconds.bucket.inf 1" + AT,
                            "k3y.broker.latency.microseconds.count 1" + AT);
            assertThat(here.exporter.destinations().toString()).doesNotContain("k3y");
        }
    }

    @Test
    void aConnectionThatIsLostIsMadeAgainAndNothingIsMissing() {
        try (LineServer server = LineServer.open();
                TestExporter here =
                        new TestExporter(
                                "export.g=graphite",
                                "export.g.url=" + server.url(),
                                "export.g.names=vernemq",
                                "export.g.only=clients")) {
            here.seconds(10);
            server.lines(1);
            server.hangUp();
            here.seconds(10);
            server.lines(2);
            server.stop();
            here.seconds(30);
            assertThat(here.view("g").queued()).isEqualTo(3);
            assertThat(here.view("g").lastError()).startsWith("127.0.0.1 cannot be reached: ");
            server.startAgain();
            here.seconds(40);

            assertThat(server.lines(9))
                    .containsExactly(
                            line(10), line(20), line(30), line(40), line(50), line(60), line(70),
                            line(80), line(90));
            assertThat(here.view("g").dropped()).isZero();
        }
    }

    @Test
    void jsonIsAnObjectALineWithTheKeysOfNetdata() {
        try (LineServer server = LineServer.open();
                TestExporter here =
                        new TestExporter(
                                "export.j=json",
                                "export.j.url=" + server.url(),
                                "export.j.only=vernemq_local.mqtt_connack_sent_reason")) {
            here.seconds(9);
            here.refuse(70);
            here.seconds(1);

            List<String> lines = server.lines(1);
            String keys =
                    """
                    {"prefix":"netdata","hostname":"here",\
                    "chart_id":"vernemq_local.mqtt_connack_sent_reason",\
                    "chart_name":"vernemq_local.mqtt_connack_sent_reason",\
                    "chart_family":"mqtt connect",\
                    "chart_context":"vernemq.mqtt_connack_sent_reason",\
                    "chart_type":"vernemq_local","units":"packets/s",\
                    "id":"not_authorized","name":"not_authorized",\
                    "value":7.0,"timestamp":%d}\
                    """
                            .formatted(TestExporter.START_S + 10);
            assertThat(lines).contains(keys);
        }
    }

    @Test
    void jsonOverHttpIsOneList() {
        try (Sink sink = new Sink();
                TestExporter here =
                        new TestExporter(
                                "export.j=json",
                                "export.j.url=" + sink.url(),
                                "export.j.only=lapwing_local.*")) {
            here.seconds(10);

            Sink.Post post = sink.post(1);
            assertThat(post.headers()).containsEntry("content-type", "application/json");
            JsonNode list = JsonMapper.shared().readTree(post.body());
            assertThat(list.isArray()).isTrue();
            assertThat(list.size()).isEqualTo((int) here.view("j").sent()).isPositive();
        }
    }

    @Test
    void aServerThatCannotProveItsNameGetsNothing(@TempDir Path folder) throws IOException {
        Certificate right = Certificate.make(folder, "localhost");
        Certificate wrong = Certificate.make(folder, "elsewhere.example");
        try (LineServer good = LineServer.open(right);
                LineServer other = LineServer.open(wrong);
                TestExporter here =
                        new TestExporter(
                                "export.unknown=graphite",
                                "export.unknown.url=" + good.url(),
                                "export.wrong=graphite",
                                "export.wrong.url=" + other.url(),
                                "export.wrong.ca_file=" + wrong.pem(),
                                "export.right=graphite",
                                "export.right.url=" + good.url(),
                                "export.right.ca_file=" + right.pem())) {
            here.seconds(10);

            assertThat(good.lines(1)).isNotEmpty();
            assertThat(here.view("right").failing()).isFalse();
            assertThat(here.view("unknown").failing()).isTrue();
            assertThat(here.view("wrong").failing()).isTrue();
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void aServerThatReadsNothingIsGivenUpAfterTheTimeout() {
        try (LineServer deaf = LineServer.deaf();
                TestExporter here =
                        new TestExporter(
                                "export.d=graphite",
                                "export.d.url=" + deaf.url(),
                                "export.d.every=1",
                                "export.d.labels=much=" + "x".repeat(4_000),
                                "export.d.timeout=1")) {
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        here.hurriedSeconds(1);
                        return here.view("d").failed() > 0;
                    });
        }
    }

    private static String line(int second) {
        return "clients 5 " + (TestExporter.START_S + second);
    }
}
