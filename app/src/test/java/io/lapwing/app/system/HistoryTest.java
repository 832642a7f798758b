// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The history on disk, as the whole program keeps it. */
class HistoryTest {
    private static final String CHART = "vernemq_local.mqtt_connack_sent_reason";

    @Test
    void aProgramThatIsKilledLosesAtMostTwoSeconds() {
        Path folder = RunningLapwing.temporaryFolder();
        RunningLapwing killed = RunningLapwing.startIn(folder);
        long startS = System.currentTimeMillis() / 1_000;
        soon().until(() -> secondsKnown(killed, startS) >= 5);
        long killedS = System.currentTimeMillis() / 1_000;
        killed.kill();

        try (RunningLapwing again = RunningLapwing.startIn(folder)) {
            JsonNode data = data(again, startS + 2, killedS - 2);
            assertThat(data.size()).isPositive();
            data.forEach(row -> assertThat(row.get(1).isNull()).as(row.toString()).isFalse());
            assertThat(again.log()).doesNotContain("damaged");
        }
    }

    @Test
    void whatWasStoppedGoesOn() {
        Path folder = RunningLapwing.temporaryFolder();
        RunningLapwing first = RunningLapwing.startIn(folder);
        long startS = System.currentTimeMillis() / 1_000;
        soon().until(() -> secondsKnown(first, startS) >= 3);
        assertThat(folder.resolve("data/series/lock")).isRegularFile();
        assertThat(first.stop()).isZero();
        assertThat(folder.resolve("data/series/seconds")).isNotEmptyDirectory();

        try (RunningLapwing again = RunningLapwing.startIn(folder)) {
            assertThat(secondsKnown(again, startS)).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void withoutHistoryNothingIsWritten() {
        try (RunningLapwing lapwing = RunningLapwing.start("series.kept=off")) {
            assertThat(Files.exists(lapwing.folder().resolve("data/series"))).isFalse();
        }
    }

    private static long secondsKnown(RunningLapwing lapwing, long fromS) {
        long known = 0;
        for (JsonNode row : data(lapwing, fromS, System.currentTimeMillis() / 1_000)) {
            known += row.get(1).isNull() ? 0 : 1;
        }
        return known;
    }

    private static JsonNode data(RunningLapwing lapwing, long afterS, long beforeS) {
        return lapwing.json(
                        "/api/v1/data?options=unaligned&chart="
                                + CHART
                                + "&after="
                                + afterS
                                + "&before="
                                + Math.max(afterS, beforeS))
                .get("data");
    }
}
