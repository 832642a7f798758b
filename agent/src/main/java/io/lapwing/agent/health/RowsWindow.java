// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.Group;
import io.lapwing.agent.query.Grouping;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.RecentRows;
import io.lapwing.agent.series.Ring;
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
    private final Folded now = new Folded();
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

        void add(long more, double itsSum, double itsLeast, double itsGreatest) {
            count += more;
            sum += itsSum;
            least = Math.min(least, itsLeast);
            greatest = Math.max(greatest, itsGreatest);
        }

        void add(Folded other) {
            add(other.count, other.sum, other.least, other.greatest);
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
    double reduce(int dimension, Grouping method, boolean marks) {
        long from = afterS() / everyS + 1;
        long to = rows.row(beforeS());
        return switch (method.group()) {
            case AVERAGE, SUM, MIN, MAX -> folded(dimension, from, to, method.group(), marks);
            case LATEST -> latest(dimension, marks);
            default -> method.of(buffer(), averages(dimension, from, to, marks));
        };
    }

    private double folded(int dimension, long from, long to, Group group, boolean marks) {
        Folded past = over(dimension, from, to - 1, marks);
        now.begin(to, to);
        now.add(past);
        add(now, dimension, to, marks);
        if (now.count == 0) {
            return Double.NaN;
        }
        return switch (group) {
            case SUM -> now.sum;
            case MIN -> now.least;
            case MAX -> now.greatest;
            default -> now.sum / now.count;
        };
    }

    private Folded over(int dimension, long from, long to, boolean marks) {
        int at = dimension * 2 + (marks ? 1 : 0);
        if (at >= over.length) {
            int known = over.length;
            over = Arrays.copyOf(over, chart.size() * 2);
            for (int i = known; i < over.length; i++) {
                over[i] = new Folded();
            }
        }
        Folded folded = over[at];
        if (folded.fromRow != from || folded.toRow != to) {
            folded.begin(from, to);
            for (long row = from; row <= to; row++) {
                add(folded, dimension, row, marks);
            }
        }
        return folded;
    }

    private void add(Folded to, int dimension, long row, boolean marks) {
        int count = rows.count(dimension, row);
        if (count > 0 && marks) {
            int marked = rows.marked(dimension, row);
            to.add(count, 100.0 * marked, marked == count ? 100 : 0, marked > 0 ? 100 : 0);
        } else if (count > 0) {
            double greatest = rows.greatest(dimension, row);
            to.add(count, rows.sum(dimension, row), rows.least(dimension, row), greatest);
        }
    }

    /** Of what is in memory when the window ends now; else of the last row. */
    private double latest(int dimension, boolean marks) {
        if (beforeS() == nowS()) {
            long last = chart.lastAt(nowS());
            Ring ring = chart.ring(dimension);
            return marks ? ring.markedAt(last) ? 100 : 0 : ring.at(last);
        }
        int count = averages(dimension, afterS() / everyS + 1, beforeS() / everyS, marks);
        return count == 0 ? Double.NaN : buffer[count - 1];
    }

    private int averages(int dimension, long from, long to, boolean marks) {
        double[] into = buffer();
        int count = 0;
        for (long row = from; row <= to; row++) {
            now.begin(row, row);
            add(now, dimension, row, marks);
            if (now.count > 0) {
                into[count++] = now.sum / now.count;
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
