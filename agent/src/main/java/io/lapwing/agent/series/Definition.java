// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Algorithm;
import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.ChartType;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.collect.LiveChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A chart as a file knows it: by a number that holds in that file only. */
record Definition(int number, Chart chart) {
    private static final int LABELS_MAX = 100;

    void write(ByteSink out) {
        out.number(number);
        out.text(chart.id());
        out.text(chart.name());
        out.text(chart.title());
        out.text(chart.units());
        out.text(chart.family());
        out.text(chart.context());
        out.number(chart.type().ordinal());
        out.number(chart.priority());
        out.number(chart.labels().size());
        new TreeMap<>(chart.labels())
                .forEach((label, value) -> {
                    out.text(label);
                    out.text(value);
                });
        out.number(chart.dimensions().size());
        for (Dimension dimension : chart.dimensions()) {
            out.text(dimension.id());
            out.text(dimension.name());
            out.number(dimension.algorithm().ordinal());
            out.signed(dimension.multiplier());
            out.signed(dimension.divisor());
        }
    }

    static Definition read(ByteSource in) {
        int number = in.count(Integer.MAX_VALUE);
        String id = in.text();
        String name = in.text();
        String title = in.text();
        String units = in.text();
        String family = in.text();
        String context = in.text();
        ChartType type = ChartType.values()[in.count(ChartType.values().length - 1)];
        int priority = in.count(Integer.MAX_VALUE);
        Map<String, String> labels = new TreeMap<>();
        for (int left = in.count(LABELS_MAX); left > 0; left--) {
            labels.put(in.text(), in.text());
        }
        List<Dimension> dimensions = new ArrayList<>();
        // One more than the limit, because the last one is the sum of all others.
        for (int left = in.count(LiveChart.DIMENSIONS_MAX + 1); left > 0; left--) {
            dimensions.add(
                    new Dimension(
                            in.text(),
                            in.text(),
                            Algorithm.values()[in.count(Algorithm.values().length - 1)],
                            (int) in.signed(),
                            (int) in.signed()));
        }
        Chart chart =
                new Chart(
                        id,
                        name,
                        title,
                        units,
                        family,
                        context,
                        type,
                        priority,
                        Map.copyOf(labels),
                        List.copyOf(dimensions));
        return new Definition(number, chart);
    }
}
