// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marks of samples that are out of line, from the second they are set to the coarsest tier. */
final class MarksTest {
    /** The last second of a day. */
    private static final long T = 1_795_305_600;

    private static final Set<Integer> SPIKES = Set.of(1_500, 1_501, 4_000, 4_790);

    @TempDir private Path folder;

    private Archive archive;
    private SeriesStore store;
    private Sheet sheet;

    @AfterEach
    void close() {
        if (archive != null) {
            archive.close();
        }
    }

    @Test
    void marksAreKeptInEveryTierAndOutliveARestart() throws IOException {
        open(T);
        for (int i = 1; i <= 4_800; i++) {
            sheet.write(SPIKES.contains(i) ? Math.pow(i, 3) : i % 5, 7);
            if (i % 20 == 0) {
                assertThat(archive.find("nothing")).isEmpty(); // a test is quicker than any disk
            }
        }
        assertThat(marks(new MemoryPast(sheet.chart()).rows(Tier.SECONDS, T + 1, T + 4_800)))
                .isEqualTo(new TreeSet<>(SPIKES));
        assertThat(sheet.chart().ring(0).markedAt(T + 4_790)).isTrue();
        assertThat(sheet.chart().ring(0).markedAt(T + 4_789)).isFalse();
        store.close();
        archive.close();

        open(T + 4_800);
        Rows seconds = new Rows(Tier.SECONDS, T + 1, 4_800, 2);
        archive.read("test_local.sheet", List.of("a", "b"), seconds);
        Rows minutes = new Rows(Tier.MINUTES, T + 60, 80, 2);
        archive.read("test_local.sheet", List.of("b", "a"), minutes);
        Rows hours = new Rows(Tier.HOURS, T + 3_600, 2, 1);
        archive.read("test_local.sheet", List.of("a"), hours);

        assertThat(marks(seconds)).isEqualTo(new TreeSet<>(SPIKES));
        assertThat(minutes.marked(1, 24)).isEqualTo(1);
        assertThat(minutes.marked(1, 25)).isEqualTo(1);
        assertThat(minutes.marked(1, 66)).isEqualTo(1);
        assertThat(minutes.marked(0, 66)).isZero();
        assertThat(hours.marked(0, 0)).isEqualTo(2);
        assertThat(hours.marked(0, 1)).isEqualTo(2);
        Rows shown = hours.asMarks();
        assertThat(shown.average(0, 0)).isEqualTo(200 / 3_600.0);
        assertThat(shown.greatest(0, 0)).isEqualTo(100);
        assertThat(shown.least(0, 0)).isZero();

        sheet.write(5_000, 7);
        sheet.write(1e12, 7);
        assertThat(sheet.chart().ring(0).markedAt(T + 4_801)).as("was worse before").isFalse();
        assertThat(sheet.chart().ring(0).markedAt(T + 4_802)).as("the past is known").isTrue();
    }

    @Test
    void theLogOfSecondsHasThemToo() {
        Flags flags = Flags.none();
        flags.set(1, true, true);
        ByteSink out = new ByteSink(64);
        Ticks.begin(T + 2, true, out);
        Ticks.add(0, new double[] {3, 4}, new double[] {Double.NaN, Double.NaN}, 2, flags, out);
        Ticks.Replay replay = new Ticks.Replay();
        replay.read(
                new ByteSource(out.toBytes()),
                (number, second, values, read) -> {
                    assertThat(values).containsExactly(3, 4);
                    assertThat(read).isEqualTo(flags);
                });
    }

    private static Set<Integer> marks(Rows rows) {
        Set<Integer> marked = new TreeSet<>();
        for (int row = 0; row < rows.size(); row++) {
            if (rows.marked(0, row) > 0) {
                marked.add((int) (rows.endS(row) - T));
            }
            assertThat(rows.marked(1, row)).isZero();
        }
        return marked;
    }

    private void open(long nowS) throws IOException {
        archive =
                Archive.open(
                        folder,
                        Config.of(Map.of()),
                        new Metrics(),
                        new Events(new ManualClock(nowS * 1_000)),
                        nowS);
        store = new SeriesStore(archive);
        sheet = new Sheet(store, nowS, "a", "b");
    }
}
