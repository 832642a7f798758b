// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One level of a topic tree: its name, what hangs at it, and what lies below: nothing, one level,
 * or a table of several. A broker holds a million of them, most with nothing below, so a node is 24
 * bytes and pays for a table only where there is one.
 *
 * <p>One writer at a time changes it (the tree holds the monitor); readers see either the old or
 * the new state, because both fields are published with release and read with acquire.
 */
final class LevelNode<V> implements Place {
    private static final VarHandle BELOW;
    private static final VarHandle VALUE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            BELOW = lookup.findVarHandle(LevelNode.class, "below", Object.class);
            VALUE = lookup.findVarHandle(LevelNode.class, "value", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final byte[] level;
    final @Nullable LevelNode<V> parent;

    @SuppressWarnings("UnusedVariable") // read and written through VALUE
    private @Nullable Object value;

    @SuppressWarnings("UnusedVariable") // read and written through BELOW
    private @Nullable Object below; // a LevelNode or a LevelTable

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

    /** The levels from the root to here. For people. */
    String path() {
        String name = new String(level, StandardCharsets.UTF_8);
        LevelNode<V> above = parent;
        return above == null || above.parent == null ? name : above.path() + "/" + name;
    }

    boolean isEmpty() {
        return below() == null && value() == null;
    }

    boolean isCalled(byte[] bytes, int offset, int length) {
        return level.length == length
                && Arrays.equals(level, 0, length, bytes, offset, offset + length);
    }

    static int hash(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + bytes[i];
        }
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    /** The level below with this name; null when there is none. Any thread. */
    @SuppressWarnings("unchecked")
    @Nullable LevelNode<V> child(byte[] bytes, int offset, int length) {
        Object now = below();
        if (now instanceof LevelTable<?> table) {
            return ((LevelTable<V>) table).find(bytes, offset, length);
        }
        LevelNode<V> only = (LevelNode<V>) now;
        return only != null && only.isCalled(bytes, offset, length) ? only : null;
    }

    /** The level below with this name, added when there is none. The writer only. */
    @SuppressWarnings("unchecked")
    LevelNode<V> childOrNew(byte[] bytes, int offset, int length) {
        LevelNode<V> known = child(bytes, offset, length);
        if (known != null) {
            return known;
        }
        LevelNode<V> added =
                new LevelNode<>(Arrays.copyOfRange(bytes, offset, offset + length), this);
        Object now = below();
        switch (now) {
            case null -> BELOW.setRelease(this, added);
            case LevelTable<?> table -> BELOW.setRelease(this, ((LevelTable<V>) table).with(added));
            default -> BELOW.setRelease(this, LevelTable.of((LevelNode<V>) now, added));
        }
        return added;
    }

    /** Takes a level below out of the tree. The writer only. */
    @SuppressWarnings("unchecked")
    void remove(LevelNode<V> child) {
        Object now = below();
        boolean last = now == child;
        if (now instanceof LevelTable<?> table) {
            last = ((LevelTable<V>) table).removeToTheLast(child);
        }
        if (last) {
            BELOW.setRelease(this, null);
        }
    }

    /**
     * What lies below at this moment, for {@link #width} and {@link #at}: whoever walks it misses
     * what is added meanwhile, and may meet what was removed. Any thread.
     */
    @Nullable Object below() {
        return BELOW.getAcquire(this);
    }

    /** How many places there are below. */
    static int width(@Nullable Object below) {
        if (below instanceof LevelTable<?> table) {
            return table.width();
        }
        return below == null ? 0 : 1;
    }

    /** The level at one of the places below; null when the place is empty. */
    @SuppressWarnings("unchecked")
    static <V> @Nullable LevelNode<V> at(@Nullable Object below, int place) {
        return below instanceof LevelTable<?> table
                ? ((LevelTable<V>) table).at(place)
                : (LevelNode<V>) below;
    }
}
