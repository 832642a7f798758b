// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.netdata;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.query.DataAnswer;
import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.DataQuery;
import io.lapwing.agent.query.Globs;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.series.ChartInfo;
import io.lapwing.base.Latest;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GET /api/v1/allmetrics: the newest of every chart, as shell variables, JSON or for Prometheus.
 */
public final class AllMetrics {
    /** Readers whose last reading is remembered; the one that was remembered first makes room. */
    static final int READERS_MAX = 100;

    private static final String BAD_FORMAT =
            "There are the formats shell, json, prometheus and prometheus_all_hosts.";
    private static final String PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Netdata's own interval for those that read it the first time. */
    private static final int FIRST_SPAN_S = 10;

    private static final int SPAN_MAX_S = 3_600;

    private final AgentView agent;
    private final String node;
    private final String version;
    private final Latest<Map<String, Long>> lastReadS = new Latest<>(Map.of());

    public AllMetrics(AgentView agent, String node, String version) {
        this.agent = agent;
        this.node = node;
        this.version = version;
    }

    public Answer answer(Request request) {
        String format = request.text("format", "shell");
        return switch (format) {
            case "shell" -> Answer.text(shell(request));
            case "json" -> Answer.json(json(request));
            case "prometheus", "prometheus_all_hosts" ->
                    Answer.bytes(
                            PROMETHEUS_TYPE,
                            prometheus(request, format.endsWith("hosts"))
                                    .getBytes(StandardCharsets.UTF_8));
            default ->
                    new Answer.Whole(
                            400,
                            Answer.TEXT,
                            BAD_FORMAT.getBytes(StandardCharsets.UTF_8),
                            Map.of());
        };
    }

    private String shell(Request request) {
        ShellText text = new ShellText();
        for (ChartInfo info : charts(request)) {
            newest(info, 1, Group.AVERAGE)
                    .ifPresent(answer -> text.chart(info.chart(), answer.head().latestValues()));
        }
        text.beginAlerts();
        for (Alert alert : agent.alerts()) {
            text.alert(alert);
        }
        return text.toString();
    }

    private Map<String, Object> json(Request request) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (ChartInfo info : charts(request)) {
            newest(info, 1, Group.AVERAGE)
                    .ifPresent(answer -> {
                        Map<String, Object> dimensions = new LinkedHashMap<>();
                        for (int i = 0; i < answer.columns(); i++) {
                            Map<String, Object> dimension = new LinkedHashMap<>();
                            dimension.put("name", answer.head().dimensionNames().get(i));
                            dimension.put("value", answer.head().latestValues().get(i));
                            dimensions.put(answer.head().dimensionIds().get(i), dimension);
                        }
                        Map<String, Object> chart = new LinkedHashMap<>();
                        chart.put("name", info.chart().name());
                        chart.put("family", info.chart().family());
                        chart.put("context", info.chart().context());
                        chart.put("units", info.chart().units());
                        chart.put("last_updated", info.lastEntryS());
                        chart.put("dimensions", dimensions);
                        all.put(info.chart().id(), chart);
                    });
        }
        return all;
    }

    private String prometheus(Request request, boolean withInstance) {
        PrometheusText.Style style = PrometheusText.Style.of(request, withInstance ? node : "");
        PrometheusText text = new PrometheusText(style);
        text.info(node, version, agent.lastTickS() * 1_000);
        int spanS = spanS(request.text("server", "prometheus"));
        for (ChartInfo info : charts(request)) {
            newest(info, spanS, style.group()).ifPresent(answer -> text.chart(info, answer));
        }
        return text.toString();
    }

    /** What this reader has not had yet. */
    private int spanS(String server) {
        long now = agent.lastTickS();
        Long before = lastReadS.value().get(server);
        lastReadS.change(readers -> {
            Map<String, Long> next = new LinkedHashMap<>(readers);
            next.remove(server);
            if (next.size() >= READERS_MAX) {
                next.remove(next.keySet().iterator().next());
            }
            next.put(server, now);
            return next;
        });
        return before == null ? FIRST_SPAN_S : (int) Math.clamp(now - before, 1, SPAN_MAX_S);
    }

    private List<ChartInfo> charts(Request request) {
        Globs filter = Globs.words(request.text("filter", "*"));
        List<ChartInfo> charts = new ArrayList<>();
        for (ChartInfo info : agent.charts()) {
            boolean taken =
                    filter.match(info.chart().id()) == Globs.Match.TAKEN
                            || filter.match(info.chart().name()) == Globs.Match.TAKEN;
            if (taken && info.lastEntryS() > 0) {
                charts.add(info);
            }
        }
        return charts;
    }

    private Optional<DataAnswer> newest(ChartInfo info, int spanS, Group group) {
        return agent.data(
                new DataQuery(
                        info.chart().id(), "", -spanS, 0, 1, group, Set.of(DataOption.UNALIGNED)));
    }
}
