// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.Ring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Works out the answer to a question about one chart. Runs on the agent's thread. */
public final class Answering {
    private Answering() {}

    public static DataAnswer answer(ChartSeries chart, DataQuery query) {
        Window window = Window.of(query, chart.firstS(), chart.lastS());
        List<Integer> taken = taken(chart, query);
        double[][] rows = new double[window.rows()][];
        double[] total = new double[window.rows()];
        boolean percentage = query.options().contains(DataOption.PERCENTAGE);
        if (percentage) {
            for (int i = 0; i < chart.size(); i++) {
                double[] column = column(chart.ring(i), window, query);
                for (int row = 0; row < total.length; row++) {
                    total[row] += Double.isNaN(column[row]) ? 0 : column[row];
                }
            }
        }
        List<double[]> columns = new ArrayList<>();
        List<Integer> shown = new ArrayList<>();
        for (int index : taken) {
            double[] column = column(chart.ring(index), window, query);
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
        return new DataAnswer(head(chart, query, window, shown), times, rows);
    }

    private static List<Integer> taken(ChartSeries chart, DataQuery query) {
        DimensionPattern pattern = DimensionPattern.of(query.dimensions(), query.options());
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < chart.size(); i++) {
            if (pattern.takes(chart.chart().dimensions().get(i))) {
                taken.add(i);
            }
        }
        return taken;
    }

    /** One value a row, oldest first. */
    private static double[] column(Ring ring, Window window, DataQuery query) {
        double[] column = new double[window.rows()];
        double[] buffer = new double[window.stepS()];
        boolean absolute = query.options().contains(DataOption.ABSOLUTE);
        boolean zeroForNull = query.options().contains(DataOption.NULL2ZERO);
        for (int row = 0; row < column.length; row++) {
            long end = window.rowEndS(row);
            double value;
            if (window.stepS() == 1) {
                value = ring.at(end);
            } else {
                int count = ring.collect(end - window.stepS() + 1, end, buffer);
                value = query.group().of(buffer, count);
            }
            if (zeroForNull && Double.isNaN(value)) {
                value = 0;
            }
            column[row] = absolute ? Math.abs(value) : value;
        }
        return column;
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
            ChartSeries chart, DataQuery query, Window window, List<Integer> shown) {
        List<Dimension> dimensions = chart.chart().dimensions();
        return new DataAnswer.Head(
                chart.chart().id(),
                chart.chart().name(),
                ChartSeries.UPDATE_EVERY_S,
                window.stepS(),
                chart.firstS(),
                chart.lastS(),
                window.afterS(),
                window.beforeS(),
                query,
                shown.stream().map(index -> dimensions.get(index).id()).toList(),
                shown.stream().map(index -> dimensions.get(index).name()).toList(),
                shown.stream().map(index -> latest(chart.ring(index))).toList());
    }

    private static double latest(Ring ring) {
        return ring.at(ring.lastS());
    }
}
