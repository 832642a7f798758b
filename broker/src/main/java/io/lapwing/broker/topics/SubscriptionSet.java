// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one subscriber, found by filter: a compact open-addressing table that is not
 * there before the first subscription. Its subscriber's worker owns it.
 */
public final class SubscriptionSet {
    private static final @Nullable Subscription[] NONE = {};

    private @Nullable Subscription[] table = NONE;
    private int size;

    public int size() {
        return size;
    }

    public void forEach(Consumer<Subscription> visitor) {
        for (Subscription subscription : table.clone()) {
            if (subscription != null) {
                visitor.accept(subscription);
            }
        }
    }

    /** The subscription to a shared group; null when there is none. */
    public @Nullable Subscription of(SharedGroup group) {
        return find(group.hash(), group);
    }

    @Nullable Subscription find(int filterHash, Place place) {
        if (table.length == 0) {
            return null;
        }
        int mask = table.length - 1;
        int i = filterHash & mask;
        Subscription at = table[i];
        while (at != null && at.place() != place) {
            i = (i + 1) & mask;
            at = table[i];
        }
        return at;
    }

    /** Adds it, in place of the one for the same filter if there is one. */
    void put(Subscription subscription) {
        if (table.length == 0) {
            table = new @Nullable Subscription[2];
        } else if (size + 1 > table.length - (table.length + 3) / 4) {
            grow();
        }
        int mask = table.length - 1;
        int i = subscription.filterHash & mask;
        Subscription at = table[i];
        while (at != null && at.place() != subscription.place()) {
            i = (i + 1) & mask;
            at = table[i];
        }
        if (at == null) {
            size++;
        }
        table[i] = subscription;
    }

    void remove(Subscription subscription) {
        int mask = table.length - 1;
        int hole = subscription.filterHash & mask;
        while (table[hole] != subscription) {
            hole = (hole + 1) & mask;
        }
        size--;
        // Closes the gap: whoever probed past the hole moves into it.
        int i = (hole + 1) & mask;
        for (Subscription at = table[i]; at != null; at = table[i]) {
            int home = at.filterHash & mask;
            if (((i - home) & mask) >= ((i - hole) & mask)) {
                table[hole] = at;
                hole = i;
            }
            i = (i + 1) & mask;
        }
        table[hole] = null;
    }

    private void grow() {
        @Nullable Subscription[] old = table;
        table = new @Nullable Subscription[old.length * 2];
        size = 0;
        for (Subscription subscription : old) {
            if (subscription != null) {
                put(subscription);
            }
        }
    }
}
