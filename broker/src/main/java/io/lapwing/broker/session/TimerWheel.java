// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One worker's coarse timers, a slot a second. A connection is its own timer: linked into the slot
 * at which it wants to be looked at, and taken out in one step when it closes.
 */
final class TimerWheel {
    private static final int SLOTS = 128;

    private final @Nullable Connection[] slots = new @Nullable Connection[SLOTS];
    private int now;
    private int size;

    /**
     * Looks at the connection again after so many seconds, the one that has begun counted as whole,
     * or earlier if that is far off.
     */
    void schedule(Connection connection, int seconds) {
        cancel(connection);
        int slot = (now + Math.clamp(seconds, 1, SLOTS - 1)) % SLOTS;
        Connection first = slots[slot];
        connection.timerSlot = slot;
        size++;
        connection.timerNext = first;
        if (first != null) {
            first.timerPrevious = connection;
        }
        slots[slot] = connection;
    }

    void cancel(Connection connection) {
        if (connection.timerSlot < 0) {
            return;
        }
        Connection next = connection.timerNext;
        Connection previous = connection.timerPrevious;
        if (previous == null) {
            slots[connection.timerSlot] = next;
        } else {
            previous.timerNext = next;
        }
        if (next != null) {
            next.timerPrevious = previous;
        }
        connection.timerNext = null;
        connection.timerPrevious = null;
        connection.timerSlot = -1;
        size--;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Visits every connection of the worker: each has a timer as long as it is open. */
    void forEach(Consumer<Connection> visitor) {
        List<Connection> all = new ArrayList<>();
        for (Connection first : slots) {
            for (Connection each = first; each != null; each = each.timerNext) {
                all.add(each);
            }
        }
        all.forEach(visitor);
    }

    /** One second passed: every connection of its slot is looked at. */
    void tick() {
        now = (now + 1) % SLOTS;
        for (Connection due = slots[now]; due != null; due = slots[now]) {
            cancel(due);
            due.onTimer();
        }
    }
}
