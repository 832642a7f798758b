// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import java.util.function.Predicate;

/**
 * Whoever can name those behind the events that charts count: the agent itself sees numbers only.
 * Asked when an alert is raised, on the agent's thread, so it must answer at once.
 */
@FunctionalInterface
public interface Witness {
    /** Knows nobody. */
    Witness NOBODY = (target, context, counted, fromMs, toMs) -> Culprits.NONE;

    /**
     * Who was behind the events of a time.
     *
     * @param target that the chart tells of; empty for this process
     * @param context of the chart; {@link Culprits#NONE} for one it knows nothing about
     * @param counted whether the rule counts a dimension of this name
     * @param fromMs inclusive
     * @param toMs exclusive
     */
    Culprits between(
            String target, String context, Predicate<String> counted, long fromMs, long toMs);
}
