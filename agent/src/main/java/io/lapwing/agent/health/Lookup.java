// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.collect.Algorithm;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.DimensionPattern;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.query.Grouping;
import java.util.Set;

/**
 * The window of a rule's chart that becomes {@code $this}: each dimension is reduced to a number,
 * then these are folded into one.
 *
 * @param afterS length of the window, negative
 * @param beforeS where it ends, seconds back from now, zero or negative
 * @param fold how the numbers of the dimensions become one: SUM, AVERAGE, MIN or MAX
 * @param dimensions patterns; empty for all
 * @param forEach whether each of the dimensions gets an alert of its own
 */
public record Lookup(
        Grouping method,
        int afterS,
        int beforeS,
        Group fold,
        Set<DataOption> options,
        String dimensions,
        boolean forEach) {
    /** Whether a dimension that is called so is among those looked at. */
    boolean counts(String dimension) {
        return DimensionPattern.of(dimensions, options)
                .takes(new Dimension(dimension, dimension, Algorithm.ABSOLUTE, 1, 1));
    }
}
