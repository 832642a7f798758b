// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.base.Cells;
import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.util.List;

/** What the archive counts about itself. */
public final class SeriesMetrics {
    static final Family BYTES =
            Family.gauge("agent_series_bytes", "Bytes of history on disk, all tiers together.");
    static final Family BLOCKS =
            Family.counter("agent_series_blocks_written", "Blocks of history written.");
    static final Family DAMAGED =
            Family.counter(
                    "agent_series_damaged", "Places on disk that were not what was written there.");
    static final Family FAILED =
            Family.counter("agent_series_writes_failed", "Writes that the disk refused, times.");
    static final Family PAUSED =
            Family.gauge("agent_series_paused", "1 while the disk takes no history.");
    static final Family LOST =
            Family.counter("agent_series_lost", "Blocks and seconds that never reached the disk.");

    static final Family DISK_FREE =
            Family.gauge("agent_series_disk_free_bytes", "Room left on the disk of the history.");

    /** Every family of the archive, for the manual. */
    public static final List<Family> ALL =
            List.of(BYTES, BLOCKS, DAMAGED, FAILED, PAUSED, LOST, DISK_FREE);

    private final Cells cells;
    private final Series bytes;
    private final Series blocks;
    private final Series damaged;
    private final Series failed;
    private final Series paused;
    private final Series lost;
    private final Series diskFree;
    private long bytesNow;
    private long diskFreeNow;
    private boolean pausedNow;

    SeriesMetrics(Metrics metrics) {
        cells = metrics.shared();
        bytes = metrics.series(BYTES);
        blocks = metrics.series(BLOCKS);
        damaged = metrics.series(DAMAGED);
        failed = metrics.series(FAILED);
        paused = metrics.series(PAUSED);
        lost = metrics.series(LOST);
        diskFree = metrics.series(DISK_FREE);
    }

    void diskFree(long now) {
        cells.add(diskFree, now - diskFreeNow);
        diskFreeNow = now;
    }

    void bytes(long now) {
        cells.add(bytes, now - bytesNow);
        bytesNow = now;
    }

    void written(int count) {
        cells.add(blocks, count);
    }

    void damaged() {
        cells.increment(damaged);
    }

    void failed() {
        cells.increment(failed);
    }

    void paused(boolean now) {
        cells.add(paused, (now ? 1 : 0) - (pausedNow ? 1 : 0));
        pausedNow = now;
    }

    void lost(int count) {
        cells.add(lost, count);
    }
}
