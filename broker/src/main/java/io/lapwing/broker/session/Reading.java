// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

/**
 * Whether a client is read from. Not while it sends ahead of an answer it waits for, and not while
 * those it publishes to are behind.
 */
final class Reading {
    private final Transport transport;
    private boolean waits;
    private boolean heldBack;
    private boolean on = true;

    Reading(Transport transport) {
        this.transport = transport;
    }

    /** What the client sends before it is answered must not pile up. */
    void await() {
        waits = true;
        update();
    }

    void answered() {
        waits = false;
        update();
    }

    /** False when it is held back already. */
    boolean hold() {
        boolean isNew = !heldBack;
        heldBack = true;
        update();
        return isNew;
    }

    void release() {
        heldBack = false;
        update();
    }

    /** Nothing is waited for any more: reads on to find the end. */
    void toTheEnd() {
        waits = false;
        heldBack = false;
        update();
    }

    private void update() {
        boolean wanted = !waits && !heldBack;
        if (wanted != on) {
            on = wanted;
            transport.read(wanted);
        }
    }
}
