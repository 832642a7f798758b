// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.util.Arrays;

/**
 * Consecutive rows of some dimensions: values of single seconds, or count, sum, least and greatest
 * of longer times. Whoever made it fills it; then it is only read.
 */
public final class Rows {
    private final Tier tier;
    private final long firstEndS;
    private final int size;
    private final double[][] sums;
    private final double[][] counts;
    private final double[][] least;
    private final double[][] greatest;

    /** Marked seconds of each row; empty for a dimension without any. */
    private final int[][] marks;

    /** Empty rows, the first ending with a second that is a multiple of the tier's rows. */
    public Rows(Tier tier, long firstEndS, int size, int dimensions) {
        this.tier = tier;
        this.firstEndS = firstEndS;
        this.size = size;
        int folded = tier == Tier.SECONDS ? 0 : size;
        sums = new double[dimensions][size];
        counts = new double[dimensions][folded];
        least = new double[dimensions][folded];
        greatest = new double[dimensions][folded];
        marks = new int[dimensions][0];
        for (int i = 0; i < dimensions; i++) {
            Arrays.fill(sums[i], Double.NaN);
            Arrays.fill(least[i], Double.NaN);
            Arrays.fill(greatest[i], Double.NaN);
        }
    }

    /** Empty rows from the one that holds a second to the one that holds another. */
    static Rows covering(Tier tier, long fromS, long toS, int dimensions) {
        long first = tier.rowEnd(fromS);
        int size = (int) Math.max(0, (tier.rowEnd(toS) - first) / tier.everyS() + 1);
        return new Rows(tier, first, size, dimensions);
    }

    public Tier tier() {
        return tier;
    }

    public int size() {
        return size;
    }

    /** The first second of the first row. */
    public long firstS() {
        return firstEndS - tier.everyS() + 1;
    }

    /** The last second of a row. */
    public long endS(int row) {
        return firstEndS + (long) row * tier.everyS();
    }

    /** How many seconds had a value. */
    public double count(int dimension, int row) {
        return tier == Tier.SECONDS
                ? Double.isNaN(sums[dimension][row]) ? 0 : 1
                : counts[dimension][row];
    }

    /** NaN without a value, as all of the following. */
    public double sum(int dimension, int row) {
        return sums[dimension][row];
    }

    public double average(int dimension, int row) {
        double sum = sums[dimension][row];
        return tier == Tier.SECONDS ? sum : sum / counts[dimension][row];
    }

    public double least(int dimension, int row) {
        return tier == Tier.SECONDS ? sums[dimension][row] : least[dimension][row];
    }

    public double greatest(int dimension, int row) {
        return tier == Tier.SECONDS ? sums[dimension][row] : greatest[dimension][row];
    }

    /** How many seconds had a value that was out of line with those before. */
    public int marked(int dimension, int row) {
        return marks[dimension].length == 0 ? 0 : marks[dimension][row];
    }

    /** The same rows as if a marked value had been 100, and any other 0. */
    public Rows asMarks() {
        Rows rows = new Rows(tier, firstEndS, size, sums.length);
        for (int i = 0; i < sums.length; i++) {
            for (int row = 0; row < size; row++) {
                double count = count(i, row);
                if (count > 0) {
                    double marked = marked(i, row);
                    double least = marked == count ? 100 : 0;
                    rows.add(i, row, count, 100 * marked, least, marked > 0 ? 100 : 0);
                }
            }
        }
        return rows;
    }

    /** The values of a dimension, of single seconds only; not to be changed. */
    double[] seconds(int dimension) {
        return sums[dimension];
    }

    /** Takes over the rows of others of the same tier, where they overlap. */
    void take(Rows others) {
        long first = Math.floorDiv(others.firstEndS - firstEndS, (long) tier.everyS());
        int from = (int) Math.max(0, -first);
        int at = (int) Math.max(0, first);
        int length = Math.min(others.size - from, size - at);
        for (int i = 0; i < Math.min(sums.length, others.sums.length) && length > 0; i++) {
            System.arraycopy(others.sums[i], from, sums[i], at, length);
            if (tier != Tier.SECONDS) {
                System.arraycopy(others.counts[i], from, counts[i], at, length);
                System.arraycopy(others.least[i], from, least[i], at, length);
                System.arraycopy(others.greatest[i], from, greatest[i], at, length);
            }
            for (int row = 0; row < length; row++) {
                mark(i, at + row, others.marked(i, from + row));
            }
        }
    }

    /** Takes over the rows of others of the same tier that know of more seconds. */
    void takeFuller(Rows others) {
        for (int row = 0; row < others.size; row++) {
            long at = Math.floorDiv(others.endS(row) - firstEndS, (long) tier.everyS());
            if (at < 0 || at >= size) {
                continue;
            }
            for (int i = 0; i < Math.min(sums.length, others.sums.length); i++) {
                if (others.count(i, row) > count(i, (int) at)) {
                    put(i, (int) at, others, row);
                }
            }
        }
    }

    private void put(int dimension, int at, Rows others, int row) {
        mark(dimension, at, others.marked(dimension, row));
        sums[dimension][at] = others.sums[dimension][row];
        if (tier != Tier.SECONDS) {
            counts[dimension][at] = others.counts[dimension][row];
            least[dimension][at] = others.least[dimension][row];
            greatest[dimension][at] = others.greatest[dimension][row];
        }
    }

    /** Takes in the values of consecutive seconds, the first of which is {@code fromS}. */
    void fold(int dimension, long fromS, double[] values, int length) {
        for (int i = 0; i < length; i++) {
            double value = values[i];
            if (!Double.isNaN(value)) {
                add(dimension, row(fromS + i), 1, value, value, value);
            }
        }
    }

    /** Notes that a value of this second is marked. */
    void mark(int dimension, long second) {
        long row = row(second);
        if (row >= 0 && row < size) {
            mark(dimension, (int) row, tier == Tier.SECONDS ? 1 : marked(dimension, (int) row) + 1);
        }
    }

    /** Notes the marked seconds of a row of a finer tier, or of the same one. */
    void marks(int dimension, long endS, int count) {
        long row = row(endS);
        if (row >= 0 && row < size) {
            mark(dimension, (int) row, marked(dimension, (int) row) + count);
        }
    }

    private void mark(int dimension, int row, int count) {
        if (count == 0 && marks[dimension].length == 0) {
            return;
        }
        if (marks[dimension].length == 0) {
            marks[dimension] = new int[size];
        }
        marks[dimension][row] = count;
    }

    /** Takes in a row of a finer tier, or of the same one. */
    void fold(int dimension, long endS, double count, double sum, double min, double max) {
        if (count > 0) {
            add(dimension, row(endS), count, sum, min, max);
        }
    }

    private long row(long second) {
        return Math.floorDiv(tier.rowEnd(second) - firstEndS, (long) tier.everyS());
    }

    /** A second that comes twice is as it was told last. */
    private void add(int dimension, long row, double count, double sum, double min, double max) {
        if (row < 0 || row >= size) {
            return;
        }
        int at = (int) row;
        double before = sums[dimension][at];
        boolean first = tier == Tier.SECONDS || Double.isNaN(before);
        sums[dimension][at] = first ? sum : before + sum;
        if (tier != Tier.SECONDS) {
            counts[dimension][at] += count;
            least[dimension][at] = first ? min : Math.min(least[dimension][at], min);
            greatest[dimension][at] = first ? max : Math.max(greatest[dimension][at], max);
        }
    }
}
