// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.List;
import java.util.Set;

/**
 * The charts of one kind of program, as a list.
 *
 * @param module what the ids and contexts of its charts begin with
 * @param priority of its first chart; the others follow
 * @param everyNodeTells metrics that each node of a cluster tells alike, so that a sum over the
 *     cluster would count them more than once
 */
public record ChartPack(
        String module, int priority, List<ChartTemplate> templates, Set<String> everyNodeTells) {

    /** Without the charts that make no sense for several nodes together. */
    ChartPack ofCluster() {
        List<ChartTemplate> summable =
                templates.stream()
                        .filter(each -> !each.units().equals("percentage"))
                        .filter(each -> !each.units().equals("seconds"))
                        .toList();
        return new ChartPack(module + "_cluster", priority, summable, everyNodeTells);
    }
}
