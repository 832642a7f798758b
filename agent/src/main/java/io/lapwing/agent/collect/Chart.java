// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.List;
import java.util.Map;

/**
 * What belongs on one picture: the dimensions of one instance. A context is the kind of chart. A
 * chart that gains a dimension is replaced by a longer one.
 */
public record Chart(
        String id,
        String name,
        String title,
        String units,
        String family,
        String context,
        ChartType type,
        int priority,
        Map<String, String> labels,
        List<Dimension> dimensions) {

    /** The label that names the target of a chart; charts of our own process have none. */
    public static final String TARGET_LABEL = "_target";

    /**
     * The label that tells the seconds from one sample to the next; charts of each second lack it.
     */
    static final String EVERY_LABEL = "_every_s";

    /** Seconds from one sample to the next. */
    public int everyS() {
        String every = labels.get(EVERY_LABEL);
        return every == null ? 1 : Integer.parseInt(every);
    }

    /** The name of the target it tells of; empty for our own process. */
    public String target() {
        return labels.getOrDefault(TARGET_LABEL, "");
    }

    /** The same chart with other dimensions. */
    public Chart with(List<Dimension> others) {
        return new Chart(
                id,
                name,
                title,
                units,
                family,
                context,
                type,
                priority,
                labels,
                List.copyOf(others));
    }
}
