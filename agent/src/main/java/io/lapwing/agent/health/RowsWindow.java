// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.Group;
import io.lapwing.agent.query.Grouping;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.RecentRows;
import io.lapwing.agent.series.Tier;
import java.util.Arrays;

/**
 * A window that reaches back beyond memory. It is made of whole minutes, or whole hours when it is
 * longer than two days; only its end is exact to the second when it ends now.
 *
 * <p>Average, sum, least and greatest are those of the seconds. Other methods look at the averages
 * of the rows. What the rows that are over come to is worked out when one of them comes or goes.
 */
final class RowsWindow extends TimeWindow {
    /** A longer window is made of hours. */
    private static final int MINUTES_MAX_S = 2 * 86_400;

    private final ChartSeries chart;
    private final RecentRows rows;
    private final int everyS;
    private final int size;
    private final long held;
    private Folded[] over = {};
    private double[] buffer = {};

    /** What some rows of a dimension come to. */
    private static final class Folded {
        private long fromRow;
        private long toRow;
        private long count;
        private double sum;
        private double least;
        private double greatest;

        void begin(long from, long to) {
            fromRow = from;
            toRow = to;
            count = 0;
            sum = 0;
            least = Double.POSITIVE_INFINITY;
            greatest = Double.NEGATIVE_INFINITY;
        }
    }

    private RowsWindow(
            ChartSeries chart,
            Tier tier,
            int size,
            int lengthS,
            int backS,
            boolean aligned,
            RecentRows.Earlier earlier) {
        super(lengthS, backS, aligned);
        this.chart = chart;
        this.everyS = tier.everyS();
        this.size = size;
        this.held = (long) size * Math.max(1, chart.chart().dimensions().size());
        this.rows = new RecentRows(chart, tier, size, earlier);
    }

    static RowsWindow of(
            ChartSeries chart,
            int lengthS,
            int backS,
            boolean aligned,
            RecentRows.Earlier earlier) {
        long reachS = reachS(lengthS, backS, aligned);
        Tier tier = reachS <= MINUTES_MAX_S ? Tier.MINUTES : Tier.HOURS;
        int size = (int) (reachS / tier.everyS()) + 2;
        return new RowsWindow(chart, tier, size, lengthS, backS, aligned, earlier);
    }

    /** How far back from now a window may begin. */
    static long reachS(int lengthS, int backS, boolean aligned) {
        return (aligned ? 2L : 1L) * lengthS + backS;
    }

    /** Rows of all dimensions together, as far as they were known when it was made. */
    long held() {
        return held;
    }

    @Override
    void moved() {
        rows.follow(nowS());
    }

    @Override
    void forget() {
        super.forget();
        rows.forget();
        over = new Folded[0];
    }

    @Override
    boolean isReady() {
        return rows.isWhole();
    }

    @Override
    long afterS() {
        return super.afterS() - Math.floorMod(super.afterS(), (long) everyS);
    }

    @Override
    long beforeS() {
        long before = super.beforeS();
        return before == nowS() ? before : before - Math.floorMod(before, (long) everyS);
    }

    @Override
    double reduce(int dimension, Grouping method) {
        long from = afterS() / everyS + 1;
        long to = rows.row(beforeS());
        return switch (method.group()) {
            case AVERAGE, SUM, MIN, MAX -> folded(dimension, from, to, method.group());
            case LATEST -> latest(dimension);
            default -> method.of(buffer(), averages(dimension, from, to));
        };
    }

    private double folded(int dimension, long from, long to, Group group) {
        Folded past = over(dimension, from, to - 1);
        long count = past.count;
        double sum = past.sum;
        double least = past.least;
        double greatest = past.greatest;
        int newest = rows.count(dimension, to);
        if (newest > 0) {
            count += newest;
            sum += rows.sum(dimension, to);
            least = Math.min(least, rows.least(dimension, to));
            greatest = Math.max(greatest, rows.greatest(dimension, to));
        }
        if (count == 0) {
            return Double.NaN;
        }
        return switch (group) {
            case SUM -> sum;
            case MIN -> least;
            case MAX -> greatest;
            default -> sum / count;
        };
    }

    private Folded over(int dimension, long from, long to) {
        if (dimension >= over.length) {
            int known = over.length;
            over = Arrays.copyOf(over, chart.size());
            for (int i = known; i < over.length; i++) {
                over[i] = new Folded();
            }
        }
        Folded folded = over[dimension];
        if (folded.fromRow == from && folded.toRow == to) {
            return folded;
        }
        folded.begin(from, to);
        for (long row = from; row <= to; row++) {
            int count = rows.count(dimension, row);
            if (count > 0) {
                folded.count += count;
                folded.sum += rows.sum(dimension, row);
                folded.least = Math.min(folded.least, rows.least(dimension, row));
                folded.greatest = Math.max(folded.greatest, rows.greatest(dimension, row));
            }
        }
        return folded;
    }

    /** Of what is in memory when the window ends now; else of the last row. */
    private double latest(int dimension) {
        if (beforeS() == nowS()) {
            return chart.ring(dimension).at(chart.lastAt(nowS()));
        }
        int count = averages(dimension, afterS() / everyS + 1, beforeS() / everyS);
        return count == 0 ? Double.NaN : buffer[count - 1];
    }

    private int averages(int dimension, long from, long to) {
        double[] into = buffer();
        int count = 0;
        for (long row = from; row <= to; row++) {
            int seconds = rows.count(dimension, row);
            if (seconds > 0) {
                into[count++] = rows.sum(dimension, row) / seconds;
            }
        }
        return count;
    }

    private double[] buffer() {
        if (buffer.length == 0) {
            buffer = new double[size];
        }
        return buffer;
    }
}
