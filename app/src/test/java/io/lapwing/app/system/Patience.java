// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait for what the program does by itself: looking often, giving up late. */
final class Patience {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Patience() {}

    static ConditionFactory soon() {
        return within(LIMIT);
    }

    static ConditionFactory within(Duration limit) {
        return Awaitility.await()
                .atMost(limit)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(15));
    }
}
