// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.metrics;

import io.lapwing.agent.export.AlertPoints;
import io.lapwing.agent.export.Point;
import io.lapwing.agent.health.Alert;
import io.lapwing.base.Family;
import io.lapwing.base.Kind;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Writes all metrics for scrapers, as VerneMQ does: the node is the first label, what a family
 * means stands above it once, values are whole numbers, every series is there from the start. First
 * the families that VerneMQ has, then our own, then where the alerts stand.
 */
public final class MetricsText {
    /**
     * How names are written.
     *
     * @param prefix of all names but that of Prometheus' own alerts
     * @param total whether counters in OpenMetrics end in _total, as it demands of counters; else
     *     they keep the names of VerneMQ there too and are of unknown type
     */
    public record Names(String prefix, String node, boolean total) {}

    /** Of the histograms of VerneMQ that nothing here counts. */
    private static final List<Long> BOUNDS =
            List.of(10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L);

    private final Metrics metrics;
    private final Supplier<List<Alert>> alerts;
    private final List<KnownFamily> known;
    private final Names names;
    private final String node;

    public MetricsText(
            Metrics metrics, Supplier<List<Alert>> alerts, List<KnownFamily> known, Names names) {
        this.metrics = metrics;
        this.alerts = alerts;
        this.known = known;
        this.names = names;
        this.node = "node=\"" + escaped(names.node()) + "\",";
    }

    public String write(Exposition format) {
        Map<String, Map<String, Series>> families = new LinkedHashMap<>();
        for (Series series : metrics.series()) {
            families.computeIfAbsent(series.family().name(), name -> new LinkedHashMap<>())
                    .put(labels(series), series);
        }
        FamilyText out = new FamilyText(format, names, node);
        Set<String> written = new HashSet<>();
        for (KnownFamily family : known) {
            write(out, family, families.getOrDefault(family.name(), Map.of()));
            written.add(family.name());
        }
        families.forEach((name, series) -> {
            if (!written.contains(name)) {
                Family family = series.values().iterator().next().family();
                out.begin(name, family.kind(), family.help());
                series.forEach((labels, each) -> sample(out, labels, each));
            }
        });
        alerts(out);
        return out.end();
    }

    private void alerts(FamilyText out) {
        Family begun = null;
        for (Point point : AlertPoints.of(alerts.get())) {
            if (!point.family().equals(begun)) {
                begun = point.family();
                out.begin(begun.name(), begun.kind(), begun.help());
            }
            out.sample(labels(point.labels()), point.value());
        }
    }

    private void write(FamilyText out, KnownFamily family, Map<String, Series> counted) {
        out.begin(family.name(), family.kind(), family.help());
        for (String labels : family.labels()) {
            Series series = counted.get(labels);
            if (series != null) {
                sample(out, labels, series);
            } else if (family.kind() == Kind.HISTOGRAM) {
                out.histogram(labels, BOUNDS, new long[BOUNDS.size() + 2]);
            } else {
                out.sample(labels, 0);
            }
        }
        counted.forEach((labels, series) -> {
            if (!family.labels().contains(labels)) {
                sample(out, labels, series);
            }
        });
    }

    private void sample(FamilyText out, String labels, Series series) {
        if (series.family().kind() == Kind.HISTOGRAM) {
            out.histogram(labels, series.family().bounds(), metrics.histogram(series));
        } else {
            out.sample(labels, metrics.value(series));
        }
    }

    private static String labels(Series series) {
        Map<String, String> labels = new LinkedHashMap<>();
        List<String> names = series.family().labels();
        for (int i = 0; i < names.size(); i++) {
            labels.put(names.get(i), series.labelValues().get(i));
        }
        return labels(labels);
    }

    private static String labels(Map<String, String> labels) {
        StringBuilder text = new StringBuilder();
        labels.forEach((name, value) ->
                text.append(name).append("=\"").append(escaped(value)).append("\","));
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
