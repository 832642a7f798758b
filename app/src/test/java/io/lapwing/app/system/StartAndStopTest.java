// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartAndStopTest {
    @TempDir Path folder;

    @Test
    void readyIsTheLastLineOfTheBanner() {
        try (RunningLapwing lapwing = RunningLapwing.start("log.console=file")) {
            assertThat(lapwing.out())
                    .contains("mqtt", "tcp.default", "127.0.0.1:" + lapwing.mqttPort())
                    .contains("http://127.0.0.1:" + lapwing.httpPort() + "/")
                    .contains(lapwing.folder().resolve("data").toString())
                    .contains("Nothing is configured")
                    .endsWith("\nready\n");
        }
    }

    @Test
    void aStopIsCleanAndQuickAndTheLogSaysSo() {
        try (RunningLapwing lapwing = RunningLapwing.start()) {
            long before = System.nanoTime();

            assertThat(lapwing.stop()).isZero();

            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofSeconds(5));
            assertThat(lapwing.log()).contains("stopping: ").endsWith(": stopped\n");
            assertThat(lapwing.err()).isEmpty();
        }
    }

    @Test
    void everyErrorOfTheConfigurationIsToldAndNothingStarts() throws IOException {
        Path file = folder.resolve("lapwing.conf");
        Files.write(file, List.of("allow_anonymus = on", "", "max_client_id_size = many"));

        RunningLapwing.Ended ended =
                RunningLapwing.run(folder, "", "start", "--data", "data", "--set", "nonsense=1");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines())
                .containsExactly(
                        "lapwing.conf:1: allow_anonymus is not known; did you mean"
                                + " allow_anonymous?",
                        "lapwing.conf:3: max_client_id_size: \"many\" must be a whole number from"
                                + " 0 to 65535",
                        "command line: nonsense is not known");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aPortInUseIsOneLine() {
        try (RunningLapwing lapwing = RunningLapwing.start()) {
            for (String listener : List.of("listener.tcp.default", "listener.http.default")) {
                boolean mqtt = listener.contains("tcp");
                int taken = mqtt ? lapwing.mqttPort() : lapwing.httpPort();
                String other = mqtt ? "listener.http.default" : "listener.tcp.default";

                RunningLapwing.Ended ended =
                        RunningLapwing.run(
                                folder,
                                "",
                                "start",
                                "--set",
                                listener + "=127.0.0.1:" + taken,
                                "--set",
                                other + "=127.0.0.1:" + RunningLapwing.freePort(),
                                "--set",
                                "log.console=file");

                assertThat(ended.code()).isEqualTo(2);
                assertThat(ended.err().lines())
                        .singleElement()
                        .asString()
                        .contains(listener, "127.0.0.1:" + taken, "in use");
                assertThat(ended.out()).isEmpty();
            }
        }
    }

    @Test
    void aDataFolderHasOneLapwingAtATime() {
        try (RunningLapwing lapwing = RunningLapwing.start()) {
            RunningLapwing.Ended ended =
                    RunningLapwing.run(
                            folder,
                            "",
                            "start",
                            "--data",
                            lapwing.folder().resolve("data").toString());

            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err().lines())
                    .singleElement()
                    .asString()
                    .contains("is in use by another Lapwing", "--data");
        }
    }

    @Test
    void twoRunSideBySide() {
        try (RunningLapwing one = RunningLapwing.start();
                RunningLapwing other = RunningLapwing.start()) {
            assertThat(one.get("/health").statusCode()).isEqualTo(200);
            assertThat(other.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aListenerForTheWorldNeedsUsersOrAnExplicitYes() {
        String world = "listener.tcp.default=0.0.0.0:" + RunningLapwing.freePort();

        RunningLapwing.Ended ended = RunningLapwing.run(folder, "", "start", "--set", world);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .contains("listener.tcp.default", "allow_anonymous", "vmq_passwd.password_file");
    }
}
