// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.backend;

import io.lapwing.base.Clock;
import io.lapwing.base.Latest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a back end alone after some failures in a row, for a time that doubles with each further
 * one. When the time is over, one question is let through to find out; the others follow when it
 * was answered. Any thread.
 */
final class Breaker {
    static final int FAILURES_IN_A_ROW = 5;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    /**
     * @param pauseNanos how long it is left alone; 0 as long as it is not
     * @param untilNanos when the next question may find out
     * @param trial whether one question is finding out
     */
    private record State(
            int failures, long pauseNanos, long untilNanos, boolean trial, String last) {}

    private static final State FINE = new State(0, 0, 0, false, "");

    private final Clock clock;
    private final Latest<State> state = new Latest<>(FINE);

    Breaker(Clock clock) {
        this.clock = clock;
    }

    /** Null when the back end may be asked now; else why not. */
    @Nullable String closedBecause() {
        State now = state.value();
        if (now.pauseNanos == 0) {
            return null;
        }
        long left = now.untilNanos - clock.nanoTime();
        if (left <= 0) {
            long next = clock.nanoTime() + now.pauseNanos;
            State trial = new State(now.failures, now.pauseNanos, next, true, now.last);
            if (state.replace(now, trial)) {
                return null;
            }
        }
        return "it is left alone for up to "
                + Math.max(1, Math.ceilDiv(left, 1_000_000_000L))
                + " s after "
                + now.failures
                + " failures, the last: "
                + now.last;
    }

    boolean isCutOff() {
        return state.value().pauseNanos > 0;
    }

    /** It answered; true when it had been left alone before. */
    boolean worked() {
        State before = state.value();
        if (before != FINE) {
            state.set(FINE);
        }
        return before.pauseNanos > 0;
    }

    /** It did not answer; true when it is left alone from now on. */
    boolean failed(String because) {
        State[] before = new State[1];
        State after =
                state.change(now -> {
                    before[0] = now;
                    return next(now, because);
                });
        return before[0].pauseNanos == 0 && after.pauseNanos > 0;
    }

    private State next(State now, String because) {
        int failures = now.failures + 1;
        if (failures < FAILURES_IN_A_ROW) {
            return new State(failures, 0, 0, false, because);
        }
        boolean again = now.pauseNanos > 0;
        if (again && !now.trial) {
            return now; // it was on its way before, and tells nothing new
        }
        long longer = Math.min(now.pauseNanos * 2, PAUSE_MAX.toNanos());
        long pause = again ? longer : FIRST_PAUSE.toNanos();
        return new State(failures, pause, clock.nanoTime() + pause, false, because);
    }
}
