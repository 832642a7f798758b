// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import java.util.OptionalDouble;

/**
 * A rule bound to a chart, as it stood after the last tick.
 *
 * @param id the chart's id, a dot, the rule's name
 * @param number small and unique in this process
 * @param value {@code $this}; NaN when it cannot be told
 * @param units of the rule, else of the chart
 * @param limit the value from which the warning is raised, when the rule has so simple a form
 * @param clearLimit the value at or below which it clears again, in the same case
 * @param sinceMs of the last change of status
 * @param updatedS of the last evaluation, 0 before it
 * @param windowAfterS first second of the looked-up window, exclusive
 * @param windowBeforeS last second of the looked-up window
 */
public record Alert(
        String id,
        int number,
        String name,
        String chart,
        String chartName,
        String context,
        String family,
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
        Rule rule) {}
