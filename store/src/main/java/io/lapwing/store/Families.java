// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import org.jspecify.annotations.Nullable;

/** The number that RocksDB knows each space by. They stay the same for as long as a store lives. */
final class Families {
    private final int[] ids = new int[Space.ID_MAX + 1];
    private final int[] holderIds = new int[Space.ID_MAX + 1];
    private final @Nullable Space[] spaces = new @Nullable Space[Space.ID_MAX + 1];

    void add(Space space, int id, int holderId) {
        spaces[space.id()] = space;
        ids[space.id()] = id;
        holderIds[space.id()] = holderId;
    }

    int id(Space space) {
        if (spaces[space.id()] != space) {
            throw new IllegalArgumentException(space.name() + " is no space of this store");
        }
        return ids[space.id()];
    }

    Space space(int id) {
        Space space = spaces[id];
        if (space == null) {
            throw new IllegalArgumentException("no space has the id " + id);
        }
        return space;
    }

    /** Where the counts of holders of a space of shared values lie. */
    int holders(int spaceId) {
        return holderIds[spaceId];
    }
}
