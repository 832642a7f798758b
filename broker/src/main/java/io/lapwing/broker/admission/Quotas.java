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

    /** When the next CONNECT would be due if they came evenly, by listener. */
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
    boolean take(String listener, int perSecond) {
        if (perSecond == 0) {
            return true;
        }
        long now = clock.nanoTime();
        long step = SECOND_NANOS / perSecond;
        boolean[] taken = new boolean[1];
        due.compute(
                listener,
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
