// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.access;

import io.lapwing.base.Clock;
import io.lapwing.base.Latest;

/** How many logins failed lately, of all askers together: a guesser is slowed down. Any thread. */
final class FailureWindow {
    private record Count(long sinceMillis, int failures) {}

    private final Clock clock;
    private final int failuresMax;
    private final long windowMillis;
    private final Latest<Count> latest = new Latest<>(new Count(0, 0));

    FailureWindow(Clock clock, int failuresMax, long windowMillis) {
        this.clock = clock;
        this.failuresMax = failuresMax;
        this.windowMillis = windowMillis;
    }

    boolean mayTry() {
        return now(latest.value()).failures < failuresMax;
    }

    void failed() {
        Count unused =
                latest.change(before -> {
                    Count now = now(before);
                    return new Count(now.sinceMillis, now.failures + 1);
                });
    }

    private Count now(Count before) {
        long now = clock.epochMillis();
        return now - before.sinceMillis >= windowMillis ? new Count(now, 0) : before;
    }
}
