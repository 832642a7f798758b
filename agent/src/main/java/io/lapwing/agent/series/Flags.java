// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.util.BitSet;

/**
 * What is known of the values of a column besides, by their indexes. Belongs to whoever made it.
 *
 * @param resets values before which a counter began again
 * @param marks values that were out of line with what came before them
 */
record Flags(BitSet resets, BitSet marks) {
    static Flags none() {
        return new Flags(new BitSet(0), new BitSet(0));
    }

    void set(int index, boolean reset, boolean mark) {
        resets.set(index, reset);
        marks.set(index, mark);
    }

    void clearAfter(int index) {
        resets.clear(index + 1, Math.max(index + 1, resets.length()));
        marks.clear(index + 1, Math.max(index + 1, marks.length()));
    }

    boolean isEmpty() {
        return resets.isEmpty() && marks.isEmpty();
    }
}
