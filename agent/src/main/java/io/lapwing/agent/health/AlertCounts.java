// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import java.util.Collection;

/**
 * How many alerts are quiet, and for which reason.
 *
 * @param clear evaluated, and below their limits
 * @param undecided not evaluated yet, or with a value that cannot be told
 */
public record AlertCounts(int clear, int undecided) {
    /** Of alerts in these statuses. */
    public static AlertCounts of(Collection<Status> statuses) {
        int clear = 0;
        int undecided = 0;
        for (Status status : statuses) {
            switch (status) {
                case CLEAR -> clear++;
                case UNINITIALIZED, UNDEFINED -> undecided++;
                case WARNING, CRITICAL, STALE, DOWN, REMOVED -> {}
            }
        }
        return new AlertCounts(clear, undecided);
    }
}
