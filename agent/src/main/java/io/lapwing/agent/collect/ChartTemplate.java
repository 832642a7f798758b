// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.List;

/**
 * A chart that exists once for a node or a target, in the words of its pack.
 *
 * @param id without the pack's type and the scope's prefix
 * @param context without the pack's module
 * @param always whether the chart is there before the first of its metrics
 */
public record ChartTemplate(
        Scope scope,
        String id,
        String title,
        String units,
        String family,
        String context,
        ChartType type,
        List<DimensionTemplate> dimensions,
        boolean always) {}
