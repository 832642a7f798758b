// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import io.lapwing.base.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Charts made of nothing but types and labels: one for each family, a dimension for each set of
 * label values; of a histogram how many there were, and three quantiles. Owned by the agent's
 * thread.
 */
final class PlainCharts {
    /** Charts of one target; metrics of further families are left out and counted. */
    static final int CHARTS_MAX = 2_000;

    private static final String MODULE = "prometheus";
    private static final int PRIORITY = 10_000;
    private static final String BUCKET = "_bucket";
    private static final String BOUND = "le";
    private static final List<String> UNITS =
            List.of("seconds", "milliseconds", "microseconds", "bytes", "percent", "ratio");
    private static final Map<String, Double> SHARES = shares();

    private final Naming naming;
    private final Map<String, LiveChart> byName = new HashMap<>();
    private final Map<String, Buckets> buckets = new HashMap<>();
    private final Set<String> histograms = new HashSet<>();
    private final List<LiveChart> charts = new ArrayList<>();
    private long leftOut;

    PlainCharts(Naming naming) {
        this.naming = naming;
    }

    /** All charts so far. Only grows. */
    List<LiveChart> charts() {
        return charts;
    }

    long leftOut() {
        return leftOut;
    }

    void bind(Metric metric, int index) {
        String name = metric.name();
        if (name.endsWith(BUCKET) && metric.labels().containsKey(BOUND)) {
            bucket(metric, name.substring(0, name.length() - BUCKET.length()), index);
            return;
        }
        if (name.endsWith("_created") || name.endsWith("_info")) {
            return; // when, and what: no quantity
        }
        boolean counter = metric.kind() == Kind.COUNTER;
        String units = units(name, counter);
        if (!byName.containsKey(name) && isFull()) {
            return;
        }
        LiveChart chart = byName.computeIfAbsent(name, any -> added(name, units, metric.help()));
        TermSum sum = counter ? chart.counter(dimension(metric)) : chart.gauge(dimension(metric));
        if (sum == null) {
            leftOut++;
        } else {
            sum.add(index, 1);
        }
    }

    private boolean isFull() {
        if (charts.size() < CHARTS_MAX) {
            return false;
        }
        leftOut++;
        return true;
    }

    /** The quantiles of all series of a histogram together. */
    private void bucket(Metric metric, String histogram, int index) {
        if (!histograms.contains(histogram)) {
            if (isFull()) {
                return;
            }
            histograms.add(histogram);
            Buckets ofAll = new Buckets();
            buckets.put(histogram, ofAll);
            LiveChart chart = added(histogram, units(histogram, false), metric.help());
            SHARES.forEach((id, share) ->
                    chart.add(
                            new Dimension(id, id, Algorithm.ABSOLUTE, 1, 1),
                            new Quantile(ofAll, share, 1)));
        }
        Buckets known = buckets.get(histogram);
        if (known != null) {
            known.add(metric.label(BOUND), index);
        }
    }

    private LiveChart added(String name, String units, String help) {
        LiveChart chart =
                new LiveChart(
                        new Chart(
                                MODULE + '_' + naming.target() + '.' + name,
                                MODULE + '_' + naming.target() + '.' + name,
                                help.isEmpty() ? name : help,
                                naming.units(units),
                                family(name),
                                MODULE + '.' + name,
                                ChartType.LINE,
                                PRIORITY + charts.size(),
                                naming.labels(),
                                List.of()),
                        false);
        charts.add(chart);
        return chart;
    }

    /** Programs put what a metric is about first. */
    private static String family(String name) {
        int end = name.indexOf('_', 1);
        return end < 0 ? name : name.substring(0, end);
    }

    private static String units(String name, boolean counter) {
        String plain = name.endsWith("_total") ? name.substring(0, name.length() - 6) : name;
        for (String unit : UNITS) {
            if (plain.endsWith('_' + unit) || plain.endsWith('_' + unit + "_sum")) {
                return counter ? unit + "/s" : unit;
            }
        }
        return counter ? "events/s" : "value";
    }

    /** The value of the only label, or all labels with their values. */
    private static String dimension(Metric metric) {
        Map<String, String> labels = new TreeMap<>(metric.labels());
        labels.values().removeIf(String::isEmpty);
        if (labels.isEmpty()) {
            return "value";
        }
        return labels.size() == 1
                ? labels.values().iterator().next()
                : labels.entrySet().stream()
                        .map(each -> each.getKey() + '=' + each.getValue())
                        .collect(Collectors.joining(" "));
    }

    private static Map<String, Double> shares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("p50", 0.5);
        shares.put("p90", 0.9);
        shares.put("p99", 0.99);
        return shares;
    }
}
