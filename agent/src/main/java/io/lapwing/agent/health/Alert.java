// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import java.util.OptionalDouble;

/**
 * A rule bound to a chart, as it stood after the last tick.
 *
 * @param id the chart's id, a dot, the rule's name
 * @param number small and unique in this process
 * @param dimension the only one it is about; empty when it is about the whole chart
 * @param value {@code $this}; NaN when it cannot be told
 * @param units of the rule, else of the chart
 * @param limit what the value is compared with to raise the warning, when the rule is so simple
 * @param clearLimit what it is compared with while the warning is raised, in the same case
 * @param sinceMs of the last change of status
 * @param updatedS of the last evaluation, 0 before it
 * @param windowAfterS first second of the looked-up window, exclusive
 * @param windowBeforeS last second of the looked-up window
 * @param target the name of the target its chart tells of; empty for this process
 */
public record Alert(
        String id,
        int number,
        String name,
        String chart,
        String chartName,
        String context,
        String family,
        String dimension,
        Status status,
        double value,
        String units,
        OptionalDouble limit,
        OptionalDouble clearLimit,
        String summary,
        String info,
        long sinceMs,
        long updatedS,
        long nextUpdateS,
        long windowAfterS,
        long windowBeforeS,
        int delayS,
        long delayUntilS,
        Rule rule,
        String target) {
    /** The value with its units, for people; empty when it cannot be told. */
    public String valueText() {
        return Double.isNaN(value) ? "" : (Numbers.text(value) + ' ' + units).strip();
    }

    /** Whether a dimension of its chart that is called so counts for it. */
    public boolean counts(String name) {
        Lookup lookup = rule.lookup();
        return dimension.isEmpty() ? lookup == null || lookup.counts(name) : dimension.equals(name);
    }
}
