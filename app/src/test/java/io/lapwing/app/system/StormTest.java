// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A small storm: some thousand refusals, first of a few clients again and again, then of ever new
 * ones. Nothing of it is lost or miscounted, and who is connected feels nothing.
 */
class StormTest {
    private static final int THREADS = 8;
    private static final int REPEATED = 500;
    private static final int NEW = 250;
    private static final int ALL = THREADS * (REPEATED + NEW);

    /** Lines of the log: one refusal, several that were folded, or a count of those left out. */
    private static final Pattern TOLD =
            Pattern.compile(
                    "(?m)refusals: (?:repeated (\\d+) times? since .*cause=wrong_password"
                            + "|(\\d+) refusals are not in this log"
                            + "|can't .*cause=wrong_password)");

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private RunningLapwing lapwing;

    @Test
    void everyRefusalIsAnsweredAndCountedAndOthersGoOn() throws Exception {
        Path folder = folder();
        try (RunningLapwing running = start(folder);
                ForeignClient good = ForeignClient.Kind.HIVEMQ_5.client(running.mqttPort(), "ok")) {
            lapwing = running;
            good.connect();
            good.subscribe("good", 1);
            Scrape before = Scrape.of(lapwing);

            List<Duration> trips = roundTripsDuring(good, storm());

            assertThat(failures).isEmpty();
            assertThat(trips).hasSizeGreaterThan(20);
            assertThat(trips.get(trips.size() * 99 / 100)).isLessThan(Duration.ofSeconds(1));
            counted(before);
            journalled();
            good.close();
            assertThat(lapwing.stop()).isZero();
            logged(Files.readString(folder.resolve("data/log/console.log")));
        }
    }

    private void counted(Scrape before) {
        Scrape after = Scrape.of(lapwing);
        String refusals =
                "vernemq_refusals{cause=\"wrong_password\",listener=\"tcp.default\",mqtt_version=";
        assertThat(after.since(before, "vernemq_refusals"))
                .isEqualTo(
                        Map.of(
                                refusals + "\"3.1.1\"}", ALL / 2L,
                                refusals + "\"5\"}", ALL / 2L));
        assertThat(after.since(before, "vernemq_mqtt_connack_sent"))
                .isEqualTo(
                        Map.of(
                                "vernemq_mqtt_connack_sent{mqtt_version=\"4\","
                                        + "return_code=\"bad_username_or_password\"}",
                                ALL / 2L,
                                "vernemq_mqtt_connack_sent{mqtt_version=\"5\","
                                        + "reason_code=\"bad_username_or_password\"}",
                                ALL / 2L));
        // The journal's thread looks into its mailbox ten times a second.
        soon().until(
                        () -> Scrape.of(lapwing).value("vernemq_refusal_journal_rows"),
                        rows -> rows == THREADS * (1L + NEW));
        assertThat(after.value("vernemq_process_resident_bytes"))
                .isLessThan(before.value("vernemq_process_resident_bytes") + (200L << 20));
    }

    private void journalled() {
        JsonNode answer = lapwing.json("/api/refusals?cause=wrong_password&limit=5");

        assertThat(answer.get("total").asLong()).isEqualTo(ALL);
        assertThat(answer.get("rows_total").asLong()).isEqualTo(THREADS * (1L + NEW));
        assertThat(answer.get("dropped").asLong()).isZero();
        assertThat(answer.get("rows")).allMatch(row -> row.get("count").asLong() == REPEATED);
    }

    /** Folded, and yet complete: what the lines tell adds up. */
    private static void logged(String log) {
        long told = 0;
        int lines = 0;
        Matcher line = TOLD.matcher(log);
        while (line.find()) {
            lines++;
            String count = line.group(1) != null ? line.group(1) : line.group(2);
            told += count == null ? 1 : Long.parseLong(count);
        }
        assertThat(told).isEqualTo(ALL);
        assertThat(lines).isLessThan(THREADS * (NEW + 30));
    }

    private List<Thread> storm() {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                refused(REPEATED, round -> "storm-" + thread);
                                refused(NEW, round -> "storm-" + thread + "-" + round);
                            }));
        }
        return threads;
    }

    private void refused(int rounds, IntFunction<String> clientId) {
        for (int round = 0; round < rounds; round++) {
            boolean v5 = round % 2 == 0;
            String id = clientId.apply(round);
            try (RawClient client = new RawClient(lapwing.mqttPort())) {
                client.send(
                        v5
                                ? HandWritten.connect5(id, "pump-7", "not it")
                                : HandWritten.connect311(id, "pump-7", "not it"));
                assertThat(client.readToEnd()).isEqualTo(v5 ? "2003008600" : "20020004");
            } catch (AssertionError | RuntimeException e) {
                failures.add(e);
            }
        }
    }

    /** How long messages took, the shortest first, as long as any of these threads ran. */
    private static List<Duration> roundTripsDuring(ForeignClient client, List<Thread> storm)
            throws Exception {
        List<Duration> trips = new ArrayList<>();
        while (storm.stream().anyMatch(Thread::isAlive)) {
            long sent = System.nanoTime();
            client.publish("good", 1, false, "n" + trips.size());
            assertThat(client.next()).isEqualTo("good 1 n" + trips.size());
            trips.add(Duration.ofNanos(System.nanoTime() - sent));
        }
        return trips.stream().sorted().toList();
    }

    private static RunningLapwing start(Path folder) {
        return RunningLapwing.startIn(
                folder, "vmq_passwd.password_file=lapwing.passwd", "log.console=file");
    }

    private static Path folder() throws IOException {
        Path folder = RunningLapwing.temporaryFolder();
        try (InputStream users =
                StormTest.class.getResourceAsStream("/testdata/mosquitto_passwd.txt")) {
            Files.copy(users, folder.resolve("lapwing.passwd"));
        }
        return folder;
    }
}
