// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Events;
import java.util.List;
import org.slf4j.Logger;

/** Tells which lines of a file were left out: the first ones by number, the others by count. */
final class BadLines {
    private static final int LOGGED_MAX = 20;
    private static final int EVENTS_MAX = 3;

    private BadLines() {}

    static void warn(Logger log, Events events, WatchedFile file, List<BadLine> badLines) {
        badLines.stream()
                .limit(LOGGED_MAX)
                .forEach(bad -> log.warn("{}:{}: {}", file.path(), bad.number(), bad.problem()));
        if (badLines.size() > LOGGED_MAX) {
            log.warn("{}: {} more bad lines", file.path(), badLines.size() - LOGGED_MAX);
        }
        badLines.stream()
                .limit(EVENTS_MAX)
                .forEach(bad ->
                        events.happened(
                                "reload",
                                file.name() + " line " + bad.number() + ": " + bad.problem()));
        if (badLines.size() > EVENTS_MAX) {
            int more = badLines.size() - EVENTS_MAX;
            events.happened("reload", file.name() + ": " + more + " more bad lines");
        }
    }
}
