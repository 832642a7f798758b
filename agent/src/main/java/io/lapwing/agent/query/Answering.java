// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.series.Past;
import io.lapwing.agent.series.Rows;
import io.lapwing.agent.series.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Works out the answer to a question about one chart. Runs where the past may be asked. */
public final class Answering {
    /** Values looked at for one answer; a longer time is answered from coarser rows. */
    private static final long VALUES_MAX = 2_000_000;

    private Answering() {}

    public static DataAnswer answer(Past past, DataQuery query) {
        long firstS = past.firstS(Tier.SECONDS);
        if (query.after() == 0 && past.lastS() > 0) {
            firstS = Math.min(firstS, past.firstS(Tier.HOURS));
        }
        int perS = Math.max(1, query.perS());
        Window window = Window.of(query, firstS, past.lastS(), perS);
        Tier tier = tier(past, query, window);
        if (!window.fits(tier.everyS())) {
            int everyS = Math.ceilDiv(perS, tier.everyS()) * tier.everyS();
            window = Window.of(query, firstS, past.lastS(), everyS);
        }
        Rows source = past.rows(tier, window.afterS(), window.beforeS());
        if (query.options().contains(DataOption.ANOMALY_BIT)) {
            source = source.asMarks();
        }
        List<Integer> taken = taken(past.chart(), query);
        double[][] rows = new double[window.rows()][];
        double[] total = new double[window.rows()];
        boolean percentage = query.options().contains(DataOption.PERCENTAGE);
        if (percentage) {
            for (int i = 0; i < past.chart().dimensions().size(); i++) {
                double[] column = column(source, i, window, query);
                for (int row = 0; row < total.length; row++) {
                    total[row] += Double.isNaN(column[row]) ? 0 : column[row];
                }
            }
        }
        List<double[]> columns = new ArrayList<>();
        List<Integer> shown = new ArrayList<>();
        for (int index : taken) {
            double[] column = column(source, index, window, query);
            if (percentage) {
                toShares(column, total);
            }
            columns.add(column);
            shown.add(index);
        }
        if (query.options().contains(DataOption.NONZERO)) {
            dropZeros(columns, shown);
        }
        boolean flip = query.options().contains(DataOption.FLIP);
        long[] times = new long[window.rows()];
        for (int i = 0; i < times.length; i++) {
            int row = flip ? i : times.length - 1 - i;
            times[i] = window.rowEndS(row);
            rows[i] = row(columns, row);
        }
        return new DataAnswer(head(past, query, window, shown), times, rows);
    }

    /** The finest tier that reaches back far enough, and the coarsest that says the same. */
    private static Tier tier(Past past, DataQuery query, Window window) {
        if (query.tier() != null) {
            return query.tier();
        }
        long seconds = window.beforeS() - window.afterS() + 1;
        long dimensions = Math.max(1, past.chart().dimensions().size());
        for (Tier tier : Tier.values()) {
            boolean few = seconds / tier.everyS() * dimensions <= VALUES_MAX;
            boolean reaches =
                    window.afterS() > past.firstS(tier) - tier.everyS()
                            || past.firstS(tier) <= past.firstS(Tier.HOURS);
            if (few && reaches) {
                return coarsest(tier, query, window);
            }
        }
        return Tier.HOURS;
    }

    private static Tier coarsest(Tier finest, DataQuery query, Window window) {
        boolean exact =
                switch (query.group()) {
                    case AVERAGE, SUM, MIN, MAX -> true;
                    default -> false;
                };
        Tier coarsest = finest;
        while (exact && coarsest != Tier.HOURS && window.fits(coarser(coarsest).everyS())) {
            coarsest = coarser(coarsest);
        }
        return coarsest;
    }

    private static Tier coarser(Tier tier) {
        return tier == Tier.SECONDS ? Tier.MINUTES : Tier.HOURS;
    }

    private static List<Integer> taken(Chart chart, DataQuery query) {
        DimensionPattern pattern = DimensionPattern.of(query.dimensions(), query.options());
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < chart.dimensions().size(); i++) {
            if (pattern.takes(chart.dimensions().get(i))) {
                taken.add(i);
            }
        }
        return taken;
    }

    /** One value a row, oldest first. */
    private static double[] column(Rows source, int dimension, Window window, DataQuery query) {
        double[] column = new double[window.rows()];
        int each = window.stepS() / source.tier().everyS();
        double[] buffer = new double[each];
        boolean absolute = query.options().contains(DataOption.ABSOLUTE);
        boolean zeroForNull = query.options().contains(DataOption.NULL2ZERO);
        boolean smooth = query.group() == Group.SES || query.group() == Group.DES;
        boolean single = each == 1 && source.tier() == Tier.SECONDS && !smooth;
        Smoothing smoothing = new Smoothing(query.group() == Group.DES, each);
        for (int row = 0; row < column.length; row++) {
            double value;
            if (single) {
                value = source.sum(dimension, row);
            } else if (smooth) {
                int count = averages(source, dimension, row * each, buffer);
                value = smoothing.after(buffer, count);
            } else {
                value = reduced(source, dimension, row * each, buffer, query);
            }
            if (query.perS() > 1 && query.group() == Group.AVERAGE) {
                value *= query.perS();
            }
            if (zeroForNull && Double.isNaN(value)) {
                value = 0;
            }
            column[row] = absolute ? Math.abs(value) : value;
        }
        return column;
    }

    private static int averages(Rows source, int dimension, int from, double[] into) {
        int count = 0;
        for (int row = from; row < from + into.length; row++) {
            double value = source.average(dimension, row);
            if (!Double.isNaN(value)) {
                into[count++] = value;
            }
        }
        return count;
    }

    /** Of coarser rows, average, sum, least and greatest are exact; others are of averages. */
    private static double reduced(
            Rows source, int dimension, int from, double[] buffer, DataQuery query) {
        Group group = query.group();
        int count = 0;
        double seconds = 0;
        for (int row = from; row < from + buffer.length; row++) {
            if (Double.isNaN(source.sum(dimension, row))) {
                continue;
            }
            seconds += source.count(dimension, row);
            buffer[count++] =
                    switch (group) {
                        case SUM, AVERAGE -> source.sum(dimension, row);
                        case MIN -> source.least(dimension, row);
                        case MAX -> source.greatest(dimension, row);
                        default -> source.average(dimension, row);
                    };
        }
        return group == Group.AVERAGE
                ? Group.SUM.of(buffer, count) / seconds
                : query.grouping().of(buffer, count);
    }

    private static void toShares(double[] column, double[] total) {
        for (int row = 0; row < column.length; row++) {
            column[row] = total[row] == 0 ? column[row] * 0 : column[row] * 100 / total[row];
        }
    }

    /** Takes out what is zero or absent throughout, unless nothing would be left. */
    private static void dropZeros(List<double[]> columns, List<Integer> shown) {
        boolean any = columns.stream().anyMatch(Answering::nonzero);
        for (int i = columns.size() - 1; any && i >= 0; i--) {
            if (!nonzero(columns.get(i))) {
                columns.remove(i);
                shown.remove(i);
            }
        }
    }

    private static boolean nonzero(double[] column) {
        return Arrays.stream(column).anyMatch(value -> value != 0 && !Double.isNaN(value));
    }

    private static double[] row(List<double[]> columns, int row) {
        double[] values = new double[columns.size()];
        for (int column = 0; column < values.length; column++) {
            values[column] = columns.get(column)[row];
        }
        return values;
    }

    private static DataAnswer.Head head(
            Past past, DataQuery query, Window window, List<Integer> shown) {
        List<Dimension> dimensions = past.chart().dimensions();
        return new DataAnswer.Head(
                past.chart().id(),
                past.chart().name(),
                1,
                window.stepS(),
                past.firstS(Tier.SECONDS),
                past.lastS(),
                window.afterS(),
                window.beforeS(),
                query,
                shown.stream().map(index -> dimensions.get(index).id()).toList(),
                shown.stream().map(index -> dimensions.get(index).name()).toList(),
                shown.stream().map(past::latest).toList());
    }
}
