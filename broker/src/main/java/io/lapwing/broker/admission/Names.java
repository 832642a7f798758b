// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import java.util.Arrays;

/** Texts, each kept once and known by a number. Finds a piece of a longer text without a copy. */
final class Names {
    private static final int NONE = -1;

    private String[] byId = new String[8];
    private int[] slots = newSlots(16);
    private int count;

    int count() {
        return count;
    }

    String text(int id) {
        return byId[id];
    }

    /** The number of a text, which it gets now if it has none. */
    int of(String text) {
        int known = find(text, 0, text.length());
        if (known != NONE) {
            return known;
        }
        if (count == byId.length) {
            byId = Arrays.copyOf(byId, count * 2);
        }
        if (count * 2 >= slots.length) {
            grow();
        }
        byId[count] = text;
        place(count);
        return count++;
    }

    /** The number of what stands between two places of a text; -1 when it has none. */
    int find(String text, int from, int to) {
        int mask = slots.length - 1;
        int slot = spread(hash(text, from, to)) & mask;
        while (slots[slot] != NONE) {
            String known = byId[slots[slot]];
            if (known.length() == to - from && text.startsWith(known, from)) {
                return slots[slot];
            }
            slot = (slot + 1) & mask;
        }
        return NONE;
    }

    /** Gives back what it has in reserve. */
    void trim() {
        byId = Arrays.copyOf(byId, Math.max(1, count));
    }

    private void grow() {
        slots = newSlots(slots.length * 2);
        for (int id = 0; id < count; id++) {
            place(id);
        }
    }

    private void place(int id) {
        int mask = slots.length - 1;
        int slot = spread(byId[id].hashCode()) & mask;
        while (slots[slot] != NONE) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = id;
    }

    private static int[] newSlots(int size) {
        int[] slots = new int[size];
        Arrays.fill(slots, NONE);
        return slots;
    }

    /** As String counts it. */
    private static int hash(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E37_79B9;
        return mixed ^ mixed >>> 15;
    }
}
