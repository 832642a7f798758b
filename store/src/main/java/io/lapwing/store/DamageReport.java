// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import io.lapwing.base.Events;
import io.lapwing.base.Latest;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what on disk is damaged: each time in the counter, each place once in the log. */
final class DamageReport implements Rocks.Damage {
    private static final Logger LOG = LoggerFactory.getLogger(DamageReport.class);

    /** Places that are remembered; beyond that they are only counted. */
    private static final int PLACES_MAX = 100;

    private final StoreMetrics counts;
    private final Events events;
    private final Latest<Set<String>> told = new Latest<>(Set.of());

    DamageReport(StoreMetrics counts, Events events) {
        this.counts = counts;
        this.events = events;
    }

    @Override
    public void found(@Nullable String family, String what) {
        found("the space " + family + " is damaged, and what it held there is lost: " + what);
    }

    void found(String what) {
        counts.damaged();
        Set<String> known = told.value();
        if (known.contains(what) || known.size() >= PLACES_MAX) {
            return;
        }
        Set<String> more = new HashSet<>(known);
        more.add(what);
        if (told.replace(known, Set.copyOf(more))) {
            LOG.error("{}; stop the broker and run `lapwing store check`", what);
            events.keyEvent("store", what);
        }
    }
}
