// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Alertmanager, Debian's, is told of an alert and of its end. */
class AlertmanagerTest {
    private static final String RULE =
            """
            template: refused
                  on: vernemq.mqtt_connack_sent_reason
              lookup: sum -5s unaligned of !success,*
               units: refused
               every: 1s
                warn: $this > 5
             summary: Refused connections
                info: In the last five seconds
                  to: sysadmin
            """;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void anAlertIsShownThereWithItsLabelsUntilItIsOver() throws IOException {
        int port = RunningLapwing.freePort();
        try (Tool alertmanager = alertmanager(port);
                RunningLapwing lapwing = start(port)) {
            assertThat(alertmanager.out()).doesNotContain("level=error");
            soon().until(() -> alerts(port) != null);
            for (int i = 0; i < 6; i++) {
                refused(lapwing);
            }

            JsonNode alert = soon().until(() -> first(port), found -> found != null);
            assertThat(alert.get("labels").get("alertname").asString()).isEqualTo("refused");
            assertThat(alert.get("annotations").get("severity").asString()).isEqualTo("warning");
            assertThat(alert.get("labels").toString()).contains("mqtt_connack_sent_reason");
            assertThat(alert.get("annotations").toString())
                    .contains("Refused connections", "pump", "wrong_password");
            assertThat(alert.get("status").get("state").asString()).isEqualTo("active");
            soon().until(() -> first(port) == null);
            JsonNode receiver = lapwing.json("/api/notify").get("receivers").get(0);
            assertThat(receiver.get("failed").asLong()).as(receiver.toString()).isZero();
        }
    }

    private static Tool alertmanager(int port) throws IOException {
        Path folder = RunningLapwing.temporaryFolder();
        Path config = folder.resolve("alertmanager.yml");
        Files.writeString(
                config,
                """
                route:
                  receiver: nobody
                receivers:
                  - name: nobody
                """);
        return Tool.start(
                List.of(
                        "prometheus-alertmanager",
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("data"),
                        "--cluster.listen-address=",
                        "--web.listen-address=127.0.0.1:" + port));
    }

    private JsonNode first(int port) {
        JsonNode alerts = alerts(port);
        return alerts == null || alerts.isEmpty() ? null : alerts.get(0);
    }

    /** All that it shows; null while it does not answer. */
    private JsonNode alerts(int port) {
        try {
            URI url = URI.create("http://127.0.0.1:" + port + "/api/v2/alerts");
            String answer =
                    http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
            return JsonMapper.shared().readTree(answer);
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static RunningLapwing start(int port) throws IOException {
        Path folder = RunningLapwing.temporaryFolder();
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(folder.resolve("rules").resolve("broker.conf"), RULE);
        try (InputStream users =
                AlertmanagerTest.class.getResourceAsStream("/testdata/mosquitto_passwd.txt")) {
            Files.copy(users, folder.resolve("lapwing.passwd"));
        }
        return RunningLapwing.startIn(
                folder,
                "vmq_passwd.password_file=lapwing.passwd",
                "log.console=file",
                "health.rules_dir=" + folder.resolve("rules"),
                "notify.am=alertmanager",
                "notify.am.group=0",
                "notify.am.url=http://127.0.0.1:" + port);
    }

    private static void refused(RunningLapwing lapwing) {
        try (RawClient client = new RawClient(lapwing.mqttPort())) {
            byte[] connect = HandWritten.connect311("pump", "pump-7", "not it");
            assertThat(client.send(connect).readToEnd()).isEqualTo("20020004");
        }
    }
}
