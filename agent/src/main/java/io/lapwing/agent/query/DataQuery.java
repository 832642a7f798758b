// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import io.lapwing.agent.series.Tier;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question about the past of one chart, in the terms of Netdata's {@code /api/v1/data}.
 *
 * @param chart its id, its name, or its id without the part before the dot
 * @param dimensions patterns separated by {@code |} or {@code ,}; empty for all
 * @param after epoch seconds, or seconds back from {@code before} when it is small or negative; 0
 *     for all that is kept
 * @param before epoch seconds, or seconds back from the last entry when it is small or negative
 * @param points rows wanted; 0 for one a second
 * @param perS rows are whole multiples of as many seconds, and averages are for as many; 0 or 1 for
 *     none of it
 * @param tier the rows to look at; null for those that fit the question
 */
public record DataQuery(
        String chart,
        String dimensions,
        long after,
        long before,
        int points,
        Grouping grouping,
        int perS,
        @Nullable Tier tier,
        Set<DataOption> options) {

    public DataQuery(
            String chart,
            String dimensions,
            long after,
            long before,
            int points,
            Group group,
            Set<DataOption> options) {
        this(chart, dimensions, after, before, points, Grouping.of(group), 0, null, options);
    }

    public Group group() {
        return grouping.group();
    }
}
