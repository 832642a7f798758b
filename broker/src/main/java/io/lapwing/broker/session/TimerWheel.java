// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One worker's coarse timers, a slot a second. A connection or session is its own timer: linked
 * into the slot at which it wants to be looked at, and taken out in one step.
 */
final class TimerWheel {
    private static final int SLOTS = 128;

    private final @Nullable Timer[] slots = new @Nullable Timer[SLOTS];
    private int now;
    private int size;

    /**
     * Looks at it again after so many seconds, the one that has begun counted as whole, or earlier
     * if that is far off.
     */
    void schedule(Timer timer, long seconds) {
        cancel(timer);
        int slot = (now + Math.clamp(seconds, 1, SLOTS - 1)) % SLOTS;
        Timer first = slots[slot];
        timer.slot = slot;
        size++;
        timer.next = first;
        if (first != null) {
            first.previous = timer;
        }
        slots[slot] = timer;
    }

    void cancel(Timer timer) {
        if (timer.slot < 0) {
            return;
        }
        Timer next = timer.next;
        Timer previous = timer.previous;
        if (previous == null) {
            slots[timer.slot] = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        timer.next = null;
        timer.previous = null;
        timer.slot = -1;
        size--;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Visits all that have a time. */
    void forEach(Consumer<Timer> visitor) {
        List<Timer> all = new ArrayList<>();
        for (Timer first : slots) {
            for (Timer each = first; each != null; each = each.next) {
                all.add(each);
            }
        }
        all.forEach(visitor);
    }

    /** One second passed: all of its slot are looked at. */
    void tick() {
        now = (now + 1) % SLOTS;
        for (Timer due = slots[now]; due != null; due = slots[now]) {
            cancel(due);
            due.onTimer();
        }
    }
}
