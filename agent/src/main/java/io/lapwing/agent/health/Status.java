// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

/** Where an alert stands. The numbers are what {@code $status} and the constants hold in rules. */
public enum Status {
    /** Its rule or its chart is gone. */
    REMOVED(-2),
    /** Its value cannot be told. */
    UNDEFINED(-1),
    /** Not evaluated yet. */
    UNINITIALIZED(0),
    CLEAR(1),
    /**
     * Its chart gets no samples though its target answers; what it was before is not known to hold.
     */
    STALE(2),
    /** Its target does not answer. */
    DOWN(2),
    WARNING(3),
    CRITICAL(4);

    private final int number;

    Status(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public boolean raised() {
        return this == WARNING || this == CRITICAL;
    }
}
