// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import org.jspecify.annotations.Nullable;

/**
 * A part of the store with keys and values of its own, declared by the room that uses it. Its id
 * and its name are part of the format on disk.
 *
 * @param id 1 to {@link #ID_MAX}, used once
 * @param values where the shared values lie that entries of queues refer to
 */
public record Space(
        int id, String name, Kind kind, @Nullable Space values, @Nullable References references) {
    public static final int ID_MAX = 63;

    /** What may be kept in a space. */
    public enum Kind {
        /** Any value under any key; put again replaces it. */
        RECORDS,
        /** Values with a number and a count of holders; gone with the last of these. */
        SHARED,
        /** Entries under the number of a queue and a sequence; written once, never changed. */
        QUEUES
    }

    /** Tells which shared value an entry of a queue refers to. */
    public interface References {
        long NONE = -1;

        /** The number of the shared value, or {@link #NONE}. */
        long of(byte[] entry);
    }

    public Space {
        if (id < 1 || id > ID_MAX) {
            throw new IllegalArgumentException(name + " has the id " + id);
        }
    }

    public static Space records(int id, String name) {
        return new Space(id, name, Kind.RECORDS, null, null);
    }

    public static Space shared(int id, String name) {
        return new Space(id, name, Kind.SHARED, null, null);
    }

    public static Space queues(int id, String name, Space values, References references) {
        return new Space(id, name, Kind.QUEUES, values, references);
    }

    void must(Kind needed) {
        if (kind != needed) {
            throw new IllegalArgumentException(name + " holds " + kind + ", not " + needed);
        }
    }
}
