// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.query.DataAnswer;
import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.DataQuery;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.series.ChartInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The vital signs on the first page: each now, its last 15 minutes, and the range of the last hour.
 */
final class Vitals {
    /**
     * One sign: the charts and dimensions that it adds up.
     *
     * @param minute whether it is what happened in a minute; else it is what one second brought
     */
    private record Sign(
            String id,
            String label,
            String unit,
            String context,
            String dimensions,
            boolean minute,
            double scale) {}

    private static final double MIB = 1.0 / (1024 * 1024);

    private static final List<Sign> SIGNS =
            List.of(
                    new Sign(
                            "connections",
                            "Connections",
                            "",
                            "vernemq.node_sockets",
                            "open",
                            false,
                            1),
                    publish("messages_in", "Messages in", "received"),
                    publish("messages_out", "Messages out", "sent"),
                    own("connack", "Answer to CONNECT, p99", "ms", "connack_latency", "p99", 1),
                    new Sign("refused", "Refused", "/min", "lapwing.refusals", "", true, 1),
                    new Sign(
                            "dropped",
                            "Messages dropped",
                            "/min",
                            "vernemq.node_queue_undelivered_messages",
                            "",
                            true,
                            1),
                    own("cpu", "Processor", "%", "process_cpu", "cpu", 1),
                    own("memory", "Memory", "MiB", "process_memory", "resident", MIB));

    private static final int POINT_S = 10;
    private static final int LINE_POINTS = 90;
    private static final int RANGE_POINTS = 360;
    private static final int MINUTE_S = 60;
    private static final int MINUTE_POINTS = MINUTE_S / POINT_S;

    private final AgentView agent;

    Vitals(AgentView agent) {
        this.agent = agent;
    }

    List<Api.Vital> all() {
        List<ChartInfo> charts = agent.charts();
        return SIGNS.stream().map(sign -> vital(sign, charts)).toList();
    }

    /** Their values alone, as of a second. */
    List<Api.VitalNow> now(long second) {
        List<ChartInfo> charts = agent.charts();
        return SIGNS.stream()
                .map(sign -> new Api.VitalNow(sign.id, now(sign, charts, second)))
                .toList();
    }

    private static Sign publish(String id, String label, String dimension) {
        return new Sign(id, label, "/s", "vernemq.node_mqtt_publish", dimension, false, 1);
    }

    private static Sign own(
            String id, String label, String unit, String chart, String dimension, double scale) {
        return new Sign(id, label, unit, "lapwing." + chart, dimension, false, scale);
    }

    private Api.Vital vital(Sign sign, List<ChartInfo> charts) {
        long last = charts.stream().mapToLong(ChartInfo::lastEntryS).max().orElse(0);
        int points = RANGE_POINTS + (sign.minute ? MINUTE_POINTS - 1 : 0);
        double[] line = new double[points];
        Arrays.fill(line, Double.NaN);
        Group group = sign.minute ? Group.SUM : Group.AVERAGE;
        long first = last - (long) points * POINT_S + 1;
        for (ChartInfo chart : of(sign, charts)) {
            agent.data(query(sign, chart, first, last, points, group))
                    .ifPresent(answer -> add(line, answer, sign.scale));
        }
        double[] range = sign.minute ? minutes(line) : line;
        double[] known = Arrays.stream(range).filter(each -> !Double.isNaN(each)).toArray();
        return new Api.Vital(
                sign.id,
                sign.label,
                now(sign, charts, last),
                sign.unit,
                Arrays.stream(known).min().orElse(Double.NaN),
                Arrays.stream(known).max().orElse(Double.NaN),
                Arrays.stream(range).skip(RANGE_POINTS - LINE_POINTS).boxed().toList());
    }

    /** At each point what the minute before it brought; a gap only where nothing is known of it. */
    private static double[] minutes(double[] points) {
        double[] minutes = new double[RANGE_POINTS];
        for (int i = 0; i < minutes.length; i++) {
            minutes[i] = Double.NaN;
            for (int j = i; j < i + MINUTE_POINTS; j++) {
                minutes[i] = plus(minutes[i], points[j]);
            }
            if (Double.isNaN(points[i + MINUTE_POINTS - 1])) {
                minutes[i] = Double.NaN;
            }
        }
        return minutes;
    }

    private double now(Sign sign, List<ChartInfo> charts, long second) {
        double[] value = {Double.NaN};
        long first = sign.minute ? second - MINUTE_S + 1 : second;
        Group group = sign.minute ? Group.SUM : Group.AVERAGE;
        for (ChartInfo chart : of(sign, charts)) {
            agent.data(query(sign, chart, first, second, 1, group))
                    .ifPresent(answer -> add(value, answer, sign.scale));
        }
        return value[0];
    }

    private static List<ChartInfo> of(Sign sign, List<ChartInfo> charts) {
        return charts.stream().filter(each -> each.chart().context().equals(sign.context)).toList();
    }

    private static DataQuery query(
            Sign sign, ChartInfo chart, long first, long last, int points, Group group) {
        return new DataQuery(
                chart.chart().id(),
                sign.dimensions,
                first,
                last,
                points,
                group,
                Set.of(DataOption.UNALIGNED, DataOption.ABSOLUTE));
    }

    /**
     * Adds the answer, newest first, to a line that ends with the newest; one decimal is enough.
     */
    private static void add(double[] line, DataAnswer answer, double scale) {
        for (int row = 0; row < Math.min(answer.rows(), line.length); row++) {
            double sum = Double.NaN;
            for (int column = 0; column < answer.columns(); column++) {
                sum = plus(sum, answer.value(row, column) * scale);
            }
            int at = line.length - 1 - row;
            double total = plus(line[at], sum);
            line[at] = Double.isNaN(total) ? total : Math.round(total * 10) / 10.0;
        }
    }

    private static double plus(double one, double other) {
        if (Double.isNaN(one)) {
            return other;
        }
        return Double.isNaN(other) ? one : one + other;
    }
}
