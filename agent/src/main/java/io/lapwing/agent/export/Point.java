// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.base.Family;
import java.util.List;
import java.util.Map;

/**
 * One series at one moment.
 *
 * @param values one value; of a histogram the count of each bucket (not cumulated), then of those
 *     above all bounds, then the sum
 */
public record Point(Family family, Map<String, String> labels, List<Long> values) {
    static Point of(Family family, Map<String, String> labels, long value) {
        return new Point(family, labels, List.of(value));
    }

    public long value() {
        return values.getFirst();
    }
}
