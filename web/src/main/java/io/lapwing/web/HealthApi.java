// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.broker.BrokerView;
import io.lapwing.broker.NoBroker;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether this program works, for probes, and VerneMQ's short status of a node. */
final class HealthApi {
    /** A second or two may be late on a busy machine; more means that nobody watches. */
    private static final long SILENT_MAX_S = 5;

    private final Sources sources;

    HealthApi(Sources sources) {
        this.sources = sources;
    }

    /** GET /health: listeners open and the agent awake. */
    Answer health(Request request) {
        List<String> reasons = new ArrayList<>(listenerReasons());
        long nowS = sources.clock().epochMillis() / 1_000;
        long tickS = Math.max(sources.agent().lastTickS(), sources.node().startedMillis() / 1_000);
        if (nowS - tickS > SILENT_MAX_S) {
            reasons.add("the agent has taken no samples for " + (nowS - tickS) + " s");
        }
        return answer(reasons);
    }

    /** GET /health/listeners. */
    Answer listeners(Request request) {
        return answer(listenerReasons());
    }

    /** GET /health/ping: the HTTP side alone. */
    Answer ping(Request request) {
        return answer(List.of());
    }

    /** GET /status.json, in VerneMQ's shape: a list of nodes, which is this one. */
    Answer status(Request request) {
        String node = sources.node().name();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("num_online", sum("total_active_connections"));
        status.put(
                "num_offline",
                Math.max(0, sum("queue_processes") - sum("total_active_connections")));
        status.put("msg_in", sum("mqtt_publish_received"));
        status.put("msg_out", sum("mqtt_publish_sent"));
        status.put("queue_in", sum("queue_message_in"));
        status.put("queue_out", sum("queue_message_out"));
        status.put("queue_drop", sum("queue_message_drop"));
        status.put("queue_unhandled", sum("queue_message_unhandled"));
        status.put("num_subscriptions", sum("router_subscriptions"));
        status.put("num_retained", sum("retain_messages"));
        status.put("matches_local", sum("router_matches_local"));
        status.put("matches_remote", sum("router_matches_remote"));
        status.put("mystatus", List.of(Map.of(node, true)));
        status.put("listeners", sources.broker().listeners().stream().map(this::listener).toList());
        status.put("version", sources.node().version());
        return Answer.json(List.of(Map.of(node, status)));
    }

    private List<String> listenerReasons() {
        boolean broker = !(sources.broker() instanceof NoBroker);
        return broker && sources.broker().listeners().isEmpty()
                ? List.of("no listener for MQTT is open")
                : List.of();
    }

    private static Answer answer(List<String> reasons) {
        if (reasons.isEmpty()) {
            return Answer.json(Map.of("status", "OK"));
        }
        Map<String, Object> down = new LinkedHashMap<>();
        down.put("status", "DOWN");
        down.put("reasons", reasons);
        return Answer.json(503, down);
    }

    private Map<String, Object> listener(BrokerView.ListenerView listener) {
        int colon = listener.address().lastIndexOf(':');
        String port = listener.address().substring(colon + 1);
        boolean hasPort = port.matches("[0-9]{1,5}");
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("type", type(listener.name()));
        view.put("status", "running");
        view.put("ip", hasPort ? listener.address().substring(0, colon) : listener.address());
        view.put("port", hasPort ? Integer.parseInt(port) : 0);
        view.put("mountpoint", "");
        view.put("name", listener.name());
        return view;
    }

    /** VerneMQ's word for a kind of listener, by what ours begins with. */
    private static String type(String name) {
        return switch (name.substring(0, Math.max(0, name.indexOf('.')))) {
            case "ssl" -> "mqtts";
            case "ws" -> "mqttws";
            case "wss" -> "mqttwss";
            default -> "mqtt";
        };
    }

    private long sum(String family) {
        Metrics metrics = sources.metrics();
        long sum = 0;
        for (Series series : metrics.series()) {
            if (series.family().name().equals(family)) {
                sum += metrics.value(series);
            }
        }
        return sum;
    }
}
