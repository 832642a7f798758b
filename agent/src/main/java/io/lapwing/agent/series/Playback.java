// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Some charts of the history, lived again second by second in a store of their own: from disk what
 * is on disk, from memory the last minutes. Owned by whoever made it, which is not the agent's
 * thread.
 */
public final class Playback {
    /** Charts that are played at once. */
    public static final int CHARTS_MAX = 1_000;

    /** Windows that are read in one go. */
    private static final int SPANS_AT_ONCE = 5;

    /** Asks something on the thread that owns the memory. */
    public interface Asking {
        <R> R ask(Supplier<R> question);
    }

    private final SeriesStore memory;
    private final Asking asking;
    private final @Nullable Archive archive;
    private final Predicate<Chart> wanted;
    private final long fromS;
    private final long toS;
    private final SeriesStore store = new SeriesStore();
    private final Map<String, Played> charts = new HashMap<>();
    private final TreeMap<Long, List<Kept>> ahead = new TreeMap<>();
    private List<Played> playing = List.of();
    private long nextSpan;
    private long second;

    /**
     * @param wanted of any thread: the charts that are played
     * @param fromS the first second that counts; what a rule may look back on is played before
     */
    public Playback(
            SeriesStore memory,
            Asking asking,
            @Nullable Archive archive,
            Predicate<Chart> wanted,
            long fromS,
            long toS) {
        this.memory = memory;
        this.asking = asking;
        this.archive = archive;
        this.wanted = wanted;
        this.fromS = Math.max(fromS, firstS());
        this.toS = toS;
        this.second = Math.max(this.fromS - Ring.SECONDS_KEPT, 1) - 1;
        this.nextSpan = Tier.SECONDS.span(second + 1);
    }

    /** The charts, as they were in the present second. */
    public SeriesStore store() {
        return store;
    }

    /** The present second. */
    public long second() {
        return second;
    }

    /**
     * Goes on to the next second in which any of the charts was told of; false when there is none.
     *
     * @throws IllegalStateException when there are too many charts, or nobody answers
     */
    public boolean next() {
        while (second < toS) {
            long its = Tier.SECONDS.span(second + 1);
            if (its >= nextSpan) {
                begin(its);
            }
            second++;
            boolean any = false;
            for (Played each : playing) {
                any |= each.play(second);
            }
            if (any && second >= fromS) {
                return true;
            }
        }
        return false;
    }

    private long firstS() {
        long first =
                asking.ask(() ->
                        memory.charts().stream()
                                .mapToLong(ChartSeries::firstS)
                                .filter(each -> each > 0)
                                .min()
                                .orElse(Long.MAX_VALUE));
        if (archive != null) {
            first = Math.min(first, archive.firsts().getOrDefault(Tier.SECONDS, first));
        }
        return first == Long.MAX_VALUE ? 0 : first;
    }

    private void begin(long span) {
        if (ahead.isEmpty() || ahead.lastKey() < span) {
            read(span);
        }
        playing = new ArrayList<>();
        for (Kept kept : ahead.getOrDefault(span, List.of())) {
            Played played = charts.computeIfAbsent(kept.chart().id(), id -> admitted(kept));
            played.begin(kept);
            playing.remove(played); // of two blocks of a chart and span the later holds
            playing.add(played);
        }
        ahead.headMap(span, true).clear();
        nextSpan = span + 1;
    }

    private Played admitted(Kept kept) {
        if (charts.size() >= CHARTS_MAX) {
            throw new IllegalStateException(
                    "the rule looks at more than " + CHARTS_MAX + " charts; name fewer of them");
        }
        Played played = new Played(kept.chart());
        store.admit(played.series);
        return played;
    }

    /** What the archive was handed long ago is read there, the rest in memory. */
    private void read(long span) {
        ahead.clear();
        long last = Math.min(Tier.SECONDS.span(toS), span + SPANS_AT_ONCE - 1);
        long onDisk = archive == null ? -1 : asking.ask(memory::lastSpan) - 2;
        if (archive != null && onDisk >= span) {
            put(archive.blocks(span, Math.min(last, onDisk), wanted));
        }
        long inMemory = Math.max(span, onDisk + 1);
        if (inMemory <= last) {
            put(asking.ask(() -> memory.blocks(inMemory, last, wanted)));
        }
        for (long each = span; each <= last; each++) {
            ahead.putIfAbsent(each, List.of()); // nothing is known of it
        }
    }

    private void put(List<Kept> blocks) {
        for (Kept kept : blocks) {
            ahead.computeIfAbsent(kept.block().span(), any -> new ArrayList<>()).add(kept);
        }
    }

    /** One chart, and its block that is being played. */
    private final class Played {
        private final ChartSeries series;
        private final Packing packing = new Packing();
        private Chart chart;
        private Block block = new Block(-1, new BitSet(), new byte[0][]);
        private double[][] columns = {};
        private Flags[] flags = {};
        private double[] row = {};
        private final Flags rowFlags = Flags.none();

        Played(Chart chart) {
            this.chart = chart;
            series = new ChartSeries(() -> this.chart, () -> true, store.bench(), List.of());
        }

        /** Dimensions keep their places, whatever their order in a block. */
        void begin(Kept kept) {
            List<Dimension> dimensions = new ArrayList<>(chart.dimensions());
            for (Dimension each : kept.chart().dimensions()) {
                if (dimensions.stream().noneMatch(known -> known.id().equals(each.id()))) {
                    dimensions.add(each);
                }
            }
            chart = kept.chart().with(dimensions);
            block = kept.block();
            columns = new double[dimensions.size()][Packing.VALUES_MAX];
            flags = new Flags[columns.length];
            row = new double[columns.length];
            for (int i = 0; i < columns.length; i++) {
                byte[] packed = column(kept, dimensions.get(i).id());
                flags[i] = Flags.none();
                if (packed.length == 0) {
                    Arrays.fill(columns[i], Double.NaN);
                } else {
                    packing.unpack(packed, Packing.VALUES_MAX, columns[i]);
                    flags[i] = Packing.flags(packed, Packing.VALUES_MAX);
                }
            }
        }

        private byte[] column(Kept kept, String id) {
            for (int i = 0; i < kept.block().columns().length; i++) {
                if (kept.chart().dimensions().get(i).id().equals(id)) {
                    return kept.block().columns()[i];
                }
            }
            return new byte[0];
        }

        /** Appends a second; false when the chart was not told of in it. */
        boolean play(long now) {
            int index = (int) ((now - 1) % Packing.VALUES_MAX);
            if (!block.told().get(index) || Tier.SECONDS.span(now) != block.span()) {
                return false;
            }
            for (int i = 0; i < columns.length; i++) {
                row[i] = columns[i][index];
                rowFlags.set(i, flags[i].resets().get(index), flags[i].marks().get(index));
            }
            series.append(now, row, rowFlags);
            return true;
        }
    }
}
