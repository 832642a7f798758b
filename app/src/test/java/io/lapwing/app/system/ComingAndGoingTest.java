// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** How the program comes and goes, seen by clients. */
class ComingAndGoingTest {
    @Test
    void aStopSaysGoodbyeToEveryClientAsItsVersionAllows() throws IOException {
        Path folder = folder();
        try (RunningLapwing lapwing = start(folder);
                RawClient mqtt3 = new RawClient(lapwing.mqttPort());
                RawClient mqtt5 = new RawClient(lapwing.mqttPort());
                RawClient waiting3 = new RawClient(lapwing.mqttPort());
                RawClient waiting5 = new RawClient(lapwing.mqttPort());
                RawClient silent = new RawClient(lapwing.mqttPort())) {
            mqtt3.send(HandWritten.connect311("in-3", "pump-7", "correct horse"));
            assertThat(mqtt3.read(4)).isEqualTo("20020000");
            mqtt5.send(HandWritten.connect5("in-5", "pump-7", "correct horse"));
            assertThat(mqtt5.read(8)).isEqualTo("200600000322000a");
            waiting3.send(HandWritten.connect311("waiting-3", "silence", "x"));
            waiting5.send(HandWritten.connect5("waiting-5", "silence", "x"));
            Patience.soon().until(() -> Scrape.of(lapwing).value("vernemq_logins_pending") == 2);

            assertThat(lapwing.stop()).isZero();

            assertThat(mqtt3.readToEnd()).isEmpty();
            assertThat(mqtt5.readToEnd()).isEqualTo("e0018b");
            assertThat(waiting3.readToEnd()).isEqualTo("20020003");
            assertThat(waiting5.readToEnd()).isEqualTo(RawClient.hex("20 [ 00 88 [ ] ]"));
            assertThat(silent.readToEnd()).isEmpty();
            assertThat(Files.readString(folder.resolve("data/log/console.log")))
                    .contains(
                            "can't register client {[],<<\"waiting-3\">>} with username"
                                    + " <<\"silence\">> due to server_shutting_down")
                    .containsPattern("cause=server_shutting_down client=waiting-3 .* code=3 ")
                    .containsPattern("cause=server_shutting_down client=waiting-5 .* code=0x88 ")
                    .containsPattern("cause=server_shutting_down client=- .* code=closed ")
                    .endsWith(": stopped\n");
        }
    }

    /** The clock of a worker counts whole seconds: it may wait up to one too long. */
    @Test
    void aSilentClientIsSentAwayAndNamedAfterOneAndAHalfKeepAlives() throws IOException {
        try (RunningLapwing lapwing = start(folder());
                RawClient client = new RawClient(lapwing.mqttPort())) {
            client.send("10 [ <MQTT> 05 c2 0001 00 <quiet> <pump-7> <correct horse> ]");
            assertThat(client.read(8)).isEqualTo("200600000322000a");
            long began = System.nanoTime();

            assertThat(client.readToEnd()).isEqualTo("e0018d");

            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(1_490), Duration.ofSeconds(5));
            String line =
                    "client {[],<<\"quiet\">>} with username <<\"pump-7\">> stopped due to"
                            + " keepalive expired\n";
            Patience.soon().untilAsserted(() -> assertThat(lapwing.log()).contains(line));
        }
    }

    /** A broker that accepts before it knows its users refuses whom it should let in. */
    @Test
    void theVeryFirstConnectionGetsTheRightAnswer() throws Exception {
        int port = RunningLapwing.freePort();
        List<String> answers = new CopyOnWriteArrayList<>();
        Thread knocking = Thread.ofVirtual().start(() -> answers.add(firstAnswer(port)));
        try (RunningLapwing lapwing =
                RunningLapwing.startIn(
                        folder(),
                        "vmq_passwd.password_file=lapwing.passwd",
                        "listener.tcp.early=127.0.0.1:" + port)) {
            knocking.join();

            assertThat(answers).containsExactly("20020000");
            assertThat(lapwing.log()).doesNotContain("cause=");
        }
    }

    private static RunningLapwing start(Path folder) {
        ScriptedAuthenticator.install(folder);
        return RunningLapwing.startIn(
                folder,
                "vmq_passwd.password_file=lapwing.passwd",
                "auth_timeout=60000",
                "log.console=file");
    }

    private static Path folder() throws IOException {
        Path folder = RunningLapwing.temporaryFolder();
        try (InputStream users =
                ComingAndGoingTest.class.getResourceAsStream("/testdata/mosquitto_passwd.txt")) {
            Files.copy(users, folder.resolve("lapwing.passwd"));
        }
        return folder;
    }

    /** Knocks until somebody opens. */
    private static String firstAnswer(int port) {
        RawClient client =
                Patience.soon().ignoreExceptions().until(() -> new RawClient(port), any -> true);
        try (client) {
            return client.send(HandWritten.connect311("early", "pump-7", "correct horse")).read(4);
        }
    }
}
