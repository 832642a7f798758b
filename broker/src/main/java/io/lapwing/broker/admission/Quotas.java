// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How many connections an address has, and how many CONNECTs a listener takes a second. */
final class Quotas {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Clock clock;
    private final int perAddressMax;

    /** As many entries as there are addresses with connections. */
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();

    /** Listeners, addresses and names whose rate is watched; more are not held back. */
    static final int WATCHED_MAX = 100_000;

    /** When the next CONNECT would be due if they came evenly, by whose rate is watched. */
    private final Map<String, Long> due = new ConcurrentHashMap<>();

    Quotas(Clock clock, int perAddressMax) {
        this.clock = clock;
        this.perAddressMax = perAddressMax;
    }

    void opened(String address) {
        if (perAddressMax > 0) {
            connections.merge(address, 1, Integer::sum);
        }
    }

    void closed(String address) {
        if (perAddressMax > 0) {
            connections.computeIfPresent(address, Quotas::oneLess);
        }
    }

    int perAddressMax() {
        return perAddressMax;
    }

    /** Whether the address has more connections than it may, this one counted in. */
    boolean isOver(String address) {
        return perAddressMax > 0 && connections.getOrDefault(address, 0) > perAddressMax;
    }

    /**
     * Takes one of this second's CONNECTs; false when none is left. A quiet second allows a burst.
     */
    boolean take(String whose, int perSecond) {
        if (perSecond == 0) {
            return true;
        }
        long now = clock.nanoTime();
        if (due.size() >= WATCHED_MAX && !due.containsKey(whose)) {
            due.values().removeIf(next -> next - now <= 0);
            if (due.size() >= WATCHED_MAX) {
                return true;
            }
        }
        long step = SECOND_NANOS / perSecond;
        boolean[] taken = new boolean[1];
        due.compute(
                whose,
                (key, before) -> {
                    long next = before == null ? now : Math.max(before, now);
                    taken[0] = next - now <= SECOND_NANOS - step;
                    return taken[0] ? next + step : next;
                });
        return taken[0];
    }

    private static @Nullable Integer oneLess(String address, int count) {
        return count <= 1 ? null : count - 1;
    }
}
