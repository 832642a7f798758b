// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import io.lapwing.agent.collect.Access;
import io.lapwing.agent.collect.Relabel;
import io.lapwing.agent.collect.TargetKind;
import io.lapwing.agent.collect.TargetWish;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Wishes for tests: a target called {@code it}. */
public final class TestWishes {
    private TestWishes() {}

    public static TargetWish of(URI url, Duration timeout) {
        return of(url, timeout, List.of());
    }

    static TargetWish of(URI url, Duration timeout, List<Relabel> steps) {
        return new TargetWish(
                "it",
                url,
                TargetKind.AUTO,
                Duration.ofSeconds(1),
                timeout,
                Access.FREE,
                "",
                steps,
                "",
                "auto");
    }
}
