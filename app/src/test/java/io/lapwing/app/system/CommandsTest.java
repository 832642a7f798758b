// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types beside {@code start}. */
class CommandsTest {
    @TempDir Path folder;

    @Test
    void aUserOfPasswdIsLetInAndARefusedOneIsNamed() {
        Path users = folder.resolve("users");
        assertThat(command("secret\n", "passwd", users.toString(), "pump-7").out())
                .isEqualTo("user pump-7 added to " + users + "\n");
        assertThat(command("", "passwd", "-b", users.toString(), "pump-8", "other").code())
                .isZero();

        try (RunningLapwing lapwing =
                RunningLapwing.start("vmq_passwd.password_file=" + users, "log.console=file")) {
            connect(lapwing, "pump-7", "secret");
            connect(lapwing, "pump-8", "other");
            assertThatThrownBy(() -> connect(lapwing, "pump-7", "other"))
                    .isInstanceOfSatisfying(Mqtt3ConnAckException.class, CommandsTest::isRefused);

            assertThat(at(lapwing, "refusals", "pump-7").out())
                    .startsWith("1 refused in the last 15 minutes\n")
                    .contains("wrong_password", "client-of-pump-7", "127.0.0.1:");
            assertThat(command("", "passwd", "-D", users.toString(), "pump-9").err())
                    .isEqualTo("lapwing passwd: there is no user pump-9 in " + users + "\n");
        }
    }

    @Test
    void explainNamesTheCheckTheRuleTheFileAndTheLineThatDecide() throws IOException {
        Path users = folder.resolve("users");
        Path rules = folder.resolve("rules.acl");
        assertThat(command("", "passwd", "-b", users.toString(), "pump-7", "seven").code())
                .isZero();
        Files.writeString(rules, "pattern write up/%c\nuser pump-7\ntopic deny up/wp-3/secret\n");
        try (RunningLapwing lapwing =
                RunningLapwing.start(
                        "vmq_passwd.password_file=" + users,
                        "vmq_acl.acl_file=" + rules,
                        "log.console=file")) {
            assertThat(explained(lapwing, "publish", "up/wp-3").out())
                    .isEqualTo(
                            "allowed: a rule allows it (rules.acl, line 1)\n"
                                    + "  pattern write up/%c\n");
            assertThat(explained(lapwing, "subscribe", "up/#").out())
                    .isEqualTo(
                            "denied: a rule denies “pump-7” to subscribe to “up/#” (rules.acl, line"
                                    + " 3)\n  topic deny up/wp-3/secret\n");
            assertThat(explained(lapwing, "publish", "elsewhere").code()).isEqualTo(1);

            RunningLapwing.Ended connect =
                    at(lapwing, "explain", "connect", "--user", "eve", "--client", "wp-3");
            assertThat(connect.out())
                    .contains("passed   Protocol version: allowed on this listener")
                    .endsWith("denied: unknown_user: password file: knows no user “eve” (users)\n");
            assertThat(at(lapwing, "refusals").out()).startsWith("0 refused");
        }
    }

    private RunningLapwing.Ended explained(RunningLapwing lapwing, String what, String topic) {
        return at(
                lapwing, "explain", what, "--user", "pump-7", "--client", "wp-3", "--topic", topic);
    }

    @Test
    void aBanIsToldListedAndLifted() {
        try (RunningLapwing lapwing = RunningLapwing.start("log.console=file")) {
            RunningLapwing.Ended banned =
                    at(lapwing, "ban", "--kind", "client", "client-of-pump-7", "--reason", "loud");
            assertThat(banned.out()).isEqualTo("ban 1: client client-of-pump-7, for good: loud\n");
            assertThatThrownBy(() -> connect(lapwing, "pump-7", "any"))
                    .isInstanceOf(Mqtt3ConnAckException.class);

            assertThat(at(lapwing, "unban").out()).isEqualTo(banned.out());
            assertThat(at(lapwing, "unban", "1").out()).isEqualTo("ban 1 is lifted\n");
            connect(lapwing, "pump-7", "any");
            assertThat(at(lapwing, "unban").out()).isEqualTo("nobody is banned\n");
            assertThat(at(lapwing, "ban", "10.0.0.7", "--for", "ever").code()).isEqualTo(2);
            assertThat(at(lapwing, "ban", "10.0.0.7", "--kind", "dog").code()).isEqualTo(2);
            assertThat(at(lapwing, "unban", "1").code()).isEqualTo(1);
        }
    }

    @Test
    void theLevelOfTheLogChangesWhileItRuns() {
        try (RunningLapwing lapwing = RunningLapwing.start("log.console=file")) {
            assertThat(at(lapwing, "log", "level").out()).containsPattern("io\\.lapwing +info\n");

            assertThat(at(lapwing, "log", "level", "error").code()).isZero();
            at(lapwing, "ban", "--kind", "user", "nobody");
            assertThatThrownBy(() -> connect(lapwing, "nobody", "any"))
                    .isInstanceOf(Mqtt3ConnAckException.class);
            assertThat(at(lapwing, "log", "level", "debug", "io.lapwing.web").code()).isZero();

            assertThat(at(lapwing, "log", "level").out())
                    .containsPattern("io\\.lapwing +error\n")
                    .containsPattern("io\\.lapwing\\.web +debug\n");
            assertThat(at(lapwing, "log", "level", "loud").err()).contains("must be one of debug");
            lapwing.stop();
            assertThat(lapwing.log()).doesNotContain("client-of-nobody", ": stopped");
        }
    }

    @Test
    void aCommandToNobodySaysSoInOneLine() {
        RunningLapwing.Ended ended =
                command("", "refusals", "--url", "http://127.0.0.1:" + RunningLapwing.freePort());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).startsWith("lapwing: nothing answers at http://127.0.0.1:");
        assertThat(ended.err().lines()).hasSize(1);
    }

    @Test
    void anOptionIsExplainedAndANearMissIsCorrected() {
        assertThat(command("", "help", "allow_anonymous").out())
                .startsWith("allow_anonymous\n")
                .contains("default  off", "now      off (default)");
        assertThat(command("", "help", "log", "level").out()).contains("LOGGER");

        RunningLapwing.Ended near = command("", "help", "allow_anonymus");
        assertThat(near.code()).isEqualTo(2);
        assertThat(near.err()).contains("did you mean allow_anonymous?");
    }

    @Test
    void aFaultOfOursIsOneLineAndInTheLog() {
        RunningLapwing.Ended ended =
                RunningLapwing.runWithout(
                        "helidon-webserver",
                        folder,
                        "start",
                        "--data",
                        "data",
                        "--set",
                        "listener.tcp.default=127.0.0.1:0",
                        "--set",
                        "log.console=file");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .startsWith("lapwing: ended by a fault of its own: ")
                .contains("io/helidon");
        assertThat(folder.resolve("data/log/console.log"))
                .content()
                .contains("[error]", "NoClassDefFoundError", "at io.lapwing.web.");
    }

    private static void isRefused(Mqtt3ConnAckException refused) {
        assertThat(refused.getMqttMessage().getReturnCode())
                .isEqualTo(Mqtt3ConnAckReturnCode.BAD_USER_NAME_OR_PASSWORD);
    }

    private RunningLapwing.Ended command(String input, String... words) {
        return RunningLapwing.run(folder, input, words);
    }

    private RunningLapwing.Ended at(RunningLapwing lapwing, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--url=" + lapwing.url("/"));
        return command("", all.toArray(String[]::new));
    }

    private static void connect(RunningLapwing lapwing, String user, String password) {
        Mqtt3BlockingClient client =
                MqttClient.builder()
                        .useMqttVersion3()
                        .identifier("client-of-" + user)
                        .serverHost("127.0.0.1")
                        .serverPort(lapwing.mqttPort())
                        .buildBlocking();
        client.connectWith()
                .simpleAuth()
                .username(user)
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        client.disconnect();
    }
}
