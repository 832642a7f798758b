// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.Map;

/**
 * How the charts of a target are told from those of others.
 *
 * @param target the target's name; {@link #OWN} for this process
 * @param node of metrics that do not name theirs
 * @param everyS seconds from one sample to the next
 */
public record Naming(String target, String node, int everyS) {
    /** The name of this process among the targets, as in {@code vernemq_local.} of its ids. */
    public static final String OWN = "local";

    private static final String PER_SECOND = "/s";

    /** Of this process. */
    public static Naming own(String node) {
        return new Naming(OWN, node, 1);
    }

    /** What all its charts are labelled with. */
    Map<String, String> labels() {
        if (target.equals(OWN)) {
            return Map.of();
        }
        return everyS == 1
                ? Map.of(Chart.TARGET_LABEL, target)
                : Map.of(Chart.TARGET_LABEL, target, Chart.EVERY_LABEL, Integer.toString(everyS));
    }

    /** What is kept of a counter is its gain since the sample before, however long ago that was. */
    String units(String units) {
        return everyS > 1 && units.endsWith(PER_SECOND)
                ? units.substring(0, units.length() - 1) + everyS + 's'
                : units;
    }
}
