// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lapwing.base.Config;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoggingTest {
    private static final Logger OURS = LoggerFactory.getLogger("io.lapwing.broker.refusals");
    private static final Logger LIBRARY = LoggerFactory.getLogger("io.netty.channel");

    @TempDir Path data;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final Metrics metrics = new Metrics();
    private Logging log;

    @AfterEach
    void close() {
        if (log != null) {
            log.close();
        }
    }

    @Test
    void aLineGoesToTheConsoleAndToTheFileInVerneMqsForm() throws IOException {
        start(Map.of());

        OURS.warn("can't authenticate client {}", 7);
        log.drain();

        String line = Files.readString(data.resolve("log/console.log"));
        assertThat(line)
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}[+-]\\d\\d:\\d\\d"
                                + " \\[warning] io\\.lapwing\\.broker\\.refusals:"
                                + " can't authenticate client 7\n");
        assertThat(console.toString(StandardCharsets.UTF_8)).isEqualTo(line);
    }

    @Test
    void nobodyForgesALine() throws IOException {
        start(Map.of("log.console", "file"));

        OURS.warn("client {}", "a\r\n2026 [error] b\u202ec\u2028\u0000");
        log.drain();

        assertThat(Files.readString(data.resolve("log/console.log")))
                .endsWith(": client a\\u000d\\n2026 [error] b\\u202ec\\u2028\\u0000\n")
                .containsOnlyOnce("\n");
        assertThat(console.size()).isZero();
    }

    @Test
    void jsonIsOneObjectALineAlsoWithAStack() throws IOException {
        start(Map.of("log.console.file.format", "json"));

        OURS.error("said \"no\" \\ {}", "\n", new IllegalStateException("why"));
        log.drain();

        String line = Files.readString(data.resolve("log/console.log"));
        JsonNode read = JsonMapper.builder().build().readTree(line);
        assertThat(line.lines()).hasSize(1);
        assertThat(read.path("level").asString()).isEqualTo("error");
        assertThat(read.path("logger").asString()).isEqualTo("io.lapwing.broker.refusals");
        assertThat(read.path("msg").asString()).isEqualTo("said \"no\" \\ \n");
        assertThat(read.path("stack").asString()).contains("IllegalStateException: why");
    }

    @Test
    void theLevelChangesForAllOfOursOrForOneLogger() {
        start(Map.of("log.console.level", "error"));
        assertThat(OURS.isWarnEnabled()).isFalse();

        log.level("debug");
        assertThat(OURS.isDebugEnabled()).isTrue();
        assertThat(LIBRARY.isInfoEnabled()).isFalse();

        log.level("io.lapwing.broker", "none");
        assertThat(OURS.isErrorEnabled()).isFalse();
        log.level("io.netty", "debug");
        assertThat(LIBRARY.isDebugEnabled()).isTrue();
        assertThat(log.levels())
                .containsEntry("io.lapwing", "debug")
                .containsEntry("io.lapwing.broker", "none");

        assertThatThrownBy(() -> log.level("loud"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("debug, info, notice, warning");
    }

    @Test
    void theLevelInTheConfigurationTakesEffectWhenItChanges() {
        Config config = start(Map.of());
        assertThat(OURS.isDebugEnabled()).isFalse();

        config.change(LogOptions.LEVEL, "debug", "test");

        assertThat(OURS.isDebugEnabled()).isTrue();
    }

    @Test
    void aFullFileIsSetAsideAndTheOldestGoes() throws IOException {
        start(
                Map.of(
                        "log.console", "file",
                        "log.console.rotation.size", "64KB",
                        "log.console.rotation.keep", "2"));
        String kilobyte = "x".repeat(1024);

        for (int i = 0; i < 300; i++) {
            OURS.info("{} {}", i, kilobyte);
            log.drain();
        }

        Path folder = data.resolve("log");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("console.log", "console.log.0", "console.log.1");
        }
        try (var files = Files.list(folder)) {
            assertThat(files.mapToLong(file -> file.toFile().length()))
                    .allMatch(size -> size <= 64 << 10);
        }
        assertThat(Files.readString(folder.resolve("console.log"))).contains(" 299 x");
    }

    @Test
    void filesSetAsideAreCompressedOnRequest() throws IOException {
        RotatedFile file =
                new RotatedFile(data.resolve("a.log"), new RotatedFile.Limits(8, 2, true));

        for (int i = 0; i < 4; i++) {
            file.write("line " + i + "\n");
        }
        file.close();

        assertThat(Files.readString(data.resolve("a.log"))).isEqualTo("line 3\n");
        assertThat(unzipped("a.log.0.gz")).isEqualTo("line 2\n");
        assertThat(unzipped("a.log.1.gz")).isEqualTo("line 1\n");
        assertThat(data.resolve("a.log.2.gz")).doesNotExist();
    }

    @Test
    void whoLogsNeverWaitsAndWhatWasDroppedIsCountedAndSaid() {
        CountDownLatch reading = new CountDownLatch(1);
        OutputStream stuck =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) {
                        try {
                            reading.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        console.write(bytes, from, length);
                    }
                };
        start(Map.of("log.console", "console"), new PrintStream(stuck, true));
        int many = BoundedAppender.QUEUE_MAX + 1_000;

        for (int i = 0; i < many; i++) {
            OURS.info("line {}", i);
        }
        long dropped = metrics.value(metrics.series(LogMetrics.DROPPED, "console"));
        reading.countDown();
        log.drain();
        OURS.info("after the storm");
        log.drain();

        assertThat(dropped).isBetween(990L, 1_000L);
        String written = console.toString(StandardCharsets.UTF_8);
        assertThat(written)
                .contains(dropped + " log lines were dropped here: console was too slow for them")
                .endsWith("after the storm\n");
        assertThat(written.lines().filter(line -> line.contains(": line ")).count() + dropped)
                .isEqualTo(many);
    }

    @Test
    void aLogThatCannotBeWrittenIsCountedAndWorksAgainLater() throws IOException {
        start(
                Map.of(
                        "log.console", "file",
                        "log.console.rotation.size", "64KB",
                        "log.console.rotation.keep", "1"));
        Path inTheWay = data.resolve("log/console.log.0");
        Files.createDirectories(inTheWay.resolve("not empty"));
        String half = "x".repeat(40 << 10);

        OURS.info("{}", half);
        OURS.info("{}", half);
        log.drain();

        long failed = metrics.value(metrics.series(LogMetrics.FAILED, "file"));
        assertThat(failed).isEqualTo(1);
        Files.delete(inTheWay.resolve("not empty"));
        Files.delete(inTheWay);
        OURS.info("works again");
        log.drain();
        await().until(() ->
                Files.readString(data.resolve("log/console.log")).endsWith("works again\n"));
    }

    private Config start(Map<String, String> settings) {
        return start(settings, new PrintStream(console, true, StandardCharsets.UTF_8));
    }

    private Config start(Map<String, String> settings, PrintStream out) {
        Config config = Config.of(settings);
        try {
            log = Logging.start(config, data, out, new ManualClock(0), metrics);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return config;
    }

    private String unzipped(String name) throws IOException {
        var in = new java.util.zip.GZIPInputStream(Files.newInputStream(data.resolve(name)));
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
