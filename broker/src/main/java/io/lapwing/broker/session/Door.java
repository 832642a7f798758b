// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets the connections that claim a kept session in one after the other. On its worker. */
final class Door {
    private boolean taken;
    private @Nullable List<Runnable> waiting;

    boolean isTaken() {
        return taken;
    }

    /** Somebody comes in, and is answered later. */
    void take() {
        taken = true;
    }

    /** Whoever came in is answered: the others try again. */
    void free() {
        taken = false;
        List<Runnable> next = waiting;
        waiting = null;
        if (next != null) {
            next.forEach(Runnable::run);
        }
    }

    void whenFree(Runnable then) {
        if (waiting == null) {
            waiting = new ArrayList<>();
        }
        waiting.add(then);
    }
}
