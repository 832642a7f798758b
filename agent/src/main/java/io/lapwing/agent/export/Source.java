// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.query.DataAnswer;
import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.DataQuery;
import io.lapwing.agent.query.Globs;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.series.ChartInfo;
import io.lapwing.base.Kind;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where exported numbers come from: the cells of this process, and the agent's charts. */
final class Source {
    private final Metrics metrics;
    private final AgentView agent;

    Source(Metrics metrics, AgentView agent) {
        this.metrics = metrics;
        this.agent = agent;
    }

    /** All metrics of these names, and where alerts stand. */
    List<Point> points(Globs only) {
        List<Point> points = new ArrayList<>();
        for (Series series : metrics.series()) {
            if (only.takes(series.family().name())) {
                points.add(point(series));
            }
        }
        for (Point point : AlertPoints.of(agent.alerts())) {
            if (only.takes(point.family().name())) {
                points.add(point);
            }
        }
        return points;
    }

    /** Averages over the seconds up to this one, of charts that have any there. */
    List<ChartValue> charts(Globs only, long atS, long spanS) {
        List<ChartValue> values = new ArrayList<>();
        for (ChartInfo info : agent.charts()) {
            if (only.takes(info.chart().id()) && info.lastEntryS() > atS - spanS) {
                agent.data(average(info.chart().id(), atS, spanS))
                        .ifPresent(answer -> add(values, info, answer));
            }
        }
        return values;
    }

    private Point point(Series series) {
        Map<String, String> labels = new LinkedHashMap<>();
        List<String> names = series.family().labels();
        for (int i = 0; i < names.size(); i++) {
            labels.put(names.get(i), series.labelValues().get(i));
        }
        if (series.family().kind() != Kind.HISTOGRAM) {
            return Point.of(series.family(), labels, metrics.value(series));
        }
        List<Long> values = new ArrayList<>();
        for (long each : metrics.histogram(series)) {
            values.add(each);
        }
        return new Point(series.family(), labels, values);
    }

    private static DataQuery average(String chart, long atS, long spanS) {
        return new DataQuery(
                chart, "", atS - spanS, atS, 1, Group.AVERAGE, Set.of(DataOption.UNALIGNED));
    }

    private static void add(List<ChartValue> values, ChartInfo info, DataAnswer answer) {
        if (answer.rows() == 0) {
            return;
        }
        for (int i = 0; i < answer.columns(); i++) {
            double value = answer.value(0, i);
            if (!Double.isNaN(value)) {
                String id = answer.head().dimensionIds().get(i);
                String name = answer.head().dimensionNames().get(i);
                values.add(new ChartValue(info.chart(), id, name, value, answer.timeS(0)));
            }
        }
    }
}
