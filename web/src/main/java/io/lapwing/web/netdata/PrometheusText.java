// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.netdata;

import io.lapwing.agent.collect.Algorithm;
import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.query.DataAnswer;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.series.ChartInfo;
import io.lapwing.web.http.Request;
import java.util.List;
import java.util.Locale;

/**
 * Charts under the names that Netdata gives them for Prometheus: {@code
 * netdata_CONTEXT_UNITS_average}, with chart, family and dimension as labels.
 */
final class PrometheusText {
    /** How values are made of what was sampled. */
    enum Source {
        AVERAGE("average"),
        SUM("sum"),
        COLLECTED("as-collected");

        private final String word;

        Source(String word) {
            this.word = word;
        }
    }

    /**
     * What the parameters ask for.
     *
     * @param instance the host's name as one more label; empty for none
     */
    record Style(
            Source source,
            String prefix,
            boolean names,
            boolean timestamps,
            boolean units,
            boolean types,
            boolean help,
            String instance) {

        static Style of(Request request, String instance) {
            String source = request.text("source", request.text("data", "average"));
            String prefix = request.text("prefix", "netdata");
            return new Style(
                    switch (source) {
                        case "sum", "volume" -> Source.SUM;
                        case "as-collected", "raw", "asis" -> Source.COLLECTED;
                        default -> Source.AVERAGE;
                    },
                    sanitized(prefix),
                    is(request, "names", true),
                    is(request, "timestamps", true),
                    !is(request, "hideunits", false),
                    is(request, "types", false),
                    is(request, "help", false),
                    instance);
        }

        Group group() {
            return source == Source.SUM ? Group.SUM : Group.AVERAGE;
        }

        private static boolean is(Request request, String name, boolean missing) {
            return request.text(name, missing ? "yes" : "no").equals("yes");
        }
    }

    private static final long MILLIS = 1_000;

    private final Style style;
    private final StringBuilder text = new StringBuilder(64 * 1024);

    PrometheusText(Style style) {
        this.style = style;
    }

    void info(String node, String version, long nowMillis) {
        text.append("netdata_info{instance=\"").append(escaped(node));
        text.append("\",application=\"lapwing\",version=\"").append(escaped(version));
        text.append("\"} 1");
        end(nowMillis);
    }

    void chart(ChartInfo info, DataAnswer answer) {
        if (answer.rows() == 0) {
            return;
        }
        Chart chart = info.chart();
        if (style.help) {
            text.append("\n# COMMENT chart \"").append(comment(chart.id()));
            text.append("\", context \"").append(comment(chart.context()));
            text.append("\", family \"").append(comment(chart.family()));
            text.append("\", units \"").append(comment(chart.units())).append("\"\n");
        }
        for (int i = 0; i < answer.columns() && i < chart.dimensions().size(); i++) {
            Dimension dimension = chart.dimensions().get(i);
            boolean collected = style.source == Source.COLLECTED;
            if (collected && dimension.algorithm() != Algorithm.ABSOLUTE) {
                continue; // of a counter only what it gained each second is kept
            }
            double value =
                    collected
                            ? answer.head().latestValues().get(i)
                                    * dimension.divisor()
                                    / dimension.multiplier()
                            : answer.value(0, i);
            if (!Double.isNaN(value)) {
                long timeS = collected ? info.lastEntryS() : answer.timeS(0);
                sample(chart, dimension, value, timeS * MILLIS);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void sample(Chart chart, Dimension dimension, double value, long millis) {
        String name = name(chart);
        if (style.types) {
            text.append("# TYPE ").append(name).append(" gauge\n");
        }
        text.append(name).append("{chart=\"");
        text.append(escaped(style.names ? chart.name() : chart.id()));
        text.append("\",family=\"").append(escaped(chart.family()));
        text.append("\",dimension=\"");
        text.append(escaped(style.names ? dimension.name() : dimension.id())).append('"');
        if (!style.instance.isEmpty()) {
            text.append(",instance=\"").append(escaped(style.instance)).append('"');
        }
        boolean whole = style.source == Source.COLLECTED && value == Math.rint(value);
        String number =
                whole ? Long.toString((long) value) : String.format(Locale.ROOT, "%.7f", value);
        text.append("} ").append(number);
        end(millis);
    }

    private void end(long millis) {
        if (style.timestamps) {
            text.append(' ').append(millis);
        }
        text.append('\n');
    }

    private String name(Chart chart) {
        String name = style.prefix + '_' + sanitized(chart.context());
        if (style.source == Source.COLLECTED) {
            return name;
        }
        String units = style.units && style.source == Source.AVERAGE ? units(chart.units()) : "";
        return name + units + '_' + style.source.word;
    }

    private static String units(String units) {
        if (units.isEmpty()) {
            return "";
        }
        if (units.equals("%") || units.equals("percentage")) {
            return "_percent";
        }
        return '_'
                + (units.endsWith("/s")
                        ? sanitized(units.substring(0, units.length() - 2)) + "_persec"
                        : sanitized(units));
    }

    private static String sanitized(String name) {
        return name.replaceAll("[^a-zA-Z0-9_]", "_");
    }

    private static String comment(String text) {
        return text.replace('\n', ' ');
    }

    private static String escaped(String text) {
        return List.of("\\", "\"").stream()
                .reduce(text, (done, each) -> done.replace(each, "\\" + each))
                .replace("\n", "\\n");
    }
}
