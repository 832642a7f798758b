// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Files that are wrong in part or as a whole: what is wrong is named, what is right works. */
class BadInputTest {
    private static final String ACCEPTED = "20020000";
    private static final String WRONG = "20020004";

    private final Path folder = RunningLapwing.temporaryFolder();
    private List<String> users;

    @BeforeEach
    void readUsers() throws IOException {
        try (InputStream in =
                BadInputTest.class.getResourceAsStream("/testdata/mosquitto_passwd.txt")) {
            users =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .toList();
        }
    }

    @Test
    void aBadLineOfThePasswordFileIsNamedAndTheOtherUsersWork() throws IOException {
        write("lapwing.passwd", users.get(0), "what is this", "pump-9:$9$101$x$y", users.get(2));
        try (RunningLapwing lapwing = startWithUsers()) {
            assertThat(connect(lapwing, "pump-7", "correct horse")).isEqualTo(ACCEPTED);
            assertThat(connect(lapwing, "pump-6", "battery staple")).isEqualTo(ACCEPTED);
            assertThat(connect(lapwing, "pump-9", "x")).isEqualTo(WRONG);

            assertThat(lapwing.log())
                    .containsPattern("\\[warning\\] .*lapwing.passwd:2: it is not USER:HASH")
                    .containsPattern("\\[warning\\] .*lapwing.passwd:3: user “pump-9”: ");
        }
    }

    @Test
    void aChangedPasswordFileIsReadAgainAndAnUnreadableOneIsNot() throws IOException {
        write("lapwing.passwd", users.get(0));
        try (RunningLapwing lapwing = startWithUsers()) {
            assertThat(connect(lapwing, "pump-6", "battery staple")).isEqualTo(WRONG);

            replace("lapwing.passwd", users.get(0), users.get(2));
            awaitLog(lapwing, "lapwing.passwd reloaded, 1 user added: pump-6");
            assertThat(connect(lapwing, "pump-6", "battery staple")).isEqualTo(ACCEPTED);

            replace("lapwing.passwd", "no line of this", "can be understood");
            awaitLog(lapwing, "lapwing.passwd:2: it is not USER:HASH");
            awaitLog(lapwing, "was not reloaded: no line of it can be read; what was read before");
            assertThat(connect(lapwing, "pump-6", "battery staple")).isEqualTo(ACCEPTED);

            Files.delete(folder.resolve("lapwing.passwd"));
            awaitLog(lapwing, "was not reloaded: it is not there; what was read before");
            assertThat(connect(lapwing, "pump-7", "correct horse")).isEqualTo(ACCEPTED);
            assertThat(connect(lapwing, "pump-7", "not it")).isEqualTo(WRONG);

            write("lapwing.passwd", users.get(2));
            awaitLog(lapwing, "lapwing.passwd reloaded, 1 user removed: pump-7");
            assertThat(connect(lapwing, "pump-7", "correct horse")).isEqualTo(WRONG);
            assertThat(events(lapwing))
                    .contains("lapwing.passwd reloaded, 1 user removed: pump-7")
                    .contains("lapwing.passwd was not reloaded: it is not there");
        }
    }

    @Test
    void nothingStartsWithAPasswordFileThatIsUnreadableOrMissing() throws IOException {
        write("lapwing.passwd", "no line of this", "can be understood");
        assertThat(failedStart("--set", "vmq_passwd.password_file=lapwing.passwd"))
                .singleElement()
                .asString()
                .contains("vmq_passwd.password_file", "lapwing.passwd", "line 1");

        assertThat(failedStart("--set", "vmq_passwd.password_file=nowhere"))
                .singleElement()
                .asString()
                .contains("vmq_passwd.password_file", "nowhere", "not there");
    }

    @Test
    void allErrorsOfAConfigurationAreToldAtOnce() throws IOException {
        write(
                "own.conf",
                "# users",
                "allow_anonymous = maybe",
                "vmq_passwd.pasword_file = users",
                "listener.tcp.default = nowhere",
                "max_qos = 3",
                "no equals sign");

        assertThat(failedStart("--config", "own.conf", "--set", "max_qos=4", "--set", "x=y"))
                .hasSize(7)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("own.conf:2: allow_anonymous"),
                        line ->
                                assertThat(line)
                                        .startsWith("own.conf:3: vmq_passwd.pasword_file")
                                        .contains("vmq_passwd.password_file"),
                        line -> assertThat(line).startsWith("own.conf:4: listener.tcp.default"),
                        line -> assertThat(line).startsWith("own.conf:5: max_qos"),
                        line -> assertThat(line).startsWith("own.conf:6: "),
                        line -> assertThat(line).startsWith("command line: max_qos"),
                        line -> assertThat(line).startsWith("command line: x"));
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aRuleWithAnErrorIsOffAndTheOthersRun() throws IOException {
        Files.createDirectories(folder.resolve("rules"));
        write(
                "rules/own.conf",
                "template: my_connects",
                "      on: vernemq.mqtt_connack_sent_reason",
                "  lookup: sum -10s unaligned",
                "   every: 1s",
                "    warn: $this > 1000",
                "",
                "template: my_mistake",
                "      on: vernemq.mqtt_connack_sent_reason",
                "  lookup: sum -10s unaligned",
                "    warn: $this > (",
                "",
                "template: my_guess",
                "      on: vernemq.mqtt_connack_sent_reason",
                "  lookup: guess -10s unaligned",
                "    warn: $this > 0");
        try (RunningLapwing lapwing =
                RunningLapwing.startIn(folder, "health.rules_dir=rules", "log.console=file")) {
            JsonNode failed = lapwing.json("/api/alerts").get("failed_rules");
            assertThat(failed)
                    .extracting(rule -> rule.get("name").asString() + ":" + rule.get("line"))
                    .containsExactlyInAnyOrder("my_mistake:10", "my_guess:14");
            assertThat(failed).allMatch(rule -> rule.get("file").asString().equals("own.conf"));
            assertThat(failed).allMatch(rule -> !rule.get("error").asString().isBlank());
            assertThat(lapwing.log())
                    .containsPattern("\\[warning\\] .*rule my_mistake is off: own.conf line 10: ")
                    .containsPattern("\\[warning\\] .*rule my_guess is off: own.conf line 14: ");
            String chart = "vernemq_local.mqtt_connack_sent_reason.";
            soon().untilAsserted(() -> {
                JsonNode alarms = lapwing.json("/api/v1/alarms?all").get("alarms");
                String stock = "vernemq_mqtt_connack_sent_reason_unsuccessful";
                assertThat(status(alarms, chart + "my_connects")).isEqualTo("CLEAR");
                assertThat(status(alarms, chart + stock)).isEqualTo("CLEAR");
                assertThat(alarms.has(chart + "my_mistake")).isFalse();
            });
        }
    }

    @Test
    void aFolderOfRulesThatIsMissingIsNamedAndTheStockRuleRuns() {
        try (RunningLapwing lapwing =
                RunningLapwing.startIn(folder, "health.rules_dir=nowhere", "log.console=file")) {
            JsonNode alerts = lapwing.json("/api/alerts");

            assertThat(alerts.get("failed_rules").get(0).get("file").asString())
                    .isEqualTo("nowhere");
            assertThat(alerts.get("failed_rules").get(0).get("error").asString())
                    .isEqualTo("it is not there");
            assertThat(alerts.get("alerts").get(0).get("status").asString()).isEqualTo("CLEAR");
            assertThat(lapwing.log()).contains("all rules of nowhere are off: it is not there");
        }
    }

    @Test
    void aDataFolderThatCannotBeUsedIsOneLine() throws IOException {
        write("data", "this is a file");

        assertThat(failedStart())
                .singleElement()
                .asString()
                .endsWith("/data cannot be used: it is no folder");
    }

    private RunningLapwing startWithUsers() {
        return RunningLapwing.startIn(
                folder, "vmq_passwd.password_file=lapwing.passwd", "log.console=file");
    }

    /** The lines of a start that must not succeed. */
    private List<String> failedStart(String... words) {
        List<String> all = new ArrayList<>(List.of("start", "--data", "data"));
        all.addAll(List.of("--set", "listener.tcp.other=127.0.0.1:" + RunningLapwing.freePort()));
        all.addAll(List.of("--set", "log.console=file"));
        all.addAll(List.of(words));
        RunningLapwing.Ended ended = RunningLapwing.run(folder, "", all.toArray(String[]::new));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        return ended.err().lines().toList();
    }

    private void write(String name, String... lines) throws IOException {
        Files.write(folder.resolve(name), List.of(lines));
    }

    /** As programs do that want no reader to see half a file. */
    private void replace(String name, String... lines) throws IOException {
        write(name + ".new", lines);
        Files.move(
                folder.resolve(name + ".new"),
                folder.resolve(name),
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static void awaitLog(RunningLapwing lapwing, String words) {
        soon().untilAsserted(() -> assertThat(lapwing.log()).contains(words));
    }

    private static String events(RunningLapwing lapwing) {
        return lapwing.json("/api/snapshot").get("events").toString();
    }

    private static String connect(RunningLapwing lapwing, String user, String password) {
        try (RawClient client = new RawClient(lapwing.mqttPort())) {
            return client.send(HandWritten.connect311("one", user, password)).read(4);
        }
    }

    private static String status(JsonNode alarms, String id) {
        return alarms.has(id) ? alarms.get(id).get("status").asString() : "missing";
    }
}
