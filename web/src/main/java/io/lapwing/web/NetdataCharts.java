// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.collect.Naming;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.query.DataAnswer;
import io.lapwing.agent.query.DataFormat;
import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.DataQuery;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.query.Grouping;
import io.lapwing.agent.series.ChartInfo;
import io.lapwing.agent.series.Tier;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Charts and their data in the shapes of Netdata's API, version 1. */
final class NetdataCharts {
    private static final long AFTER = -600;
    private static final long TIME_MAX = 100_000_000_000L;
    private static final int POINTS_MAX = 10_000;
    private static final int PER_S_MAX = 86_400;
    private static final List<String> DIMENSIONS =
            List.of("dimensions", "dimension", "dims", "dim");

    private final AgentView agent;
    private final NodeInfo node;

    NetdataCharts(AgentView agent, NodeInfo node) {
        this.agent = agent;
        this.node = node;
    }

    /** GET /api/v1/charts, of all targets or of one; {@code local} is this process. */
    Answer charts(Request request) {
        List<ChartInfo> charts = wanted(request);
        List<Alert> alerts = agent.alerts();
        Map<String, Object> views = new LinkedHashMap<>();
        charts.forEach(each -> views.put(each.chart().id(), view(each, alerts)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("hostname", node.name());
        answer.put("version", node.version());
        answer.put("release_channel", "stable");
        answer.put("os", "linux");
        answer.put("timezone", "UTC");
        answer.put("update_every", 1);
        answer.put(
                "history",
                charts.stream()
                        .mapToLong(each -> each.lastEntryS() - each.firstEntryS() + 1)
                        .max()
                        .orElse(0));
        answer.put("memory_mode", "ram");
        answer.put("custom_info", "");
        answer.put("charts", views);
        answer.put("charts_count", charts.size());
        answer.put(
                "dimensions_count",
                charts.stream().mapToInt(each -> each.chart().dimensions().size()).sum());
        answer.put("alarms_count", alerts.size());
        answer.put("rrd_memory_bytes", 0);
        answer.put("hosts_count", 1);
        answer.put("hosts", List.of(Map.of("hostname", node.name())));
        return Answer.json(answer);
    }

    private List<ChartInfo> wanted(Request request) {
        String host = request.variables().getOrDefault("host", "");
        String target = host.isEmpty() ? request.text("target", "") : host;
        String label = target.equals(Naming.OWN) || target.equals(node.name()) ? "" : target;
        List<ChartInfo> all = agent.charts();
        if (target.isEmpty()) {
            return all;
        }
        List<ChartInfo> its =
                all.stream().filter(each -> each.chart().target().equals(label)).toList();
        if (its.isEmpty()) {
            throw HttpError.notFound("there is no target " + target + "; /api/targets lists them");
        }
        return its;
    }

    /** GET /api/v1/chart?chart=. */
    Answer chart(Request request) {
        return Answer.json(view(chartOf(request), agent.alerts()));
    }

    /** GET /api/v1/data?chart=. Also of a chart that only the history knows. */
    Answer data(Request request) {
        String chart = chartName(request);
        DataFormat format = format(request);
        DataQuery query =
                new DataQuery(
                        chart,
                        dimensions(request),
                        request.number("after", AFTER, -TIME_MAX, TIME_MAX),
                        request.number("before", 0, -TIME_MAX, TIME_MAX),
                        (int) request.number("points", 0, 0, POINTS_MAX),
                        grouping(request),
                        (int) request.number("gtime", 0, 0, PER_S_MAX),
                        tier(request),
                        DataOption.all(request.text("options", "")));
        DataAnswer answer = agent.data(query).orElseThrow(() -> noChart(chart));
        String body =
                format.isCall()
                        ? answer.call(format, callback(request, format), requestId(request))
                        : answer.as(format);
        return Answer.bytes(contentType(format, answer), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String contentType(DataFormat format, DataAnswer answer) {
        if (format.isCall()) {
            return Answer.SCRIPT;
        }
        return switch (format) {
            case JSON, ARRAY, CSVJSONARRAY, DATATABLE -> Answer.JSON;
            case HTML -> answer.isWrapped() ? Answer.JSON : Answer.HTML;
            default -> answer.isWrapped() ? Answer.JSON : Answer.TEXT;
        };
    }

    /** The function that a script calls; nothing but a name may stand there. */
    private static String callback(Request request, DataFormat format) {
        boolean google = format == DataFormat.DATASOURCE;
        String usual = google ? "google.visualization.Query.setResponse" : "callback";
        String name = request.text("callback", google ? tqx(request, "responseHandler") : "");
        if (name.isEmpty()) {
            return usual;
        }
        if (!name.matches("[A-Za-z_$][A-Za-z0-9_$.]{0,99}")) {
            throw HttpError.wrong("callback", "must be the name of a function");
        }
        return name;
    }

    private static String requestId(Request request) {
        String id = tqx(request, "reqId");
        return id.matches("[A-Za-z0-9_-]{1,50}") ? id : "0";
    }

    /** What Google's charts say of their request: {@code reqId:1;responseHandler:name}. */
    private static String tqx(Request request, String key) {
        for (String pair : request.text("tqx", "").split(";")) {
            if (pair.startsWith(key + ':')) {
                return pair.substring(key.length() + 1);
            }
        }
        return "";
    }

    private static @Nullable Tier tier(Request request) {
        if (!request.has("tier")) {
            return null;
        }
        return Tier.values()[(int) request.number("tier", 0, 0, Tier.values().length - 1)];
    }

    private ChartInfo chartOf(Request request) {
        String id = chartName(request);
        return agent.chart(id).orElseThrow(() -> noChart(id));
    }

    private static String chartName(Request request) {
        String id = request.text("chart");
        if (id == null) {
            throw new HttpError(400, "the parameter chart is missing; /api/v1/charts lists them");
        }
        return id;
    }

    private static HttpError noChart(String id) {
        return HttpError.notFound("there is no chart " + id + "; /api/v1/charts lists them");
    }

    private static DataFormat format(Request request) {
        List<String> words = Arrays.stream(DataFormat.values()).map(DataFormat::word).toList();
        return DataFormat.of(request.choice("format", DataFormat.JSON.word(), words)).orElseThrow();
    }

    private static Grouping grouping(Request request) {
        String word = request.text("group", Group.AVERAGE.word());
        String condition = request.text("group_options", "");
        return Grouping.of(word, condition)
                .orElseThrow(() ->
                        condition.isEmpty() || Grouping.of(word, "").isEmpty()
                                ? HttpError.wrong("group", "must be one of " + groups())
                                : HttpError.wrong("group_options", "does not fit " + word));
    }

    private static String groups() {
        return String.join(", ", Arrays.stream(Group.values()).map(Group::word).toList());
    }

    private static String dimensions(Request request) {
        for (String name : DIMENSIONS) {
            String patterns = request.text(name);
            if (patterns != null) {
                return patterns;
            }
        }
        return "";
    }

    private static Map<String, @Nullable Object> view(ChartInfo info, List<Alert> alerts) {
        Chart chart = info.chart();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", chart.id());
        view.put("name", chart.name());
        view.put("type", chart.id().substring(0, Math.max(0, chart.id().indexOf('.'))));
        view.put("family", chart.family());
        view.put("context", chart.context());
        view.put("title", chart.title() + " (" + chart.name() + ")");
        view.put("priority", chart.priority());
        view.put("plugin", "lapwing");
        view.put("module", "broker");
        view.put("units", chart.units());
        view.put("data_url", "/api/v1/data?chart=" + chart.name());
        view.put("chart_type", chart.type().word());
        view.put("duration", info.lastEntryS() - info.firstEntryS() + 1);
        view.put("first_entry", info.firstEntryS());
        view.put("last_entry", info.lastEntryS());
        view.put("update_every", info.updateEveryS());
        Map<String, Object> dimensions = new LinkedHashMap<>();
        for (Dimension dimension : chart.dimensions()) {
            dimensions.put(dimension.id(), Map.of("name", dimension.name()));
        }
        view.put("dimensions", dimensions);
        view.put("chart_variables", Map.of());
        view.put("green", null);
        view.put("red", null);
        view.put("alarms", alarms(chart, alerts));
        view.put("chart_labels", chart.labels());
        view.put("functions", Map.of());
        return view;
    }

    private static Map<String, Object> alarms(Chart chart, List<Alert> alerts) {
        Map<String, Object> alarms = new LinkedHashMap<>();
        for (Alert alert : alerts) {
            if (alert.chart().equals(chart.id())) {
                Map<String, Object> view = new LinkedHashMap<>();
                view.put("id", alert.number());
                view.put("status", alert.status().name());
                view.put("units", alert.units());
                view.put("update_every", alert.rule().everyS());
                alarms.put(alert.name(), view);
            }
        }
        return alarms;
    }
}
