// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.SeriesStore;
import io.lapwing.base.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What rules would have done over the seconds that are remembered, apart from the alerts in force.
 * It is worked out in slices, so that the next second is not kept waiting. Owned by the agent's
 * thread.
 */
public final class Replay {
    /** Longer slices would be felt by the second that is due. */
    private static final long SLICE_MAX_NANOS = 20_000_000;

    private static final int SLICE_MAX_S = 600;

    private final Health health;
    private final String name;
    private final long fromS;
    private final long toS;
    private final List<Transition> transitions = new ArrayList<>();
    private long nextS;
    private int evaluated;

    /**
     * Of one rule by its name, with those whose values it uses.
     *
     * @param fromS the first second wanted; it begins later when the memory does
     */
    Replay(
            RuleSet rules,
            String name,
            Map<String, String> hostLabels,
            SeriesStore store,
            long fromS,
            long toS) {
        this.name = name;
        this.health =
                new Health(
                        rules.with(name),
                        hostLabels,
                        (alert, transition) -> transitions.add(transition));
        long oldest =
                store.charts().stream()
                        .mapToLong(ChartSeries::firstS)
                        .filter(first -> first > 0)
                        .min()
                        .orElse(toS);
        this.fromS = Math.max(fromS, oldest);
        this.toS = toS;
        this.nextS = this.fromS;
    }

    /** Goes on for a slice of time; true when all is done. */
    public boolean step(SeriesStore store, Clock clock) {
        long end = clock.nanoTime() + SLICE_MAX_NANOS;
        int seconds = 0;
        while (nextS <= toS && seconds++ < SLICE_MAX_S && clock.nanoTime() < end) {
            var unused = health.evaluate(store, nextS, nextS * 1_000);
            nextS++;
            evaluated++;
        }
        return nextS > toS;
    }

    /** What was found so far. */
    public Report report() {
        List<Transition> ofRule =
                transitions.stream().filter(each -> each.rule().name().equals(name)).toList();
        return new Report(
                name,
                fromS,
                toS,
                evaluated,
                health.alerts().stream().filter(each -> each.rule().name().equals(name)).toList(),
                ofRule.size() > Report.TRANSITIONS_MAX
                        ? ofRule.subList(0, Report.TRANSITIONS_MAX)
                        : ofRule,
                ofRule.stream().filter(each -> each.to().raised()).count());
    }

    /**
     * What a rule would have done.
     *
     * @param alerts where its alerts would stand at the end
     * @param transitions their changes, oldest first, at most {@link #TRANSITIONS_MAX}
     * @param raises how often one would have been raised
     */
    public record Report(
            String rule,
            long fromS,
            long toS,
            int seconds,
            List<Alert> alerts,
            List<Transition> transitions,
            long raises) {
        public static final int TRANSITIONS_MAX = 1_000;
    }
}
