// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a target is: told by its configuration, or by the names of its metrics. */
public enum TargetKind {
    /** To be told by the first answer. */
    AUTO("not known yet"),
    LAPWING("Lapwing"),
    VERNEMQ("VerneMQ"),
    MOSQUITTO("Mosquitto"),
    /** Any program with such an endpoint: charts are made of types and labels. */
    PROMETHEUS("Prometheus endpoint");

    /** VerneMQ's metrics may have a prefix, which its configuration names; all have this one. */
    private static final String OF_VERNEMQ = "mqtt_publish_error";

    private static final String OF_LAPWING = "refusal_journal_rows";

    /** As topics below $SYS are called here. */
    private static final String OF_MOSQUITTO = "broker_messages_";

    private final String label;

    TargetKind(String label) {
        this.label = label;
    }

    /** As people write it. */
    public String label() {
        return label;
    }

    /** As the configuration says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(TargetKind::word).toList();
    }

    /** The kind of this word. */
    public static TargetKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** What tells metrics of these names. */
    static TargetKind of(Samples samples) {
        TargetKind found = PROMETHEUS;
        for (int i = 0; i < samples.size(); i++) {
            String name = samples.metric(i).name();
            if (name.endsWith(OF_LAPWING)) {
                return LAPWING;
            }
            if (name.endsWith(OF_VERNEMQ)) {
                found = VERNEMQ;
            } else if (found == PROMETHEUS && name.startsWith(OF_MOSQUITTO)) {
                found = MOSQUITTO;
            }
        }
        return found;
    }

    /** What all names of a target begin with before the ones its pack knows. */
    String prefix(Samples samples) {
        if (this != VERNEMQ && this != LAPWING) {
            return "";
        }
        for (int i = 0; i < samples.size(); i++) {
            String name = samples.metric(i).name();
            if (name.endsWith(OF_VERNEMQ)) {
                return name.substring(0, name.length() - OF_VERNEMQ.length());
            }
        }
        return "";
    }

    /** The packs whose charts are made of its metrics. */
    List<ChartPack> packs() {
        return switch (this) {
            case AUTO, PROMETHEUS -> List.of();
            case LAPWING ->
                    List.of(
                            ChartPacks.lapwing(),
                            ChartPacks.store(),
                            ChartPacks.process(),
                            ChartPacks.vernemq());
            case VERNEMQ -> List.of(ChartPacks.vernemq(), ChartPacks.vernemqInside());
            case MOSQUITTO -> List.of(ChartPacks.mosquitto());
        };
    }
}
