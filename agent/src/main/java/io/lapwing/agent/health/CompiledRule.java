// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.collect.Chart;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule with its expressions parsed and its charts described. */
record CompiledRule(
        Rule rule,
        Where where,
        @Nullable Expression calc,
        @Nullable Expression warn,
        @Nullable Expression crit) {
    /** Whether its expressions may name a dimension of a chart, by the chart's id or context. */
    boolean mentions(Chart chart) {
        return names().stream()
                .anyMatch(name ->
                        name.startsWith(chart.id() + '.')
                                || name.startsWith(chart.name() + '.')
                                || name.startsWith(chart.context() + '.')
                                || name.startsWith(afterDot(chart.id()) + '.'));
    }

    private static String afterDot(String id) {
        return id.substring(id.indexOf('.') + 1);
    }

    /** Every name in its expressions. */
    Set<String> names() {
        Set<String> names = new HashSet<>();
        for (Expression each : Arrays.asList(calc, warn, crit)) {
            if (each != null) {
                names.addAll(each.names());
            }
        }
        return names;
    }
}
