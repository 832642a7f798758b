// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A chart's past on disk and in memory: what memory knows is asked of it, the rest of the archive.
 * Made on the agent's thread, or of a chart of which nothing is heard any more; then for any thread
 * but the archive's.
 */
public final class WholePast implements Past {
    /** Asks the memory, on the thread that owns it. */
    public interface Memory {
        Rows rows(Tier tier, long fromS, long toS);
    }

    private final Chart chart;
    private final long memoryFirstS;
    private final long lastS;
    private final List<Double> latest;
    private final Archive archive;
    private final Memory memory;
    private final Map<Tier, Long> firsts;

    private WholePast(
            Chart chart,
            long memoryFirstS,
            long lastS,
            List<Double> latest,
            Archive archive,
            Memory memory) {
        this.chart = chart;
        this.memoryFirstS = memoryFirstS;
        this.lastS = lastS;
        this.latest = latest;
        this.archive = archive;
        this.memory = memory;
        this.firsts = archive.firsts();
    }

    /** Of a chart as memory knows it now, and where to ask later. */
    public static WholePast of(MemoryPast now, Archive archive, Memory memory) {
        List<Double> latest = new ArrayList<>();
        Chart chart = now.chart();
        for (int i = 0; i < chart.dimensions().size(); i++) {
            latest.add(now.latest(i));
        }
        return new WholePast(chart, now.firstS(Tier.SECONDS), now.lastS(), latest, archive, memory);
    }

    /** Of a chart that only the archive knows, up to a second. */
    public static WholePast onDisk(Chart chart, long lastS, Archive archive) {
        int dimensions = chart.dimensions().size();
        return new WholePast(
                chart,
                0,
                lastS,
                List.of(),
                archive,
                (tier, fromS, toS) -> Rows.covering(tier, fromS, toS, dimensions));
    }

    @Override
    public Chart chart() {
        return chart;
    }

    /** A coarser tier is made of the finer, so it reaches back at least as far. */
    @Override
    public long firstS(Tier tier) {
        long first = memoryFirstS == 0 ? Long.MAX_VALUE : memoryFirstS;
        for (Tier each : Tier.values()) {
            if (each.compareTo(tier) <= 0) {
                first = Math.min(first, firsts.getOrDefault(each, Long.MAX_VALUE));
            }
        }
        return first == Long.MAX_VALUE ? 0 : first;
    }

    @Override
    public long lastS() {
        return lastS;
    }

    @Override
    public double latest(int dimension) {
        return dimension < latest.size() ? latest.get(dimension) : Double.NaN;
    }

    @Override
    public Rows rows(Tier tier, long fromS, long toS) {
        Rows all = Rows.covering(tier, fromS, toS, chart.dimensions().size());
        // The first second of the first row that memory knows all of.
        long cut = memoryFirstS == 0 ? Long.MAX_VALUE : tier.rowEnd(memoryFirstS - 1) + 1;
        if (all.size() > 0 && all.firstS() < cut) {
            List<String> ids = chart.dimensions().stream().map(Dimension::id).toList();
            Rows onDisk = Rows.covering(tier, fromS, Math.min(toS, cut - 1), ids.size());
            archive.read(chart.id(), ids, onDisk);
            all.take(onDisk);
        }
        if (memoryFirstS > 0 && toS >= memoryFirstS) {
            // Of the row in which memory begins, whoever knows more of it tells.
            all.takeFuller(memory.rows(tier, Math.max(fromS, memoryFirstS), toS));
        }
        return all;
    }
}
