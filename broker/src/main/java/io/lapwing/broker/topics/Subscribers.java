// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one filter that has several, or shared ones. Slots are filled and emptied in
 * place, so that the ten thousandth subscriber of a topic costs no copy of the others; a reader
 * skips empty slots.
 */
final class Subscribers implements Wishes {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Subscription[].class);
    private static final VarHandle SLOTS;
    private static final VarHandle GROUPS;

    private static final @Nullable Subscription[] NO_SLOTS = {};
    private static final SharedGroup[] NO_GROUPS = {};

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SLOTS = lookup.findVarHandle(Subscribers.class, "slots", Subscription[].class);
            GROUPS = lookup.findVarHandle(Subscribers.class, "groups", SharedGroup[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private @Nullable Subscription[] slots = NO_SLOTS;
    private SharedGroup[] groups = NO_GROUPS;
    private int used;
    private int live;

    boolean isEmpty() {
        return live == 0 && groups.length == 0;
    }

    /** The slots as they are, with gaps. Any thread. */
    @Nullable Subscription[] slots() {
        return (Subscription[]) SLOTS.getAcquire(this);
    }

    static @Nullable Subscription at(@Nullable Subscription[] slots, int i) {
        return (Subscription) SLOT.getAcquire(slots, i);
    }

    /** The shared groups of the filter. Any thread. */
    SharedGroup[] groups() {
        return (SharedGroup[]) GROUPS.getAcquire(this);
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

    void add(SharedGroup group) {
        SharedGroup[] more = Arrays.copyOf(groups, groups.length + 1);
        more[groups.length] = group;
        GROUPS.setRelease(this, more);
    }

    void remove(SharedGroup group) {
        GROUPS.setRelease(
                this,
                Arrays.stream(groups).filter(each -> each != group).toArray(SharedGroup[]::new));
    }

    /** Sweeps the gaps out, and doubles the slots when few of them were gaps. */
    private void makeRoom() {
        boolean mostlyGaps = live < slots.length / 2;
        @Nullable Subscription[] larger =
                new Subscription[mostlyGaps ? slots.length : Math.max(2, slots.length * 2)];
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
