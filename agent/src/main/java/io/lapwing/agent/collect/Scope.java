// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

/** Which series of a family a chart takes, and what its id begins with. */
public enum Scope {
    /** Series without labels, for each node. */
    NODE("node_%s_", ""),
    /** Series of MQTT 3.1 and 3.1.1, for each node. */
    MQTT_4("node_%s_mqtt4_", "4"),
    /** Series of MQTT 5, for each node. */
    MQTT_5("node_%s_mqtt5_", "5"),
    /** All series of the target. */
    TARGET("", "");

    /** In an id: where the version stands, for an id that does not begin with it. */
    static final String VERSION_PLACE = "{version}";

    static final String VERSION = "mqtt_version";
    static final String NODE_LABEL = "node";

    /** What a bucket of a histogram reaches up to; it tells series of one histogram apart. */
    static final String BOUND = "le";

    private final String prefix;
    private final String version;

    Scope(String prefix, String version) {
        this.prefix = prefix;
        this.version = version;
    }

    boolean takes(Metric metric) {
        return switch (this) {
            case TARGET -> true;
            case MQTT_4, MQTT_5 -> metric.label(VERSION).equals(version);
            case NODE ->
                    metric.labels().keySet().stream()
                            .allMatch(key -> key.equals(NODE_LABEL) || key.equals(BOUND));
        };
    }

    /** Of the chart for a node, or for the target as a whole. */
    String chartId(String node, String id) {
        String plain = node.replace('.', '_').replace('\'', '_').replace(' ', '_');
        return id.contains(VERSION_PLACE)
                ? NODE.prefix.formatted(plain) + id.replace(VERSION_PLACE, version)
                : prefix.formatted(plain) + id;
    }

    String version() {
        return version;
    }
}
