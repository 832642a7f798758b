// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest rows of a chart in a coarse tier, brought up to each second. Memory fills what it
 * knows; what was before it is asked for once, and put in when it comes. Owned by the agent's
 * thread.
 */
public final class RecentRows {
    /** Who may know what was before memory. */
    public interface Earlier {
        /** Knows nothing. */
        Earlier NOTHING =
                (chart, ids, rows, then) -> {
                    then.run();
                    return true;
                };

        /**
         * Fills rows with what is known of some dimensions, now or later, and then calls back on
         * the thread that asked. False when it cannot be asked now.
         */
        boolean fill(Chart chart, List<String> ids, Rows rows, Runnable then);
    }

    /** An answer that takes longer is asked for again. */
    private static final int ANSWER_MAX_S = 30;

    private final ChartSeries chart;
    private final Tier tier;
    private final int size;
    private final Earlier earlier;
    private final List<Column> columns = new ArrayList<>();
    private long newestRow;
    private long followedS;
    private int filled;
    private long askedS;

    /** What the rows of one dimension hold; a row's place is its number modulo the size. */
    private static final class Column {
        private final int[] counts;
        private final double[] sums;
        private final double[] least;
        private final double[] greatest;
        private final int[] marks;

        Column(int size) {
            counts = new int[size];
            sums = new double[size];
            least = new double[size];
            greatest = new double[size];
            marks = new int[size];
        }

        void clear(int slot) {
            counts[slot] = 0;
            marks[slot] = 0;
        }

        void add(int slot, int count, double sum, double min, double max) {
            boolean first = counts[slot] == 0;
            sums[slot] = first ? sum : sums[slot] + sum;
            least[slot] = first ? min : Math.min(least[slot], min);
            greatest[slot] = first ? max : Math.max(greatest[slot], max);
            counts[slot] += count;
        }
    }

    /**
     * @param size rows that are held
     */
    public RecentRows(ChartSeries chart, Tier tier, int size, Earlier earlier) {
        this.chart = chart;
        this.tier = tier;
        this.size = size;
        this.earlier = earlier;
    }

    /** Brings it up to a second. */
    public void follow(long second) {
        if (followedS == 0 || second - followedS > Ring.SECONDS_KEPT) {
            columns.clear();
            filled = 0;
        }
        boolean begins = columns.isEmpty();
        newestRow = begins ? row(second) : newestRow;
        takeNewDimensions(begins ? second : followedS);
        for (long each = followedS + 1; !begins && each <= second; each++) {
            moveTo(row(each));
            for (int i = 0; i < columns.size(); i++) {
                double value = chart.ring(i).at(each);
                if (!Double.isNaN(value)) {
                    columns.get(i).add(slot(newestRow), 1, value, value, value);
                    columns.get(i).marks[slot(newestRow)] += chart.ring(i).markedAt(each) ? 1 : 0;
                }
            }
        }
        followedS = second;
        if (filled < columns.size() && second - askedS > ANSWER_MAX_S) {
            ask(second);
        }
    }

    /** Whether all that is known anywhere is here. */
    public boolean isWhole() {
        return filled == columns.size();
    }

    /** The clock was set back: all is worked out again. */
    public void forget() {
        followedS = 0;
        askedS = 0;
    }

    /** The number of the row that holds a second: it is the row's last one by the tier's length. */
    public long row(long second) {
        return tier.rowEnd(second) / tier.everyS();
    }

    /** How many seconds of a row had a value. */
    public int count(int dimension, long row) {
        return isHeld(dimension, row) ? columns.get(dimension).counts[slot(row)] : 0;
    }

    /** Has no meaning without a value, as the two that follow. */
    public double sum(int dimension, long row) {
        return columns.get(dimension).sums[slot(row)];
    }

    public double least(int dimension, long row) {
        return columns.get(dimension).least[slot(row)];
    }

    public double greatest(int dimension, long row) {
        return columns.get(dimension).greatest[slot(row)];
    }

    /** How many seconds had a value that was out of line. */
    public int marked(int dimension, long row) {
        return columns.get(dimension).marks[slot(row)];
    }

    private boolean isHeld(int dimension, long row) {
        return dimension < columns.size() && row <= newestRow && row > newestRow - size;
    }

    private void takeNewDimensions(long second) {
        int known = columns.size();
        if (known == chart.size()) {
            return;
        }
        long fromS = Math.max(Math.max(chart.firstS(), 1), (newestRow - size) * tier.everyS() + 1);
        for (int i = known; i < chart.size(); i++) {
            columns.add(new Column(size));
        }
        if (fromS <= second) {
            take(new MemoryPast(chart).rows(tier, fromS, second), known, columns.size());
        }
    }

    private void ask(long second) {
        List<String> ids =
                chart.chart().dimensions().subList(filled, columns.size()).stream()
                        .map(Dimension::id)
                        .toList();
        long firstRow = Math.max(1, newestRow - size + 1);
        long toS = (newestRow - 1) * tier.everyS(); // memory knows all of the newest row
        Rows rows = Rows.covering(tier, firstRow * tier.everyS(), toS, ids.size());
        int from = filled;
        int to = columns.size();
        askedS = second; // the answer may come at once
        if (!earlier.fill(chart.chart(), ids, rows, () -> filled(rows, from, to))) {
            askedS = 0;
        }
    }

    private void filled(Rows rows, int from, int to) {
        askedS = 0;
        if (filled != from || columns.size() < to) {
            return; // all was forgotten meanwhile, and is asked for again
        }
        for (int i = from; i < to; i++) {
            for (int each = 0; each < rows.size(); each++) {
                long row = row(rows.endS(each));
                if (rows.count(i - from, each) > count(i, row) && isHeld(i, row)) {
                    columns.get(i).clear(slot(row));
                    add(i, row, rows, i - from, each);
                }
            }
        }
        filled = to;
    }

    private void take(Rows rows, int from, int to) {
        for (int i = from; i < to; i++) {
            for (int each = 0; each < rows.size(); each++) {
                long row = row(rows.endS(each));
                if (rows.count(i, each) > 0 && isHeld(i, row)) {
                    add(i, row, rows, i, each);
                }
            }
        }
    }

    private void add(int dimension, long row, Rows rows, int column, int each) {
        columns.get(dimension)
                .add(
                        slot(row),
                        (int) rows.count(column, each),
                        rows.sum(column, each),
                        rows.least(column, each),
                        rows.greatest(column, each));
        columns.get(dimension).marks[slot(row)] += rows.marked(column, each);
    }

    private void moveTo(long row) {
        for (long each = Math.max(newestRow + 1, row - size + 1); each <= row; each++) {
            for (Column column : columns) {
                column.clear(slot(each));
            }
        }
        newestRow = Math.max(newestRow, row);
    }

    private int slot(long row) {
        return (int) (row % size);
    }
}
