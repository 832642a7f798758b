// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client is read from. Not while it sends ahead of an answer it waits for, and not while
 * somebody holds it: a receiver that is behind, mail that waits, the rate it may publish with.
 */
final class Reading {
    /** Who may hold one connection at a time; who comes later cannot, and drops what it must. */
    static final int HOLDERS_MAX = 1_000;

    private final Connection connection;
    private final Transport transport;
    private @Nullable Set<Object> holders;
    private boolean waits;
    private boolean on = true;
    private boolean ended;
    private boolean nothingComes;

    Reading(Connection connection, Transport transport) {
        this.connection = connection;
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

    boolean isHeld() {
        return holders != null;
    }

    boolean isHeldBy(Object holder) {
        return holders != null && holders.contains(holder);
    }

    /** Stops reading until this holder lets go; false when it could not, or holds already. */
    boolean hold(Object by) {
        return !ended && keep(by, HOLDERS_MAX);
    }

    /** The next packet waits until this holder lets go, whether more comes or not. */
    void waitFor(Object by) {
        boolean unused = keep(by, HOLDERS_MAX + 1);
    }

    private boolean keep(Object by, int holdersMax) {
        Set<Object> all = holders;
        if (all == null) {
            all = Collections.newSetFromMap(new IdentityHashMap<>(4));
            holders = all;
        }
        boolean added = all.size() < holdersMax && all.add(by);
        update();
        return added;
    }

    /** Lets go; the last holder that does sets the connection going again. */
    void release(Object by) {
        if (holders != null && holders.remove(by) && holders.isEmpty()) {
            holders = null;
            update();
            connection.onReleased();
        }
    }

    /**
     * Nothing more comes, and nobody can hold it but who is still waited for; true when something
     * that came was held and can go on now.
     */
    boolean end(Object waitedFor) {
        ended = true;
        nothingComes = true;
        if (holders == null || holders.contains(waitedFor)) {
            return false;
        }
        holders = null;
        return true;
    }

    /** Nothing is waited for any more: reads on to find the end. */
    void toTheEnd() {
        ended = true;
        holders = null;
        waits = false;
        update();
    }

    private void update() {
        boolean wanted = !waits && holders == null;
        if (wanted != on && !nothingComes) { // a socket that is closed cannot be read from again
            on = wanted;
            transport.read(wanted);
        }
    }
}
