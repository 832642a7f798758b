// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.metrics;

import io.lapwing.base.Family;
import io.lapwing.base.Kind;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes all metrics in Prometheus' text format 0.0.4, as VerneMQ does: the node is the first
 * label, HELP and TYPE stand once a family, values are whole numbers, every series is there from
 * the start. First the families that VerneMQ has, then our own.
 */
public final class MetricsText {
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Of the histograms of VerneMQ that nothing here counts. */
    private static final List<Long> BOUNDS =
            List.of(10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L);

    private final Metrics metrics;
    private final List<KnownFamily> known;
    private final String prefix;
    private final String node;

    public MetricsText(Metrics metrics, List<KnownFamily> known, String prefix, String node) {
        this.metrics = metrics;
        this.known = known;
        this.prefix = prefix;
        this.node = "node=\"" + escaped(node) + "\",";
    }

    public String write() {
        Map<String, Map<String, Series>> families = new LinkedHashMap<>();
        for (Series series : metrics.series()) {
            families.computeIfAbsent(series.family().name(), name -> new LinkedHashMap<>())
                    .put(labels(series), series);
        }
        StringBuilder out = new StringBuilder(96 * 1024);
        Set<String> written = new HashSet<>();
        for (KnownFamily family : known) {
            write(out, family, families.getOrDefault(family.name(), Map.of()));
            written.add(family.name());
        }
        families.forEach((name, series) -> {
            if (!written.contains(name)) {
                Family family = series.values().iterator().next().family();
                head(out, name, family.kind(), family.help());
                series.forEach((labels, each) -> sample(out, labels, each));
            }
        });
        return out.toString();
    }

    private void write(StringBuilder out, KnownFamily family, Map<String, Series> counted) {
        head(out, family.name(), family.kind(), family.help());
        for (String labels : family.labels()) {
            Series series = counted.get(labels);
            if (series != null) {
                sample(out, labels, series);
            } else if (family.kind() == Kind.HISTOGRAM) {
                histogram(out, family.name(), labels, BOUNDS, new long[BOUNDS.size() + 2]);
            } else {
                line(out, family.name(), labels, 0);
            }
        }
        counted.forEach((labels, series) -> {
            if (!family.labels().contains(labels)) {
                sample(out, labels, series);
            }
        });
    }

    private void head(StringBuilder out, String name, Kind kind, String help) {
        String text = help.replace("\\", "\\\\").replace("\n", "\\n");
        out.append("# HELP ").append(prefix).append(name).append(' ').append(text);
        out.append("\n# TYPE ").append(prefix).append(name).append(' ');
        out.append(kind.name().toLowerCase(Locale.ROOT)).append('\n');
    }

    private void sample(StringBuilder out, String labels, Series series) {
        switch (series.family().kind()) {
            case COUNTER, GAUGE -> line(out, series.family().name(), labels, metrics.value(series));
            case HISTOGRAM ->
                    histogram(
                            out,
                            series.family().name(),
                            labels,
                            series.family().bounds(),
                            metrics.histogram(series));
        }
    }

    private void histogram(
            StringBuilder out, String name, String labels, List<Long> bounds, long[] counts) {
        long below = 0;
        for (int i = 0; i <= bounds.size(); i++) {
            below += counts[i];
            String bound = i == bounds.size() ? "+Inf" : Long.toString(bounds.get(i));
            line(out, name + "_bucket", labels + "le=\"" + bound + "\",", below);
        }
        line(out, name + "_sum", labels, counts[bounds.size() + 1]);
        line(out, name + "_count", labels, below);
    }

    private void line(StringBuilder out, String name, String labels, long value) {
        out.append(prefix).append(name).append('{').append(node).append(labels);
        out.setLength(out.length() - 1); // the comma behind the last label
        out.append("} ").append(value).append('\n');
    }

    private static String labels(Series series) {
        List<String> names = series.family().labels();
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            labels.append(names.get(i)).append("=\"");
            labels.append(escaped(series.labelValues().get(i))).append("\",");
        }
        return labels.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
