// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import java.util.BitSet;

/** The last hour of a chart. To be asked on the agent's thread. */
public record MemoryPast(ChartSeries series) implements Past {
    @Override
    public Chart chart() {
        Chart chart = series.chart();
        return chart.dimensions().size() == series.size()
                ? chart
                : chart.with(chart.dimensions().subList(0, series.size()));
    }

    @Override
    public long firstS(Tier tier) {
        return series.firstS();
    }

    @Override
    public long lastS() {
        return series.lastS();
    }

    @Override
    public double latest(int dimension) {
        Ring ring = series.ring(dimension);
        return ring.at(ring.lastS());
    }

    @Override
    public Rows rows(Tier tier, long fromS, long toS) {
        Rows rows = Rows.covering(tier, fromS, toS, series.size());
        long from = rows.firstS();
        long to = rows.endS(rows.size() - 1);
        if (tier == Tier.SECONDS) {
            for (int i = 0; i < series.size(); i++) {
                series.ring(i).copy(from, to, rows.seconds(i), 0);
                marks(series.ring(i), i, from, to, rows);
            }
            return rows;
        }
        double[] values = new double[Ring.WINDOW_S];
        for (int i = 0; i < series.size(); i++) {
            Ring ring = series.ring(i);
            long last = Math.min(to, ring.lastS());
            for (long at = Math.max(from, ring.firstS()); at <= last; at += values.length) {
                int length = (int) Math.min(values.length, last - at + 1);
                ring.copy(at, at + length - 1, values, 0);
                rows.fold(i, at, values, length);
            }
            marks(ring, i, from, to, rows);
        }
        return rows;
    }

    private static void marks(Ring ring, int dimension, long from, long to, Rows rows) {
        long last = Math.min(to, ring.lastS());
        for (long each = Math.max(from, ring.firstS()); each <= last && each > 0; ) {
            long span = Tier.SECONDS.span(each);
            long end = Math.min(last, (span + 1) * Ring.WINDOW_S);
            BitSet marks = ring.marks(span);
            int until = (int) (end - span * Ring.WINDOW_S);
            int at = marks.nextSetBit((int) (each - span * Ring.WINDOW_S - 1));
            for (; at >= 0 && at < until; at = marks.nextSetBit(at + 1)) {
                rows.mark(dimension, span * Ring.WINDOW_S + 1 + at);
            }
            each = end + 1;
        }
    }
}
