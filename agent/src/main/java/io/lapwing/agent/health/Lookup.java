// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.Group;
import java.util.Set;

/**
 * The window of a rule's chart that becomes {@code $this}.
 *
 * @param afterS length of the window, negative
 * @param beforeS where it ends, 0 for the newest sample
 * @param dimensions patterns; empty for all
 */
public record Lookup(
        Group group, int afterS, int beforeS, Set<DataOption> options, String dimensions) {}
