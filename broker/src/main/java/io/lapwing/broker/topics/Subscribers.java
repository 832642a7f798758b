// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one filter. Slots are filled and emptied in place, so that the ten
 * thousandth subscriber of a topic costs no copy of the others; a reader skips empty slots.
 */
final class Subscribers {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Subscription[].class);
    private static final VarHandle SLOTS;

    static {
        try {
            SLOTS =
                    MethodHandles.lookup()
                            .findVarHandle(Subscribers.class, "slots", Subscription[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private @Nullable Subscription[] slots = new Subscription[1];
    private int used;
    private int live;

    int live() {
        return live;
    }

    /** The slots as they are, with gaps. Any thread. */
    @Nullable Subscription[] slots() {
        return (Subscription[]) SLOTS.getAcquire(this);
    }

    static @Nullable Subscription at(@Nullable Subscription[] slots, int i) {
        return (Subscription) SLOT.getAcquire(slots, i);
    }

    void add(Subscription subscription) {
        if (used == slots.length) {
            makeRoom();
        }
        subscription.slot = used;
        SLOT.setRelease(slots, used++, subscription);
        live++;
    }

    void replace(Subscription old, Subscription by) {
        by.slot = old.slot;
        SLOT.setRelease(slots, old.slot, by);
    }

    void remove(Subscription subscription) {
        SLOT.setRelease(slots, subscription.slot, null);
        live--;
    }

    /** Sweeps the gaps out, and doubles the slots when few of them were gaps. */
    private void makeRoom() {
        @Nullable Subscription[] larger =
                new Subscription[live < slots.length / 2 ? slots.length : slots.length * 2];
        int next = 0;
        for (Subscription subscription : Arrays.asList(slots)) {
            if (subscription != null) {
                subscription.slot = next;
                larger[next++] = subscription;
            }
        }
        used = next;
        SLOTS.setRelease(this, larger);
    }
}
