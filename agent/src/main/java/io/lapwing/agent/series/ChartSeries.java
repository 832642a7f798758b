// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.collect.LiveChart;
import io.lapwing.agent.collect.Samples;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A chart with the past of its dimensions. Owned by the agent's thread. */
public final class ChartSeries {
    private final Supplier<Chart> source;
    private final BooleanSupplier targetAnswers;
    private final Ring.Workbench bench;
    private final Outliers outliers = new Outliers();
    private List<Kept> before;
    private final List<Ring> rings = new ArrayList<>();
    private final BitSet told = new BitSet(Ring.WINDOW_S);
    private long window = -1;
    private long firstS;
    private long lastS;

    /** Of a chart that is read, and goes on where blocks of an earlier process end. */
    ChartSeries(LiveChart live, Ring.Workbench bench, List<Kept> before) {
        this(live::chart, live::targetAnswers, bench, before);
    }

    /**
     * @param source the chart as it is now
     * @param before blocks of an earlier process, oldest first
     */
    ChartSeries(
            Supplier<Chart> source,
            BooleanSupplier targetAnswers,
            Ring.Workbench bench,
            List<Kept> before) {
        this.source = source;
        this.targetAnswers = targetAnswers;
        this.bench = bench;
        this.before = before;
        for (Kept kept : before) {
            BitSet seconds = kept.block().told();
            if (!seconds.isEmpty()) {
                long start = kept.block().span() * Ring.WINDOW_S + 1;
                firstS = firstS == 0 ? start + seconds.nextSetBit(0) : firstS;
                lastS = start + seconds.length() - 1;
                window = kept.block().span();
                told.clear();
                told.or(seconds);
            }
        }
    }

    /** Seconds from one sample to the next. */
    public int updateEveryS() {
        return chart().everyS();
    }

    public Chart chart() {
        return source.get();
    }

    /** The rings of {@link Chart#dimensions()}, in the same order. */
    public Ring ring(int dimension) {
        return rings.get(dimension);
    }

    /** Another ring that the thread of this chart owns, for values of its own. */
    public Ring emptyRing() {
        return new Ring(bench);
    }

    /** Dimensions that have a ring: all but those that appeared since the last sample. */
    public int size() {
        return rings.size();
    }

    /** The dimension with this id, else the one with this name, else -1. */
    public int indexOf(String idOrName) {
        List<Dimension> dimensions = chart().dimensions();
        int byName = -1;
        for (int i = 0; i < size(); i++) {
            if (dimensions.get(i).id().equals(idOrName)) {
                return i;
            }
            if (dimensions.get(i).name().equals(idOrName)) {
                byName = i;
            }
        }
        return byName;
    }

    /** The last second in which the target told something about this chart; 0 before. */
    public long lastS() {
        return lastS;
    }

    /** The last second up to this one that holds a sample of the chart; 0 when there is none. */
    public long lastAt(long second) {
        if (second >= lastS) {
            return lastS;
        }
        for (long each = second; each >= firstS() && each > 0; each--) {
            for (Ring ring : rings) {
                if (!Double.isNaN(ring.at(each))) {
                    return each;
                }
            }
        }
        return 0;
    }

    /** Whether the target answered when it was asked last. */
    public boolean targetAnswers() {
        return targetAnswers.getAsBoolean();
    }

    public long firstS() {
        return lastS == 0 ? 0 : Math.max(firstS, lastS - Ring.SECONDS_KEPT + 1);
    }

    public ChartInfo info() {
        return new ChartInfo(chart(), firstS(), lastS, updateEveryS());
    }

    /** Appends the second just read. */
    void append(long second, LiveChart live, Samples samples) {
        takeNewDimensions();
        if (!live.collected(samples) || second <= lastS) {
            return;
        }
        outliers.begin(second, rings.size());
        for (int i = 0; i < rings.size(); i++) {
            double value = live.value(i, samples);
            boolean mark = outliers.take(i, value);
            rings.get(i).put(second, value, live.reset(i, samples), mark);
        }
        told(second);
    }

    /** Appends a second as it was told once. */
    void append(long second, double[] values, Flags flags) {
        takeNewDimensions();
        for (int i = 0; i < rings.size(); i++) {
            rings.get(i).put(second, values[i], flags.resets().get(i), flags.marks().get(i));
        }
        told(second);
    }

    private void takeNewDimensions() {
        List<Dimension> dimensions = chart().dimensions();
        while (rings.size() < dimensions.size()) {
            rings.add(resumed(dimensions.get(rings.size()).id()));
            outliers.resume(rings.size() - 1, rings.getLast());
        }
    }

    private void told(long second) {
        firstS = lastS == 0 ? second : firstS;
        lastS = second;
        long its = Tier.SECONDS.span(second);
        if (its != window) {
            told.clear();
            window = its;
        }
        told.set((int) ((second - 1) % Ring.WINDOW_S));
    }

    /** All that memory knows of it, oldest first. */
    List<Kept> blocks() {
        List<Kept> blocks = new ArrayList<>();
        long last = lastS == 0 ? -1 : Tier.SECONDS.span(lastS);
        for (long span = lastS == 0 ? 0 : Tier.SECONDS.span(firstS()); span <= last; span++) {
            Kept kept = block(span);
            if (kept != null) {
                blocks.add(kept);
            }
        }
        return blocks;
    }

    /** The block of a span as far as memory knows it; null when it knows nothing of it. */
    @Nullable Kept block(long span) {
        boolean known = lastS > 0 && span >= Tier.SECONDS.span(firstS());
        if (!known || span > Tier.SECONDS.span(lastS)) {
            return null;
        }
        byte[][] columns = new byte[rings.size()][];
        double[] values = new double[Ring.WINDOW_S];
        BitSet any = new BitSet(Ring.WINDOW_S);
        long from = span * Ring.WINDOW_S + 1;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rings.get(i).packedNow(span);
            rings.get(i).copy(from, from + values.length - 1, values, 0);
            for (int second = 0; second < values.length; second++) {
                any.set(second, any.get(second) || !Double.isNaN(values[second]));
            }
        }
        if (span == window) {
            any.or(told);
        }
        List<Dimension> dimensions = chart().dimensions().subList(0, columns.length);
        return new Kept(chart().with(dimensions), new Block(span, any, columns));
    }

    /** The window last told of, when it is over before another; null when it is not. */
    @Nullable Kept over(long next) {
        if (window < 0 || window >= next) {
            return null;
        }
        byte[][] columns = new byte[rings.size()][];
        for (int i = 0; i < columns.length; i++) {
            rings.get(i).endWindowsBefore(window + 1);
            columns[i] = rings.get(i).packed(window);
        }
        Block block = new Block(window, (BitSet) told.clone(), columns);
        List<Dimension> dimensions = chart().dimensions().subList(0, columns.length);
        window = -1;
        told.clear();
        if (!before.isEmpty()
                && before.getLast().block().span() < next - Ring.SECONDS_KEPT / Ring.WINDOW_S) {
            before = List.of(); // no ring would remember it
        }
        return new Kept(chart().with(dimensions), block);
    }

    void forgetFrom(long second) {
        rings.forEach(ring -> ring.forgetFrom(second));
        if (lastS < second) {
            return;
        }
        lastS = second > firstS() ? second - 1 : 0;
        told.clear();
        window = lastS == 0 ? -1 : Tier.SECONDS.span(lastS);
        for (long each = window * Ring.WINDOW_S + 1; lastS > 0 && each <= lastS; each++) {
            for (Ring ring : rings) {
                if (!Double.isNaN(ring.at(each))) {
                    told.set((int) ((each - 1) % Ring.WINDOW_S));
                    break;
                }
            }
        }
    }

    private Ring resumed(String dimensionId) {
        Ring ring = new Ring(bench);
        boolean first = true;
        for (Kept kept : before) {
            List<Dimension> dimensions = kept.chart().dimensions();
            for (int i = 0; i < kept.block().columns().length; i++) {
                byte[] column = kept.block().columns()[i];
                if (column.length > 0 && dimensions.get(i).id().equals(dimensionId)) {
                    if (first) {
                        ring.resume(firstS, lastS);
                    }
                    first = false;
                    ring.resumed(kept.block().span(), column);
                }
            }
        }
        return ring;
    }
}
