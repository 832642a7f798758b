// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A real Prometheus reads what the program shows, and takes what it writes. */
class PrometheusTest {
    private static final String ALERT = "vernemq_mqtt_connack_sent_reason_unsuccessful";

    @Test
    void aRealPrometheusScrapesAndIsWrittenTo() throws IOException {
        int port = RunningLapwing.freePort();
        try (RunningLapwing lapwing = start(port);
                PrometheusServer prometheus = PrometheusServer.start(port, lapwing.httpPort())) {
            for (int i = 0; i < 6; i++) {
                refused(lapwing);
            }
            String refused = "vernemq_mqtt_connack_sent{return_code=\"bad_username_or_password\"";
            soon().until(() -> prometheus.number(refused + ",job=\"scraped\"}") == 6);
            soon().until(() -> prometheus.number(refused + ",job=\"written\"}") == 6);

            for (String job : new String[] {"scraped", "written"}) {
                String firing =
                        "ALERTS{alertname=\"%s\",alertstate=\"firing\",job=\"%s\"}"
                                .formatted(ALERT, job);
                soon().until(() -> prometheus.number(firing) == 1);
                String status =
                        "vernemq_alert_status{alert=\"%s\",status=\"warning\",job=\"%s\"}"
                                .formatted(ALERT, job);
                soon().until(() -> prometheus.number(status) == 1);
            }
            JsonNode target = prometheus.get("/api/v1/targets").get("data").get("activeTargets");
            assertThat(target.get(0).get("lastError").asString()).isEmpty();
            assertThat(target.get(0).get("health").asString()).isEqualTo("up");
            assertThat(names(prometheus, "scraped"))
                    .hasSizeGreaterThan(100)
                    .containsAll(names(prometheus, "written"));

            JsonNode told = lapwing.json("/api/exports").get("destinations").get(0);
            assertThat(told.get("to").asString()).isEqualTo("http://127.0.0.1:" + port);
            assertThat(told.get("failing").asBoolean()).as(told.toString()).isFalse();
            assertThat(told.get("dropped").asLong()).isZero();
            assertThat(told.get("sent").asLong()).isPositive();

            assertThat(lapwing.stop()).isZero();
            assertThat(prometheus.ask("{job=\"written\"}").size()).isZero();
        }
    }

    @Test
    void whatADestinationLacksIsToldBeforeAnythingStarts() {
        RunningLapwing.Ended ended =
                RunningLapwing.run(
                        RunningLapwing.temporaryFolder(),
                        "",
                        "start",
                        "--set",
                        "export.a=otlp",
                        "--set",
                        "export.b=graphite",
                        "--set",
                        "export.b.url=http://carbon:2003",
                        "--set",
                        "export.c.every=5");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains("otlp needs export.a.url")
                .contains("graphite is sent to a url that begins with tcp, tls")
                .contains("there is no destination export.c");
    }

    private static Set<String> names(PrometheusServer prometheus, String job) {
        Set<String> names = new TreeSet<>();
        for (JsonNode each : prometheus.ask("count by (__name__) ({job=\"" + job + "\"})")) {
            String name = each.get("metric").get("__name__").asString();
            if (name.startsWith("vernemq_")) { // the others are Prometheus' own, but ALERTS
                names.add(name);
            }
        }
        return names;
    }

    private static RunningLapwing start(int prometheusPort) throws IOException {
        Path folder = RunningLapwing.temporaryFolder();
        try (InputStream users =
                PrometheusTest.class.getResourceAsStream("/testdata/mosquitto_passwd.txt")) {
            Files.copy(users, folder.resolve("lapwing.passwd"));
        }
        return RunningLapwing.startIn(
                folder,
                "vmq_passwd.password_file=lapwing.passwd",
                "log.console=file",
                "nodename=here",
                "export.prom=remote_write",
                "export.prom.every=1",
                "export.prom.labels=job=written",
                "export.prom.url=http://127.0.0.1:" + prometheusPort + "/api/v1/write");
    }

    private static void refused(RunningLapwing lapwing) {
        try (RawClient client = new RawClient(lapwing.mqttPort())) {
            byte[] connect = HandWritten.connect311("pump", "pump-7", "not it");
            assertThat(client.send(connect).readToEnd()).isEqualTo("20020004");
        }
    }
}
