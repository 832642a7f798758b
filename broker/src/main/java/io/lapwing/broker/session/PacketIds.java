// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The packet ids of QoS 2 messages that were received and not yet released (5.0 §4.3.3). Senders
 * release in the order of sending, so the search from the oldest ends at once.
 */
final class PacketIds {
    private static final int[] NONE = {};

    private int[] ids = NONE;
    private int first;
    private int size;

    int size() {
        return size;
    }

    boolean contains(int id) {
        return find(id) >= 0;
    }

    void add(int id) {
        if (size == ids.length) {
            int[] larger = new int[Math.max(8, ids.length * 2)];
            for (int i = 0; i < size; i++) {
                larger[i] = ids[(first + i) & (ids.length - 1)];
            }
            ids = larger;
            first = 0;
        }
        ids[(first + size++) & (ids.length - 1)] = id;
    }

    boolean remove(int id) {
        int found = find(id);
        if (found < 0) {
            return false;
        }
        int mask = ids.length - 1;
        for (int i = found; i > 0; i--) {
            ids[(first + i) & mask] = ids[(first + i - 1) & mask];
        }
        first = (first + 1) & mask;
        size--;
        return true;
    }

    void clear() {
        size = 0;
    }

    void forEach(IntConsumer visitor) {
        for (int i = 0; i < size; i++) {
            visitor.accept(ids[(first + i) & (ids.length - 1)]);
        }
    }

    private int find(int id) {
        for (int i = 0; i < size; i++) {
            if (ids[(first + i) & (ids.length - 1)] == id) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
