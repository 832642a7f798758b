// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import java.io.IOException;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads rows of any tier, and makes the blocks of the coarser tiers from the finer once a span of
 * them is over. What is not made yet is worked out where it is asked for, so nothing need be held
 * between, and a process that dies in the middle does it again. Owned by the archive's thread.
 */
final class Condensing {
    private final Map<Tier, Shelf> shelves;
    private final Packing packing = new Packing();
    private final double[] values = new double[Packing.VALUES_MAX];

    /** The last span of a tier that has been made. */
    private final Map<Tier, Long> made = new EnumMap<>(Tier.class);

    Condensing(Map<Tier, Shelf> shelves) {
        this.shelves = shelves;
        for (Tier tier : List.of(Tier.MINUTES, Tier.HOURS)) {
            made.put(tier, shelf(tier).lastSpan());
        }
    }

    /** Makes all blocks whose time is over before a second. Answers how many. */
    int until(long second) throws IOException {
        int blocks = 0;
        for (Tier tier : List.of(Tier.MINUTES, Tier.HOURS)) {
            long first = shelf(tier.finer()).firstSpan();
            if (first == Long.MAX_VALUE) {
                continue;
            }
            long from = Math.max(madeUntil(tier) + 1, tier.span(first * tier.finer().spanS() + 1));
            for (long span = from; span < tier.span(second); span++) {
                blocks += make(tier, span);
                made.put(tier, span);
            }
        }
        return blocks;
    }

    /** Spans from this second on will be lived again. */
    void forgetFrom(long second) {
        made.replaceAll((tier, span) -> Math.min(span, tier.span(second) - 1));
    }

    /** Fills rows with what is on disk about some dimensions of a chart, by their ids. */
    void read(String chartId, List<String> ids, Rows rows) throws IOException {
        long from = rows.endS(0) - rows.tier().everyS() + 1;
        long to = rows.endS(rows.size() - 1);
        read(rows.tier(), chartId, ids, from, to, rows);
    }

    private void read(Tier tier, String chartId, List<String> ids, long from, long to, Rows rows)
            throws IOException {
        if (tier == Tier.SECONDS) {
            readSeconds(chartId, ids, from, to, rows);
            return;
        }
        long lastMade = (madeUntil(tier) + 1) * tier.spanS();
        if (from <= lastMade) {
            long end = Math.min(to, lastMade);
            BlocksBySpan last = new BlocksBySpan();
            shelf(tier).read(chartId, tier.span(from), tier.span(end), last::put);
            for (Kept kept : last.all()) {
                take(tier, kept, ids, rows);
            }
        }
        if (to > lastMade) {
            read(tier.finer(), chartId, ids, Math.max(from, lastMade + 1), to, rows);
        }
    }

    private void readSeconds(String chartId, List<String> ids, long from, long to, Rows rows)
            throws IOException {
        BlocksBySpan last = new BlocksBySpan();
        shelf(Tier.SECONDS)
                .read(chartId, Tier.SECONDS.span(from), Tier.SECONDS.span(to), last::put);
        fold(last.all(), ids, rows);
    }

    /** Fills rows with blocks that are not on disk yet. */
    void readWaiting(Collection<Kept> blocks, String chartId, List<String> ids, Rows rows) {
        fold(blocks.stream().filter(kept -> kept.chart().id().equals(chartId)).toList(), ids, rows);
    }

    private void fold(Collection<Kept> blocks, List<String> ids, Rows rows) {
        for (Kept kept : blocks) {
            long start = kept.block().span() * Packing.VALUES_MAX + 1;
            for (int i = 0; i < ids.size(); i++) {
                byte[] column = column(kept, ids.get(i), 1, 0);
                if (column.length > 0) {
                    packing.unpack(column, Packing.VALUES_MAX, values);
                    rows.fold(i, start, values, Packing.VALUES_MAX);
                    BitSet marks = Packing.flags(column, Packing.VALUES_MAX).marks();
                    for (int at = marks.nextSetBit(0); at >= 0; at = marks.nextSetBit(at + 1)) {
                        rows.mark(i, start + at);
                    }
                }
            }
        }
    }

    private void take(Tier tier, Kept kept, List<String> ids, Rows rows) {
        double[][] four = new double[tier.columns()][tier.rows()];
        for (int i = 0; i < ids.size(); i++) {
            byte[] counts = column(kept, ids.get(i), tier.columns(), 0);
            if (counts.length == 0) {
                continue;
            }
            for (int each = 0; each < four.length; each++) {
                byte[] column = column(kept, ids.get(i), tier.columns(), each);
                packing.unpack(column, tier.rows(), four[each]);
            }
            for (int row = 0; row < tier.rows(); row++) {
                long end = kept.block().span() * tier.spanS() + (row + 1L) * tier.everyS();
                rows.fold(i, end, four[0][row], four[1][row], four[2][row], four[3][row]);
            }
        }
        takeMarks(tier, kept, ids, rows);
    }

    /** In a block of a coarser tier the marks of all dimensions stand in a column of their own. */
    private static void takeMarks(Tier tier, Kept kept, List<String> ids, Rows rows) {
        byte[][] columns = kept.block().columns();
        if (columns.length % tier.columns() == 0) {
            return;
        }
        List<Dimension> dimensions = kept.chart().dimensions();
        ByteSource in = new ByteSource(columns[columns.length - 1]);
        while (in.hasMore()) {
            int at = ids.indexOf(dimensions.get(in.count(dimensions.size() - 1)).id());
            for (int left = in.count(tier.rows()); left > 0; left--) {
                long row = in.count(tier.rows() - 1);
                int marked = in.count(tier.everyS());
                if (at >= 0) {
                    long start = kept.block().span() * tier.spanS();
                    rows.marks(at, start + (row + 1) * tier.everyS(), marked);
                }
            }
        }
    }

    private static byte[] marks(Rows rows, int dimensions) {
        ByteSink out = new ByteSink(64);
        for (int i = 0; i < dimensions; i++) {
            int any = 0;
            for (int row = 0; row < rows.size(); row++) {
                any += rows.marked(i, row) > 0 ? 1 : 0;
            }
            if (any > 0) {
                out.number(i);
                out.number(any);
            }
            for (int row = 0; row < rows.size(); row++) {
                if (rows.marked(i, row) > 0) {
                    out.number(row);
                    out.number(rows.marked(i, row));
                }
            }
        }
        return out.toBytes();
    }

    private int make(Tier tier, long span) throws IOException {
        long from = span * tier.spanS() + 1;
        long to = (span + 1) * tier.spanS();
        Tier finer = tier.finer();
        Map<String, Chart> charts = shelf(finer).charts(finer.span(from), finer.span(to));
        for (Chart chart : charts.values()) {
            List<String> ids = chart.dimensions().stream().map(each -> each.id()).toList();
            Rows rows = new Rows(tier, from - 1 + tier.everyS(), tier.rows(), ids.size());
            read(finer, chart.id(), ids, from, to, rows);
            shelf(tier).write(chart, block(rows, span, ids.size()));
        }
        return charts.size();
    }

    private Block block(Rows rows, long span, int dimensions) {
        Tier tier = rows.tier();
        BitSet told = new BitSet(tier.rows());
        byte[] marks = marks(rows, dimensions);
        int marksColumns = marks.length == 0 ? 0 : 1;
        byte[][] columns = new byte[dimensions * tier.columns() + marksColumns][];
        if (marksColumns > 0) {
            columns[columns.length - 1] = marks;
        }
        double[] column = new double[tier.rows()];
        for (int i = 0; i < dimensions; i++) {
            for (int each = 0; each < tier.columns(); each++) {
                for (int row = 0; row < tier.rows(); row++) {
                    column[row] =
                            switch (each) {
                                case 0 -> rows.count(i, row);
                                case 1 -> rows.sum(i, row);
                                case 2 -> rows.least(i, row);
                                default -> rows.greatest(i, row);
                            };
                    told.set(row, told.get(row) || rows.count(i, row) > 0);
                }
                columns[i * tier.columns() + each] = packing.pack(column, tier.rows(), null);
            }
        }
        return new Block(span, told, columns);
    }

    private static byte[] column(Kept kept, String id, int columns, int each) {
        Chart chart = kept.chart();
        Block block = kept.block();
        for (int i = 0; i < chart.dimensions().size(); i++) {
            if (chart.dimensions().get(i).id().equals(id)) {
                int at = i * columns + each;
                int values = block.columns().length - block.columns().length % columns;
                return at < values ? block.columns()[at] : new byte[0];
            }
        }
        return new byte[0];
    }

    private long madeUntil(Tier tier) {
        return made.getOrDefault(tier, -1L);
    }

    private Shelf shelf(Tier tier) {
        return Objects.requireNonNull(shelves.get(tier));
    }
}
