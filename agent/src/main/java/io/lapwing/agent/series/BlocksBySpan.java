// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import java.util.Collection;
import java.util.TreeMap;

/** The blocks of one chart by their span, the last written of each. */
final class BlocksBySpan {
    private final TreeMap<Long, Kept> bySpan = new TreeMap<>();

    void put(Chart chart, Block block) {
        bySpan.put(block.span(), new Kept(chart, block));
    }

    Collection<Kept> all() {
        return bySpan.values();
    }
}
