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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts that leave with their target, and may come back. */
final class LeavingTest {
    /** The last second of a day. */
    private static final long T = 1_795_305_600;

    @TempDir private Path folder;

    @Test
    void aChartThatLeavesKeepsItsPastAndGoesOnWhenItComesBack() throws IOException {
        Archive archive = open(T);
        SeriesStore store = new SeriesStore(archive);
        Sheet sheet = new Sheet(store, T, "a", "b");
        for (int i = 1; i <= 500; i++) {
            sheet.write(i, -i);
            assertThat(archive.find("none")).isEmpty();
        }
        long version = store.version();
        sheet.leave();
        assertThat(store.charts()).isEmpty();
        assertThat(store.find("test_local.sheet")).isNull();
        assertThat(store.version()).isGreaterThan(version);

        sheet.writeAt(T + 510, 7, 8);
        assertThat(sheet.chart().firstS()).isEqualTo(T + 1);
        assertThat(sheet.chart().ring(0).at(T + 490)).isEqualTo(490);
        assertThat(sheet.chart().ring(0).at(T + 505)).isNaN();
        sheet.leave();
        for (int i = 511; i <= 730; i++) { // nobody tells anything
            store.begin(T + i);
            store.end(T + i);
        }
        store.close();
        archive.close();

        Archive again = open(T + 730);
        Rows rows = new Rows(Tier.SECONDS, T + 1, 730, 2);
        again.read("test_local.sheet", List.of("a", "b"), rows);
        again.close();
        for (int i = 1; i <= 500; i++) {
            assertThat(rows.sum(0, i - 1)).isEqualTo(i);
            assertThat(rows.sum(1, i - 1)).isEqualTo(-i);
        }
        assertThat(rows.sum(0, 504)).isNaN();
        assertThat(rows.sum(1, 509)).isEqualTo(8);
    }

    private Archive open(long nowS) throws IOException {
        Events events = new Events(new ManualClock(nowS * 1_000));
        return Archive.open(folder, Config.of(Map.of()), new Metrics(), events, nowS);
    }
}
