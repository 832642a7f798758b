// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

/** Time as an argument: wall time for people, monotonic time for intervals. */
public interface Clock {
    /** Milliseconds since 1970-01-01T00:00Z; may jump when the machine's clock is set. */
    long epochMillis();

    /** Nanoseconds from an arbitrary start; never goes back. */
    long nanoTime();

    /** The machine's own clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
