// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.netdata;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Status;
import io.lapwing.agent.series.ChartInfo;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** GET /api/v1/info: with every key that Netdata 1.37 has, empty where nothing is meant here. */
public final class Info {
    private static final List<String> EMPTY =
            List.of(
                    "os_id",
                    "os_id_like",
                    "os_version_id",
                    "os_detection",
                    "total_disk_space",
                    "cpu_freq",
                    "ram_total",
                    "virtualization",
                    "virt_detection",
                    "container",
                    "container_detection");
    private static final List<String> OFF =
            List.of(
                    "cloud-enabled",
                    "cloud-available",
                    "agent-claimed",
                    "aclk-available",
                    "stream-enabled",
                    "https-enabled");
    private static final List<String> UNKNOWN =
            List.of(
                    "stream-compression",
                    "hosts-available",
                    "notification-methods",
                    "exporting-enabled",
                    "exporting-connectors",
                    "allmetrics-prometheus-used",
                    "allmetrics-shell-used",
                    "allmetrics-json-used",
                    "dashboard-used");

    private final AgentView agent;
    private final String node;
    private final String version;

    public Info(AgentView agent, String node, String version) {
        this.agent = agent;
        this.node = node;
        this.version = version;
    }

    public Answer answer(Request request) {
        List<Alert> alerts = agent.alerts();
        List<ChartInfo> charts = agent.charts();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("version", "lapwing " + version);
        answer.put("uid", Contexts.guid(node));
        answer.put("mirrored_hosts", List.of(node));
        answer.put("mirrored_hosts_status", List.of(host()));
        answer.put("alarms", counts(alerts));
        answer.put("os_name", System.getProperty("os.name", ""));
        answer.put("os_version", System.getProperty("os.version", ""));
        answer.put("kernel_name", System.getProperty("os.name", ""));
        answer.put("kernel_version", System.getProperty("os.version", ""));
        answer.put("architecture", System.getProperty("os.arch", ""));
        answer.put("cores_total", Integer.toString(Runtime.getRuntime().availableProcessors()));
        EMPTY.forEach(key -> answer.put(key, ""));
        answer.put("host_labels", Map.of());
        answer.put("functions", Map.of());
        answer.put("collectors", List.of(Map.of("plugin", "lapwing", "module", "broker")));
        OFF.forEach(key -> answer.put(key, false));
        answer.put("memory-mode", "ram");
        answer.put("multidb-disk-quota", 0);
        answer.put("page-cache-size", 0);
        UNKNOWN.forEach(key -> answer.put(key, null));
        answer.put("buildinfo", "");
        answer.put("release-channel", "stable");
        answer.put("web-enabled", true);
        answer.put("charts-count", charts.size());
        answer.put(
                "metrics-count",
                charts.stream().mapToInt(each -> each.chart().dimensions().size()).sum());
        return Answer.json(answer);
    }

    private Map<String, @Nullable Object> host() {
        Map<String, @Nullable Object> host = new LinkedHashMap<>();
        host.put("guid", Contexts.guid(node));
        host.put("hostname", node);
        host.put("reachable", true);
        host.put("hops", 0);
        host.put("claim_id", null);
        host.put("node_id", null);
        return host;
    }

    private static Map<String, Object> counts(List<Alert> alerts) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("normal", alerts.stream().filter(each -> !each.status().raised()).count());
        counts.put("warning", count(alerts, Status.WARNING));
        counts.put("critical", count(alerts, Status.CRITICAL));
        return counts;
    }

    private static long count(List<Alert> alerts, Status status) {
        return alerts.stream().filter(each -> each.status() == status).count();
    }
}
