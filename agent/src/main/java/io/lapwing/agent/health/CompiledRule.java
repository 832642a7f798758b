// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

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
