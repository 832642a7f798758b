// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.LiveChart;
import io.lapwing.agent.collect.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All charts and their past: the last hour in memory, and what leaves it in the archive, if there
 * is one. Owned by the agent's thread.
 */
public final class SeriesStore {
    /**
     * Charts that have left and whose past is still in memory; the first to leave are forgotten.
     */
    private static final int GONE_MAX = 1_000;

    private final List<ChartSeries> charts = new ArrayList<>();
    private final Map<String, List<Kept>> gone = new LinkedHashMap<>();
    private long version;
    private final Map<String, ChartSeries> byId = new HashMap<>();
    private final Ring.Workbench bench = new Ring.Workbench();
    private final @Nullable Archive archive;
    private final @Nullable Outgoing outgoing;

    /** In memory only. */
    public SeriesStore() {
        archive = null;
        outgoing = null;
    }

    public SeriesStore(Archive archive) {
        this.archive = archive;
        this.outgoing = new Outgoing(archive, charts);
    }

    /** Another number when charts have come or gone. */
    public long version() {
        return version;
    }

    /** Every chart, in the order of appearance. */
    public List<ChartSeries> charts() {
        return charts;
    }

    /** The chart with this id, this name, or this id without the part before the dot. */
    public @Nullable ChartSeries find(String id) {
        ChartSeries exact = byId.get(id);
        if (exact != null) {
            return exact;
        }
        for (ChartSeries each : charts) {
            if (each.chart().name().equals(id) || each.chart().id().endsWith('.' + id)) {
                return each;
            }
        }
        return null;
    }

    /** Takes in the charts of a target that has not answered yet, so that they can be watched. */
    public void admit(List<LiveChart> ofTarget) {
        for (LiveChart live : ofTarget) {
            ChartSeries unused = byId.computeIfAbsent(live.chart().id(), id -> added(live));
        }
    }

    /**
     * The charts of a target that is not watched any more leave. What is known of them stays on
     * disk; when they come back within the hour, their memory goes on.
     */
    public void remove(List<LiveChart> ofTarget) {
        for (LiveChart live : ofTarget) {
            ChartSeries left = byId.remove(live.chart().id());
            if (left == null) {
                continue;
            }
            charts.remove(left);
            version++;
            gone.put(live.chart().id(), left.blocks());
            if (gone.size() > GONE_MAX) {
                gone.remove(gone.keySet().iterator().next());
            }
            if (outgoing != null) {
                outgoing.left(left);
            }
        }
    }

    /** Comes before the samples of a second: what is over by then leaves for the archive. */
    public void begin(long second) {
        if (outgoing != null) {
            outgoing.begin(second);
        }
    }

    /** Appends the second just read to the charts of one target. */
    public void append(long second, List<LiveChart> ofTarget, Samples samples) {
        for (LiveChart live : ofTarget) {
            byId.computeIfAbsent(live.chart().id(), id -> added(live))
                    .append(second, live, samples);
        }
    }

    /** Comes after the samples of a second. */
    public void end(long second) {
        if (outgoing != null) {
            outgoing.end(second);
        }
    }

    /** Forgets this second and all after it, because the clock was set back to it. */
    public void forgetFrom(long second) {
        charts.forEach(chart -> chart.forgetFrom(second));
        gone.clear();
        if (outgoing != null) {
            outgoing.forgetFrom(second);
        }
    }

    /** Comes last: windows that are not over go to the archive as far as they are known. */
    public void close() {
        if (outgoing != null) {
            outgoing.close();
        }
    }

    /** Takes in a chart that is not read but played back. */
    void admit(ChartSeries played) {
        byId.put(played.chart().id(), played);
        charts.add(played);
        version++;
    }

    Ring.Workbench bench() {
        return bench;
    }

    /** The span of the newest sample; 0 when there is none. */
    long lastSpan() {
        long last = charts.stream().mapToLong(ChartSeries::lastS).max().orElse(0);
        return last == 0 ? 0 : Tier.SECONDS.span(last);
    }

    /** The blocks of some charts in these spans, both included, as far as memory knows them. */
    List<Kept> blocks(long fromSpan, long toSpan, Predicate<Chart> wanted) {
        List<Kept> blocks = new ArrayList<>();
        for (ChartSeries chart : charts) {
            if (chart.lastS() == 0 || !wanted.test(chart.chart())) {
                continue;
            }
            long first = Math.max(fromSpan, Tier.SECONDS.span(chart.firstS()));
            for (long span = first; span <= Math.min(toSpan, Tier.SECONDS.span(chart.lastS())); ) {
                Kept kept = chart.block(span++);
                if (kept != null) {
                    blocks.add(kept);
                }
            }
        }
        return blocks;
    }

    private ChartSeries added(LiveChart live) {
        List<Kept> before = gone.remove(live.chart().id());
        if (before == null) {
            before = archive == null ? List.of() : archive.recent(live.chart().id());
        }
        ChartSeries added = new ChartSeries(live, bench, before);
        charts.add(added);
        version++;
        return added;
    }
}
