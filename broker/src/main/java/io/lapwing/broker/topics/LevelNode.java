// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One level of a topic tree: its name, what hangs at it, and the levels below.
 *
 * <p>The levels below are an open-addressing table without stored hashes: four bytes a child beside
 * the child itself, and no table at all for a leaf. One writer at a time changes it (the tree holds
 * the monitor); readers see either the old or the new state of a slot, because slots, tables and
 * values are published with release and read with acquire. A removed child leaves a tombstone, so
 * that a reader that is probing past it does not stop short; the next growth sweeps them away.
 */
final class LevelNode<V> {
    private static final VarHandle CHILDREN;
    private static final VarHandle VALUE;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(LevelNode[].class);
    private static final LevelNode<?>[] NO_CHILDREN = {};
    private static final LevelNode<?> TOMBSTONE = new LevelNode<>(new byte[0], null);

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CHILDREN = lookup.findVarHandle(LevelNode.class, "children", LevelNode[].class);
            VALUE = lookup.findVarHandle(LevelNode.class, "value", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final byte[] level;
    final @Nullable LevelNode<V> parent;

    @SuppressWarnings("UnusedVariable") // read and written through VALUE
    private @Nullable Object value;

    private LevelNode<V>[] children = noChildren();
    private int live;
    private int taken; // live children and tombstones

    LevelNode(byte[] level, @Nullable LevelNode<V> parent) {
        this.level = level;
        this.parent = parent;
    }

    @SuppressWarnings("unchecked")
    @Nullable V value() {
        return (V) VALUE.getAcquire(this);
    }

    void value(@Nullable V newValue) {
        VALUE.setRelease(this, newValue);
    }

    boolean isEmpty() {
        return live == 0 && value() == null;
    }

    static int hash(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + bytes[i];
        }
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    @Nullable LevelNode<V> child(byte[] bytes, int offset, int length) {
        return child(bytes, offset, length, hash(bytes, offset, length));
    }

    /** The level below with this name; null when there is none. Any thread. */
    @SuppressWarnings("unchecked")
    @Nullable LevelNode<V> child(byte[] bytes, int offset, int length, int hash) {
        LevelNode<V>[] table = (LevelNode<V>[]) CHILDREN.getAcquire(this);
        int mask = table.length - 1;
        for (int i = hash & mask, probes = 0; probes <= mask; i = (i + 1) & mask, probes++) {
            LevelNode<V> node = (LevelNode<V>) SLOT.getAcquire(table, i);
            if (node == null) {
                return null;
            }
            if (node != TOMBSTONE
                    && node.level.length == length
                    && Arrays.equals(node.level, 0, length, bytes, offset, offset + length)) {
                return node;
            }
        }
        return null;
    }

    /** The level below with this name, added when there is none. The writer only. */
    LevelNode<V> childOrNew(byte[] bytes, int offset, int length) {
        int hash = hash(bytes, offset, length);
        LevelNode<V> known = child(bytes, offset, length, hash);
        if (known != null) {
            return known;
        }
        LevelNode<V> added =
                new LevelNode<>(Arrays.copyOfRange(bytes, offset, offset + length), this);
        if (taken + 1 > capacityOf(children.length)) {
            CHILDREN.setRelease(this, grown());
        }
        place(children, added, hash);
        live++;
        taken++;
        return added;
    }

    /** Takes a level below out of the tree. The writer only. */
    void remove(LevelNode<V> child) {
        int mask = children.length - 1;
        int i = hash(child.level, 0, child.level.length) & mask;
        while (children[i] != child) {
            i = (i + 1) & mask;
        }
        if (--live == 0) {
            taken = 0;
            CHILDREN.setRelease(this, noChildren());
        } else {
            SLOT.setRelease(children, i, TOMBSTONE);
        }
    }

    /** Visits the levels below. Any thread; what is added meanwhile may be missed. */
    @SuppressWarnings("unchecked")
    LevelNode<V>[] table() {
        return (LevelNode<V>[]) CHILDREN.getAcquire(this);
    }

    static boolean isLive(@Nullable LevelNode<?> node) {
        return node != null && node != TOMBSTONE;
    }

    /** Up to two children fill their table; a larger one keeps a quarter free for short probes. */
    private static int capacityOf(int tableLength) {
        return tableLength <= 2 ? tableLength : tableLength - tableLength / 4;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private LevelNode<V>[] grown() {
        int length = 1;
        while (capacityOf(length) < live + 1 || (length > 2 && capacityOf(length) < live * 5 / 4)) {
            length *= 2;
        }
        LevelNode<V>[] table = new LevelNode[length];
        taken = live;
        for (LevelNode<V> node : children) {
            if (isLive(node)) {
                place(table, node, hash(node.level, 0, node.level.length));
            }
        }
        return table;
    }

    @SuppressWarnings("unchecked")
    private static <V> LevelNode<V>[] noChildren() {
        return (LevelNode<V>[]) NO_CHILDREN;
    }

    private static <V> void place(LevelNode<V>[] table, LevelNode<V> node, int hash) {
        int mask = table.length - 1;
        int i = hash & mask;
        while (table[i] != null) {
            i = (i + 1) & mask;
        }
        SLOT.setRelease(table, i, node);
    }
}
