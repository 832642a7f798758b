// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened in memory and could not be written: entries that were delivered, and sessions that
 * have changed. It is written again when the store works. Its worker owns it.
 */
final class Amends {
    private static final Logger LOG = LoggerFactory.getLogger(Amends.class);

    /** Removals that may be owed; of more, the messages come again after a restart. */
    private static final int REMOVALS_MAX = 1_000_000;

    private static final int REMOVALS_A_SECOND = 100_000;

    /** Something of which the disk has an older state; equal to itself alone. */
    interface Change {
        /** Writes what is so now. */
        void write();
    }

    private final Keeper keeper;
    private final ArrayDeque<long[]> removals = new ArrayDeque<>(); // triples, see Round
    private final Set<Change> changes = new LinkedHashSet<>();
    private int owed;

    Amends(Keeper keeper) {
        this.keeper = keeper;
    }

    void owe(long[] triples) {
        int count = triples.length / 3;
        if (count == 0) {
            return;
        }
        if (owed + count > REMOVALS_MAX) {
            LOG.warn(
                    "{} delivered messages cannot be removed from disk: they may come again",
                    count);
            return;
        }
        owed += count;
        removals.addLast(triples);
    }

    /** Something has changed that could not be written. */
    void owe(Change change) {
        changes.add(change);
    }

    void make() {
        int made = 0;
        while (!removals.isEmpty() && made < REMOVALS_A_SECOND) {
            long[] triples = removals.removeFirst();
            for (int i = 0; i < triples.length; i += 3) {
                keeper.remove(triples[i], triples[i + 1], triples[i + 2] != 0);
            }
            made += triples.length / 3;
        }
        owed -= made;
        List<Change> now = List.copyOf(changes);
        changes.clear();
        now.forEach(Change::write);
    }
}
