// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is banned, in memory. Any thread asks; a change replaces the whole. */
public final class Bans {
    /** More are refused. */
    public static final int BANS_MAX = 10_000;

    Bans() {}

    /** Bans in force, the newest first. */
    public List<Ban> inForce() {
        return List.of();
    }

    /**
     * Bans from now on.
     *
     * @param duration null for a ban without an end
     * @throws IllegalArgumentException saying what is wrong with the value
     * @throws IllegalStateException when there are {@link #BANS_MAX} already
     */
    public Ban ban(Ban.Kind kind, String value, @Nullable Duration duration, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Lifts a ban; false when it is not in force any more. */
    public boolean unban(long id) {
        return false;
    }
}
