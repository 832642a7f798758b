// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last transitions of all alerts. Owned by the agent's thread. */
final class TransitionLog {
    /** Older transitions are forgotten. */
    static final int TRANSITIONS_MAX = 10_000;

    private final Map<Long, Transition> kept = new LinkedHashMap<>();
    private long lastId;

    long nextId() {
        return lastId + 1;
    }

    void add(Transition transition) {
        lastId = transition.id();
        kept.computeIfPresent(
                transition.updatesId(), (id, before) -> before.updatedBy(transition.id()));
        kept.put(transition.id(), transition);
        if (kept.size() > TRANSITIONS_MAX) {
            Iterator<Long> oldest = kept.keySet().iterator();
            Long unused = oldest.next();
            oldest.remove();
        }
    }

    /** Newest first, those with a greater id; of one chart, or of all if empty. */
    List<Transition> newest(long afterId, String chart) {
        List<Transition> newest = new ArrayList<>();
        for (Transition each : kept.values()) {
            if (each.id() > afterId && (chart.isEmpty() || each.chart().equals(chart))) {
                newest.add(each);
            }
        }
        return newest.reversed();
    }
}
