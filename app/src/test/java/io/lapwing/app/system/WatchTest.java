// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The agent alone beside another broker: its metrics, its log, its silence. */
class WatchTest {
    private static final String RULE = "vernemq_mqtt_connack_sent_reason_unsuccessful";
    private static final String ALERT = "/api/alerts/vernemq_one.mqtt_connack_sent_reason." + RULE;

    private final Path folder = RunningLapwing.temporaryFolder();

    @Test
    void theSixthRefusalOfAVernemqRaisesAnAlertThatNamesTheClient() throws IOException {
        try (FakeVernemq vernemq = new FakeVernemq(folder);
                RunningLapwing lapwing =
                        RunningLapwing.watch(
                                folder,
                                vernemq.url(),
                                "--name",
                                "one",
                                "--log",
                                vernemq.log().toString())) {
            Patience.soon().until(() -> status(lapwing).equals("CLEAR"));
            for (int i = 0; i < 6; i++) {
                vernemq.refuse("pump-7");
            }

            Patience.within(Duration.ofSeconds(2).plus(lapwing.lateness()))
                    .until(() -> status(lapwing).equals("WARNING"));

            Patience.soon()
                    .untilAsserted(() -> {
                        JsonNode alert = lapwing.json(ALERT);
                        assertThat(alert.path("target").asString()).isEqualTo("one");
                        assertThat(alert.path("value").asDouble()).isEqualTo(6);
                        JsonNode row = alert.path("rows").path(0);
                        assertThat(row.path("client").asString("")).isEqualTo("pump-7");
                        assertThat(row.path("cause").asString("")).isEqualTo("wrong_password");
                    });
            assertThat(lapwing.json("/host/one/api/v1/charts").path("charts").propertyNames())
                    .contains("vernemq_one.mqtt_connack_sent_reason")
                    .doesNotContain("lapwing_local.process_cpu");
        }
    }

    @Test
    void aTargetThatFallsSilentIsDownWithTheReason() throws IOException {
        try (FakeVernemq vernemq = new FakeVernemq(folder);
                RunningLapwing lapwing =
                        RunningLapwing.watch(folder, vernemq.url(), "--name", "one")) {
            Patience.soon().until(() -> state(lapwing).equals("UP"));
            vernemq.close();

            Patience.soon().until(() -> state(lapwing).equals("DOWN"));
            assertThat(lapwing.json("/api/targets").path("targets").path(0).path("why").asString())
                    .contains("refused");
            Patience.soon().until(() -> status(lapwing).equals("DOWN"));
            assertThat(lapwing.json(ALERT).path("info").asString()).contains("It is silent: ");
        }
    }

    @Test
    void aChangedFileIsTakenOverAndAWrongOneIsNot() throws IOException {
        Path file = folder.resolve("watch.conf");
        try (FakeVernemq vernemq = new FakeVernemq(folder)) {
            Files.writeString(file, "target.one.url = " + vernemq.url() + "\n");
            try (RunningLapwing lapwing =
                    RunningLapwing.watch(folder, "--config", file.toString())) {
                Patience.soon().until(() -> state(lapwing).equals("UP"));

                Files.writeString(file, "target.one.url = nonsense\ntarget.two.kind = cow\n");
                Patience.soon().until(() -> lapwing.log().contains("not taken over"));
                assertThat(lapwing.log()).contains("watch.conf:1: ", "watch.conf:2: ");
                assertThat(state(lapwing)).isEqualTo("UP");

                Files.writeString(
                        file,
                        "target.two.url = " + vernemq.url() + "\ntarget.two.kind = vernemq\n");
                Patience.soon()
                        .untilAsserted(() -> {
                            JsonNode targets = lapwing.json("/api/targets").path("targets");
                            assertThat(targets.size()).isEqualTo(1);
                            assertThat(targets.path(0).path("name").asString()).isEqualTo("two");
                            assertThat(targets.path(0).path("state").asString()).isEqualTo("UP");
                        });
            }
        }
    }

    @Test
    void whatIsWrongOnTheCommandLineIsToldAtOnce() {
        RunningLapwing.Ended ended =
                RunningLapwing.run(
                        folder, "", "watch", "gopher://here", "--kind", "cow", "--data", "data");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains("target.here.url: ", "must be a URL as in http://10.0.0.5:8888/metrics")
                .contains("target.here.kind: \"cow\"");
    }

    /** Of the alert; empty before there is one. */
    private static String status(RunningLapwing lapwing) {
        return lapwing.get(ALERT).statusCode() == 200
                ? lapwing.json(ALERT).path("status").asString("")
                : "";
    }

    private static String state(RunningLapwing lapwing) {
        return lapwing.json("/api/targets").path("targets").path(0).path("state").asString("");
    }
}
