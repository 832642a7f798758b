// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.base.Events;

/** Tells the program's events what alerts do. */
final class AlertEvents {
    private static final String KIND = "alert";

    private final Events events;

    AlertEvents(Events events) {
        this.events = events;
    }

    void tell(Alert alert, Transition transition) {
        switch (alert.status()) {
            case WARNING, CRITICAL -> events.keyEvent(KIND, AlertWords.raised(alert));
            case STALE -> events.keyEvent(KIND, AlertWords.stale(alert));
            case DOWN -> events.keyEvent(KIND, AlertWords.down(alert));
            case CLEAR -> {
                if (transition.from() != Status.UNINITIALIZED) {
                    events.happened(KIND, AlertWords.cleared(alert, transition.nonClearS()));
                }
            }
            case REMOVED, UNDEFINED, UNINITIALIZED -> {}
        }
    }
}
