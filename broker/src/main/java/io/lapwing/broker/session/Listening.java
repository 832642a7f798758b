// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Cells;
import io.lapwing.base.Latest;
import io.lapwing.base.Series;
import io.lapwing.broker.admission.ListenerSettings;
import io.lapwing.broker.refusals.RefusalSeries;

/** What the connections of one listener have in common; all workers ask it for room. */
public final class Listening {

    /**
     * What the configuration limits.
     *
     * @param connections at a time; more are refused
     * @param lifetimeSeconds after which a connection is ended; 0: any time
     */
    public record Caps(int connections, long lifetimeSeconds) {}

    private final ListenerSettings settings;
    private final RefusalSeries refusals;
    private final Series connections;
    private final Caps caps;
    private final Latest<Integer> taken = new Latest<>(0);

    /**
     * @param connections counts the connections that take up room
     */
    public Listening(
            ListenerSettings settings, RefusalSeries refusals, Series connections, Caps caps) {
        this.settings = settings;
        this.refusals = refusals;
        this.connections = connections;
        this.caps = caps;
    }

    String name() {
        return settings.name();
    }

    ListenerSettings settings() {
        return settings;
    }

    RefusalSeries refusals() {
        return refusals;
    }

    long lifetimeSeconds() {
        return caps.lifetimeSeconds;
    }

    /** Takes room for one connection; false when there is none left. */
    boolean take(Cells cells) {
        Integer before = taken.value();
        while (before < caps.connections) {
            if (taken.replace(before, before + 1)) {
                cells.increment(connections);
                return true;
            }
            before = taken.value();
        }
        return false;
    }

    /** Gives back what was taken. */
    void give(Cells cells) {
        int unused = taken.change(before -> before - 1);
        cells.add(connections, -1);
    }
}
