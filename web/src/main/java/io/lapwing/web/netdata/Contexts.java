// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.netdata;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.series.ChartInfo;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The kinds of charts there are, what an alert's expressions may name, and who this is. */
public final class Contexts {
    private final AgentView agent;
    private final String node;
    private final String guid;

    public Contexts(AgentView agent, String node) {
        this.agent = agent;
        this.node = node;
        this.guid = guid(node);
    }

    /** The same for the same name: nothing is drawn by lot or kept for it. */
    public static String guid(String node) {
        return UUID.nameUUIDFromBytes(node.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** GET /api/v1/contexts; with {@code options=charts} or {@code full} each with its charts. */
    public Answer all(Request request) {
        Map<String, List<ChartInfo>> byContext = new LinkedHashMap<>();
        for (ChartInfo info : agent.charts()) {
            byContext.computeIfAbsent(info.chart().context(), any -> new ArrayList<>()).add(info);
        }
        Map<String, Object> contexts = new LinkedHashMap<>();
        byContext.forEach((context, charts) -> contexts.put(context, context(charts, request)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("hostname", node);
        answer.put("machine_guid", guid);
        answer.put("node_id", "");
        answer.put("claim_id", "");
        answer.put("contexts", contexts);
        return Answer.json(answer);
    }

    /** GET /api/v1/context?context=. */
    public Answer one(Request request) {
        String name = request.text("context");
        if (name == null) {
            throw new HttpError(400, "the parameter context is missing; /api/v1/contexts has them");
        }
        List<ChartInfo> charts =
                agent.charts().stream()
                        .filter(each -> each.chart().context().equals(name))
                        .toList();
        if (charts.isEmpty()) {
            throw HttpError.notFound("there is no context " + name);
        }
        return Answer.json(context(charts, request));
    }

    /** GET /api/v1/alarm_variables?chart=. */
    public Answer variables(Request request) {
        String id = request.text("chart", "");
        ChartInfo info =
                agent.chart(id)
                        .orElseThrow(() ->
                                HttpError.notFound(
                                        "there is no chart " + id + "; /api/v1/charts lists them"));
        Chart chart = info.chart();
        List<Alert> alerts = agent.alerts();
        Map<String, @Nullable Object> family = new LinkedHashMap<>();
        Map<String, @Nullable Object> host = new LinkedHashMap<>();
        for (ChartInfo each : agent.charts()) {
            boolean alike = each.chart().family().equals(chart.family());
            ownVariables(each, alerts)
                    .forEach((name, value) ->
                            (alike ? family : host).put(each.chart().id() + '.' + name, value));
        }
        host.putAll(family);
        host.put("active_processors", Runtime.getRuntime().availableProcessors());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("chart", chart.id());
        answer.put("chart_name", chart.name());
        answer.put("chart_context", chart.context());
        answer.put("chart_variables", ownVariables(info, alerts));
        answer.put("family", chart.family());
        answer.put("family_variables", family);
        answer.put("host", node);
        answer.put("host_variables", host);
        return Answer.json(answer);
    }

    /** GET /api/v1/registry?action=hello. There is no registry: a browser is not followed. */
    public Answer registry(Request request) {
        String action = request.text("action", "hello");
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("action", action);
        answer.put("status", action.equals("hello") ? "ok" : "disabled");
        answer.put("hostname", node);
        answer.put("machine_guid", guid);
        answer.put("registry", "");
        answer.put("cloud_base_url", "");
        answer.put("anonymous_statistics", false);
        return Answer.json(answer);
    }

    /** GET /api/v1/archivedcharts: those that are not collected any more are not listed here. */
    public Answer archived(Request request) {
        return Answer.json(Map.of("hostname", node, "charts", Map.of()));
    }

    private Map<String, @Nullable Object> ownVariables(ChartInfo info, List<Alert> alerts) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put("last_collected_t", info.lastEntryS());
        variables.put("green", null);
        variables.put("red", null);
        variables.put("update_every", info.updateEveryS());
        for (Alert alert : alerts) {
            if (alert.chart().equals(info.chart().id())) {
                variables.put(alert.name(), alert.value());
            }
        }
        for (Dimension dimension : info.chart().dimensions()) {
            double newest = agent.latest(info.chart().id(), dimension.id());
            variables.put(dimension.id(), newest);
            variables.put(
                    dimension.id() + "_raw", newest * dimension.divisor() / dimension.multiplier());
            variables.put(dimension.id() + "_last_collected_t", info.lastEntryS());
        }
        return variables;
    }

    private static Map<String, Object> context(List<ChartInfo> charts, Request request) {
        Chart first = charts.getFirst().chart();
        Map<String, Object> view = head(first);
        view.put("first_time_t", charts.stream().mapToLong(ChartInfo::firstEntryS).min().orElse(0));
        view.put("last_time_t", charts.stream().mapToLong(ChartInfo::lastEntryS).max().orElse(0));
        view.put("collected", true);
        String options = request.text("options", "");
        if (options.contains("full") || options.contains("charts")) {
            Map<String, Object> all = new LinkedHashMap<>();
            charts.forEach(each -> all.put(each.chart().id(), chart(each)));
            view.put("charts", all);
        }
        return view;
    }

    private static Map<String, Object> chart(ChartInfo info) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", info.chart().name());
        view.put("context", info.chart().context());
        view.putAll(head(info.chart()));
        view.put("update_every", info.updateEveryS());
        view.put("first_time_t", info.firstEntryS());
        view.put("last_time_t", info.lastEntryS());
        view.put("collected", true);
        view.put("labels", info.chart().labels());
        Map<String, Object> dimensions = new LinkedHashMap<>();
        for (Dimension dimension : info.chart().dimensions()) {
            dimensions.put(dimension.id(), Map.of("name", dimension.name()));
        }
        view.put("dimensions", dimensions);
        return view;
    }

    private static Map<String, Object> head(Chart chart) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("title", chart.title());
        view.put("units", chart.units());
        view.put("family", chart.family());
        view.put("chart_type", chart.type().word());
        view.put("priority", chart.priority());
        return view;
    }
}
