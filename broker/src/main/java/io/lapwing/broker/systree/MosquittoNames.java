// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.systree;

import java.util.LinkedHashMap;
import java.util.Map;

/** The topics below {@code $SYS/broker} that tools written for Mosquitto look for. */
final class MosquittoNames {
    static final int SIZE = 14;

    private MosquittoNames() {}

    static Map<String, String> of(Map<String, Long> totals, String version, long upSeconds) {
        long sessions = total(totals, "queue_processes");
        long connected = total(totals, "active_mqtt_connections");
        Map<String, String> topics = new LinkedHashMap<>();
        put(topics, "version", "lapwing version " + version);
        put(topics, "uptime", upSeconds + " seconds");
        put(topics, "clients/total", sessions);
        put(topics, "clients/connected", connected);
        put(topics, "clients/disconnected", Math.max(0, sessions - connected));
        put(topics, "messages/received", allPackets(totals, "_received"));
        put(topics, "messages/sent", allPackets(totals, "_sent"));
        put(topics, "publish/messages/received", total(totals, "mqtt_publish_received"));
        put(topics, "publish/messages/sent", total(totals, "mqtt_publish_sent"));
        put(topics, "publish/messages/dropped", total(totals, "queue_message_drop"));
        put(topics, "bytes/received", total(totals, "bytes_received"));
        put(topics, "bytes/sent", total(totals, "bytes_sent"));
        put(topics, "subscriptions/count", total(totals, "router_subscriptions"));
        put(topics, "retained messages/count", total(totals, "retain_messages"));
        return topics;
    }

    /** Packets of every kind; Mosquitto calls them messages. */
    private static long allPackets(Map<String, Long> totals, String direction) {
        return totals.entrySet().stream()
                .filter(each -> each.getKey().startsWith("mqtt_"))
                .filter(each -> each.getKey().endsWith(direction))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static long total(Map<String, Long> totals, String name) {
        return totals.getOrDefault(name, 0L);
    }

    private static void put(Map<String, String> topics, String name, Object value) {
        topics.put(SysTree.TOP + "/broker/" + name, value.toString());
    }
}
