// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Family;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveTest {
    /** The last second of a day, so of an hour and a window. */
    private static final long T = 1_795_305_600;

    private final Metrics metrics = new Metrics();
    private final Events events = new Events(new ManualClock(T * 1_000));
    private final Random random = new Random(4);

    @TempDir private Path folder;

    private Archive archive;
    private SeriesStore store;
    private Sheet sheet;
    private long room = Long.MAX_VALUE;

    @AfterEach
    void close() {
        if (archive != null) {
            archive.close();
        }
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() throws IOException {
        open(folder, T, "a", "b");
        double[] values = writeNoise(1_000);
        sheet.write(7, Double.NaN);
        stop();

        open(folder, T + 1_001, "a", "b");
        assertThat(seconds("a", T + 1, 1_000)).containsExactly(values);
        assertThat(seconds("b", T + 1_000, 2)).containsExactly(-1_000, Double.NaN);
        sheet.write(8, 9);

        assertThat(sheet.chart().firstS()).isEqualTo(T + 1);
        assertThat(sheet.chart().ring(0).at(T + 1_001)).isEqualTo(7);
        assertThat(sheet.chart().ring(0).at(T + 17)).isEqualTo(values[16]);
        assertThat(sheet.chart().ring(1).at(T + 1_002)).isEqualTo(9);
    }

    @Test
    void whoIsKilledLosesNothingThatWasHandedOver(@TempDir Path copy) throws IOException {
        open(folder, T, "a", "b");
        double[] values = writeNoise(700);
        settle();
        copy(folder, copy);

        stop();
        open(copy, T + 700, "a", "b");
        assertThat(seconds("a", T + 1, 700)).containsExactly(values);
    }

    @Test
    void aRestartWithinAWindowForgetsNothingOfIt(@TempDir Path copy, @TempDir Path copy2)
            throws IOException {
        open(folder, T, "a", "b");
        double[] first = writeNoise(50);
        settle();
        copy(folder, copy);
        stop();
        open(copy, T + 60, "b", "a"); // the dimensions have changed places
        sheet.writeAt(T + 61, 1, 2);
        settle();
        copy(copy, copy2);
        stop();

        open(copy2, T + 70, "a", "b");
        assertThat(seconds("a", T + 1, 50)).containsExactly(first);
        assertThat(seconds("a", T + 61, 1)).containsExactly(2);
        assertThat(seconds("b", T + 61, 1)).containsExactly(1);
        assertThat(seconds("b", T + 60, 1)).containsExactly(Double.NaN);
    }

    @Test
    void aTornTickCostsItsSecond(@TempDir Path copy) throws IOException {
        open(folder, T, "a", "b");
        double[] values = writeNoise(100);
        settle();
        copy(folder, copy);
        stop();
        Path log = files(copy, ".ticks").getFirst();
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(file.length() - 2);
        }

        open(copy, T + 100, "a", "b");

        double[] read = seconds("a", T + 1, 100);
        assertThat(read[98]).isEqualTo(values[98]);
        assertThat(read[99]).isNaN();
        assertThat(count(SeriesMetrics.DAMAGED)).isZero();
    }

    @Test
    void aDamagedBlockCostsThatBlockAndIsReported() throws IOException {
        open(folder, T, "a", "b");
        double[] values = writeNoise(4 * 240);
        stop();
        Path segment = files(folder.resolve("seconds"), ".series").getFirst();
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(file.length() / 2);
            int was = file.read();
            file.seek(file.length() / 2);
            file.write(was ^ 0x55);
        }

        open(folder, T + 4 * 240, "a", "b");
        double[] read = seconds("a", T + 1, 4 * 240);

        int lost = 0;
        for (int window = 0; window < 4; window++) {
            boolean gone = Double.isNaN(read[window * 240]);
            lost += gone ? 1 : 0;
            for (int i = window * 240; i < window * 240 + 240; i++) {
                assertThat(Double.compare(read[i], gone ? Double.NaN : values[i])).isZero();
            }
        }
        assertThat(lost).isEqualTo(1);
        assertThat(count(SeriesMetrics.DAMAGED)).isEqualTo(1);
        assertThat(events.newest(10)).anyMatch(each -> each.text().startsWith("damaged on disk"));
    }

    @Test
    void aFullDiskPausesWritingAndLosesNoWindowWhenItRecovers() throws IOException {
        open(folder, T, "a", "b");
        double[] first = writeNoise(300);
        settle();
        room = 100;
        double[] second = writeNoise(900);
        settle();
        assertThat(count(SeriesMetrics.PAUSED)).isEqualTo(1);
        assertThat(count(SeriesMetrics.FAILED)).isPositive();
        assertThat(events.newest(10)).anyMatch(each -> each.text().contains("No space left"));
        assertThat(seconds("a", T + 301, 600)).startsWith(second[0], second[1]);

        room = Long.MAX_VALUE;
        double[] third = writeNoise(300);
        settle();
        assertThat(count(SeriesMetrics.PAUSED)).isZero();
        stop();

        open(folder, T + 1_500, "a", "b");
        assertThat(seconds("a", T + 1, 300)).containsExactly(first);
        assertThat(seconds("a", T + 301, 900)).containsExactly(second);
        assertThat(seconds("a", T + 1_201, 300)).containsExactly(third);
    }

    @Test
    void coarserTiersSayWhatTheSecondsSay() throws IOException {
        open(folder, T, "a", "b");
        double[] values = writeNoise(3_600 + 900);
        settle();

        Rows minutes = new Rows(Tier.MINUTES, T + 60, 75, 1);
        archive.read("test_local.sheet", List.of("a"), minutes);

        for (int minute = 0; minute < 72; minute++) { // the last window is not over
            double sum = 0;
            double least = Double.MAX_VALUE;
            for (int i = minute * 60; i < minute * 60 + 60; i++) {
                sum += values[i];
                least = Math.min(least, values[i]);
            }
            assertThat(minutes.count(0, minute)).isEqualTo(60);
            assertThat(minutes.sum(0, minute)).isEqualTo(sum);
            assertThat(minutes.least(0, minute)).isEqualTo(least);
        }
        assertThat(files(folder.resolve("minutes"), ".series")).hasSize(1);
        Rows hours = new Rows(Tier.HOURS, T + 3_600, 1, 1);
        archive.read("test_local.sheet", List.of("a"), hours);
        assertThat(hours.count(0, 0)).isEqualTo(3_600);
        assertThat(hours.sum(0, 0))
                .isEqualTo(
                        Stream.iterate(0, i -> i + 1)
                                .limit(3_600)
                                .mapToDouble(i -> values[i])
                                .sum());
    }

    @Test
    void daysOfHoursAreMadeOfMinutesEvenAfterTheSecondsAreGone() throws IOException {
        open(folder, T, "a", "b");
        for (int hour = 0; hour < 30; hour++) {
            for (int window = 0; window < 15; window++) {
                sheet.writeAt(T + hour * 3_600L + window * 240L + 1, hour, 1);
                settle();
            }
        }
        stop();
        open(folder, T + 30 * 3_600, "a", "b");

        Rows hours = new Rows(Tier.HOURS, T + 3_600, 30, 1);
        archive.read("test_local.sheet", List.of("a"), hours);

        assertThat(files(folder.resolve("hours"), ".series")).hasSize(1);
        for (int hour = 0; hour < 30; hour++) {
            assertThat(hours.count(0, hour)).isEqualTo(15);
            assertThat(hours.average(0, hour)).isEqualTo(hour);
        }
    }

    @Test
    void theOldestSegmentsMakeWay() throws IOException {
        open(folder, T, "a", "b");
        for (int day = 0; day < 30; day++) {
            sheet.writeAt(T + day * 86_400L + 1, day, 1);
            settle();
        }
        settle();

        assertThat(files(folder.resolve("seconds"), ".series")).hasSizeBetween(7, 9);
        assertThat(seconds("a", T + 1, 1)[0]).isNaN();
        assertThat(seconds("a", T + 20 * 86_400 + 1, 1)[0]).isEqualTo(20);
        assertThat(count(SeriesMetrics.BYTES)).isPositive();
    }

    @Test
    void whatMemoryKnowsDoesNotWaitForTheDisk() throws IOException {
        open(folder, T, "a", "b");
        double[] values = writeNoise(500);
        MemoryPast memory = new MemoryPast(sheet.chart());
        WholePast past = WholePast.of(memory, archive, memory::rows);
        archive.close(); // from now on a question to the disk would fail

        Rows rows = past.rows(Tier.SECONDS, T + 1, T + 500);

        assertThat(rows.sum(0, 499)).isEqualTo(values[499]);
        assertThat(past.firstS(Tier.HOURS)).isEqualTo(T + 1);
        assertThatThrownBy(() -> past.rows(Tier.SECONDS, T - 10, T))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSecondAgentIsKeptOut() throws IOException {
        open(folder, T, "a");

        assertThatThrownBy(() -> Archive.open(folder, Config.of(Map.of()), metrics, events, T))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by another agent");
    }

    @Test
    void secondsThatAreLivedAgainReplaceTheFirst() throws IOException {
        open(folder, T, "a", "b");
        double[] first = writeNoise(600);
        store.forgetFrom(T + 300);
        sheet.writeAt(T + 300, 1, 1);
        for (int i = 301; i <= 600; i++) {
            sheet.writeAt(T + i, 2, 2);
            settle();
        }
        stop();

        open(folder, T + 600, "a", "b");
        double[] read = seconds("a", T + 1, 600);
        assertThat(read[298]).isEqualTo(first[298]);
        assertThat(read[299]).isEqualTo(1);
        assertThat(read[300]).isEqualTo(2);
        assertThat(read[599]).isEqualTo(2);
    }

    private void open(Path where, long nowS, String... ids) throws IOException {
        archive =
                Archive.open(
                        where,
                        Retention.of(Config.of(Map.of())),
                        metrics,
                        events,
                        nowS,
                        (channel, bytes, at) -> {
                            room -= bytes.remaining();
                            if (room < 0) {
                                throw new IOException("No space left on device");
                            }
                            return channel.write(bytes, at);
                        });
        store = new SeriesStore(archive);
        sheet = new Sheet(store, nowS, ids);
    }

    private void stop() {
        store.close();
        archive.close();
        archive = null;
    }

    /** Waits until the archive has read all its mail. */
    private void settle() {
        assertThat(archive.find("nothing")).isEmpty();
    }

    private double[] writeNoise(int seconds) {
        double[] values = new double[seconds];
        for (int i = 0; i < seconds; i++) {
            values[i] = 100 + random.nextInt(50);
            sheet.write(values[i], -1 - i);
            if (i % 20 == 0) {
                settle(); // a test is quicker than any disk
            }
        }
        return values;
    }

    private double[] seconds(String id, long fromS, int count) {
        Rows rows = new Rows(Tier.SECONDS, fromS, count, 1);
        archive.read("test_local.sheet", List.of(id), rows);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = rows.sum(0, i);
        }
        return values;
    }

    private long count(Family family) {
        return metrics.value(metrics.series(family));
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                Files.createDirectories(target.getParent());
                Files.copy(each, target);
            }
        }
    }
}
