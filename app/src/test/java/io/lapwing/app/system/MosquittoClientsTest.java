// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mosquitto's own clients, with users that mosquitto_passwd and lapwing passwd wrote. */
class MosquittoClientsTest {
    private static RunningLapwing lapwing;

    @BeforeAll
    static void start() throws IOException {
        lapwing = LibraryBroker.start("systree_interval=1000");
    }

    @AfterAll
    static void stop() {
        lapwing.close();
    }

    @ParameterizedTest
    @CsvSource({
        "mqttv31, 0", "mqttv31, 1", "mqttv31, 2",
        "mqttv311, 0", "mqttv311, 1", "mqttv311, 2",
        "mqttv5, 0", "mqttv5, 1", "mqttv5, 2"
    })
    void whatIsPublishedArrives(String version, String qos) {
        String topic = "pub/" + version + "/" + qos;
        try (Tool sub = subscriber(version, "pub/+/" + qos, qos, "1")) {
            publish(version, topic, "-q", qos, "-m", "hello");

            assertThat(sub.exitCode()).isZero();
            assertThat(sub.out()).contains("got " + qos + " 0 " + topic + " hello\n");
        }
    }

    /** Every version reads what every version writes. */
    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void versionsTalkToEachOther(String version) {
        try (Tool sub = subscriber(version, "mixed/" + version + "/#", "2", "3")) {
            publish("mqttv31", "mixed/" + version + "/a", "-q", "0", "-m", "from 3.1");
            publish("mqttv311", "mixed/" + version + "/b", "-q", "1", "-m", "from 3.1.1");
            publish("mqttv5", "mixed/" + version, "-q", "2", "-m", "from 5.0");

            assertThat(sub.exitCode()).isZero();
            assertThat(sub.out().lines().filter(line -> line.startsWith("got ")))
                    .containsExactly(
                            "got 0 0 mixed/" + version + "/a from 3.1",
                            "got 1 0 mixed/" + version + "/b from 3.1.1",
                            "got 2 0 mixed/" + version + " from 5.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void aRetainedMessageWaitsForWhoComesLaterUntilItIsCleared(String version) {
        String topic = "kept/" + version;
        publish(version, topic, "-q", "1", "-r", "-m", "last word");
        try (Tool sub = subscriber(version, topic, "1", "1")) {
            assertThat(sub.exitCode()).isZero();
            assertThat(sub.out()).contains("got 1 1 " + topic + " last word\n");
        }

        publish(version, topic, "-q", "1", "-r", "-n");
        try (Tool sub = subscriber(version, topic, "1", "1")) {
            publish(version, topic, "-m", "news");
            assertThat(sub.exitCode()).isZero();
            assertThat(sub.out()).contains("got 0 0 " + topic + " news\n").doesNotContain("last");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void aClientThatBreaksOffLeavesItsWill(String version) {
        String topic = "will/" + version;
        List<String> dying = command("mosquitto_sub", version, "x/" + version);
        dying.addAll(List.of("--will-topic", topic, "--will-payload", "gone"));
        dying.addAll(List.of("--will-qos", "1"));
        try (Tool watcher = subscriber(version, topic, "1", "1");
                Tool client = subscribed(dying)) {
            client.kill();

            assertThat(watcher.exitCode()).isZero();
            assertThat(watcher.out()).contains("got 1 0 " + topic + " gone\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mqttv31, 4, Connection Refused: bad user name or password.",
        "mqttv311, 4, Connection Refused: bad user name or password.",
        "mqttv5, 134, Bad User Name or Password"
    })
    void aWrongPasswordIsToldWithItsCode(String version, int code, String words) {
        for (String tool : List.of("mosquitto_pub", "mosquitto_sub")) {
            List<String> command =
                    new ArrayList<>(List.of(tool, "-p", "" + lapwing.mqttPort(), "-V", version));
            command.addAll(List.of("-t", "x", "-u", "pump-7", "-P", "not it"));
            command.addAll(tool.endsWith("pub") ? List.of("-m", "x") : List.of("-C", "1"));
            try (Tool refused = Tool.start(command)) {
                assertThat(refused.exitCode()).isEqualTo(code);
                assertThat(refused.out()).contains(words);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"pump-7, correct horse", "übung, päss", "pump-6, battery staple"})
    void usersOfEveryKindOfHashComeIn(String user, String password) {
        List<String> command =
                new ArrayList<>(List.of("mosquitto_pub", "-p", "" + lapwing.mqttPort()));
        command.addAll(List.of("-u", user, "-P", password, "-t", "x", "-m", "x"));
        try (Tool client = Tool.start(command)) {
            assertThat(client.exitCode()).as(client.out()).isZero();
        }
    }

    @Test
    void mosquittoSubShowsTheMetricsBelowSys() {
        try (Tool sub = subscriber("mqttv311", "$SYS/+/mqtt/connack/sent", "0", "1");
                Tool version = subscriber("mqttv5", "$SYS/broker/version", "0", "1")) {
            assertThat(sub.exitCode()).isZero();
            assertThat(sub.out()).containsPattern("got 0 0 \\$SYS/[^/]+/mqtt/connack/sent [1-9]");
            assertThat(version.exitCode()).isZero();
            assertThat(version.out()).contains("got 0 0 $SYS/broker/version lapwing version ");
        }
    }

    @Test
    void aUserThatLapwingPasswdWritesComesInWithoutARestart() {
        RunningLapwing.Ended written =
                RunningLapwing.run(
                        lapwing.folder(), "lap wing\n", "passwd", "lapwing.passwd", "new one");
        assertThat(written.code()).as(written.err()).isZero();
        soon().until(() -> lapwing.log().contains("reloaded, 1 user added: new one"));

        usersOfEveryKindOfHashComeIn("new one", "lap wing");
        usersOfEveryKindOfHashComeIn("pump-6", "battery staple");
    }

    /** Subscribed when this returns; ends after so many messages. */
    private static Tool subscriber(String version, String filter, String qos, String count) {
        List<String> command = command("mosquitto_sub", version, filter);
        command.addAll(List.of("-q", qos, "-C", count, "-F", "got %q %r %t %p"));
        return subscribed(command);
    }

    /** What it prints about it would come too late: its output waits until it ends. */
    private static Tool subscribed(List<String> command) {
        long before = Scrape.of(lapwing).sum("vernemq_mqtt_suback_sent");
        Tool tool = Tool.start(command);
        soon().until(() -> Scrape.of(lapwing).sum("vernemq_mqtt_suback_sent") > before);
        return tool;
    }

    private static void publish(String version, String topic, String... more) {
        List<String> command = command("mosquitto_pub", version, topic);
        command.addAll(List.of(more));
        try (Tool tool = Tool.start(command)) {
            assertThat(tool.exitCode()).as(tool.out()).isZero();
        }
    }

    private static List<String> command(String tool, String version, String topic) {
        List<String> command =
                new ArrayList<>(List.of(tool, "-p", "" + lapwing.mqttPort(), "-V", version));
        command.addAll(List.of("-u", "pump-7", "-P", "correct horse", "-t", topic));
        return command;
    }
}
