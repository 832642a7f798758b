// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The levels below a level that has several: open addressing without stored hashes. One writer at a
 * time; readers see a slot before or after its change. A removed level leaves a tombstone, so that
 * a reader that is probing past it does not stop short; the next growth sweeps them away.
 */
final class LevelTable<V> {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(LevelNode[].class);
    private static final LevelNode<?> TOMBSTONE = new LevelNode<>(new byte[0], null);

    private final LevelNode<V>[] slots;
    private int live;
    private int taken; // live levels and tombstones

    @SuppressWarnings({"unchecked", "rawtypes"})
    private LevelTable(int length) {
        slots = new LevelNode[length];
    }

    static <V> LevelTable<V> of(LevelNode<V> one, LevelNode<V> other) {
        LevelTable<V> table = new LevelTable<>(2);
        table.place(one);
        table.place(other);
        return table;
    }

    /** Any thread. */
    @Nullable LevelNode<V> find(byte[] bytes, int offset, int length) {
        int mask = slots.length - 1;
        int i = LevelNode.hash(bytes, offset, length) & mask;
        for (int probes = 0; probes <= mask; i = (i + 1) & mask, probes++) {
            LevelNode<V> node = slot(i);
            if (node == null) {
                return null;
            }
            if (node.isCalled(bytes, offset, length) && node != TOMBSTONE) {
                return node;
            }
        }
        return null;
    }

    /** How many slots there are. */
    int width() {
        return slots.length;
    }

    /** The level in a slot; null for none. Any thread. */
    @Nullable LevelNode<V> at(int slot) {
        LevelNode<V> node = slot(slot);
        return node == TOMBSTONE ? null : node;
    }

    /** The table with one level more: this one, or a larger one in its place. */
    LevelTable<V> with(LevelNode<V> added) {
        LevelTable<V> table = taken + 1 > capacityOf(slots.length) ? grown() : this;
        table.place(added);
        return table;
    }

    /** True when no level is left. */
    boolean removeToTheLast(LevelNode<V> gone) {
        int mask = slots.length - 1;
        int i = LevelNode.hash(gone.level, 0, gone.level.length) & mask;
        while (slots[i] != gone) {
            i = (i + 1) & mask;
        }
        SLOT.setRelease(slots, i, TOMBSTONE);
        return --live == 0;
    }

    /** Two levels fill the smallest table; a larger one keeps a quarter free for short probes. */
    private static int capacityOf(int length) {
        return length <= 2 ? length : length - length / 4;
    }

    private LevelTable<V> grown() {
        int length = 2;
        while (capacityOf(length) < live + 1 + live / 4) {
            length *= 2;
        }
        LevelTable<V> table = new LevelTable<>(length);
        for (LevelNode<V> node : slots) {
            if (node != null && node != TOMBSTONE) {
                table.place(node);
            }
        }
        return table;
    }

    private void place(LevelNode<V> node) {
        int mask = slots.length - 1;
        int i = LevelNode.hash(node.level, 0, node.level.length) & mask;
        while (slots[i] != null) {
            i = (i + 1) & mask;
        }
        SLOT.setRelease(slots, i, node);
        live++;
        taken++;
    }

    @SuppressWarnings("unchecked")
    private @Nullable LevelNode<V> slot(int i) {
        return (LevelNode<V>) SLOT.getAcquire(slots, i);
    }
}
