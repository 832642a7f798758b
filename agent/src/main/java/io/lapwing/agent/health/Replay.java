// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.series.Playback;
import io.lapwing.agent.series.RecentRows;
import io.lapwing.base.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What rules would have done over the history, apart from the alerts in force: the same engine, fed
 * from a {@link Playback}. It is worked out in slices. Owned by one thread, not the agent's.
 */
public final class Replay {
    /** A replay that has worked for longer ends where it is. */
    static final long WORK_MAX_NANOS = 60_000_000_000L;

    private static final long SLICE_MAX_NANOS = 200_000_000;

    private final Health health;
    private final String name;
    private final List<Transition> transitions = new ArrayList<>();
    private long raises;
    private long firstS;
    private long lastS;
    private int evaluated;
    private long workedNanos;
    private boolean isWhole;

    /** Of one rule by its name, with those whose values it uses. */
    Replay(RuleSet rules, String name, Map<String, String> hostLabels) {
        this.name = name;
        this.health =
                new Health(rules.with(name), hostLabels, (alert, transition) -> note(transition));
    }

    private void note(Transition transition) {
        if (transition.rule().name().equals(name)) {
            raises += transition.to().raised() ? 1 : 0;
            if (transitions.size() < Report.TRANSITIONS_MAX) {
                transitions.add(transition);
            }
        }
    }

    /** Whether it needs a chart. Of any thread. */
    public boolean wants(Chart chart) {
        return health.wants(chart);
    }

    /** From now on this one is asked what was before the playback. */
    public void reachBack(RecentRows.Earlier earlier) {
        health.reachBack(earlier);
    }

    /** Goes on for a slice of time; true when all is done, or it has worked for too long. */
    public boolean step(Playback playback, Clock clock) {
        long start = clock.nanoTime();
        long end = start + SLICE_MAX_NANOS;
        boolean more = true;
        while (more && clock.nanoTime() < end) {
            more = playback.next();
            if (more) {
                long second = playback.second();
                var unused = health.evaluate(playback.store(), second, second * 1_000);
                firstS = evaluated == 0 ? second : firstS;
                lastS = second;
                evaluated++;
            }
        }
        isWhole = !more;
        workedNanos += clock.nanoTime() - start;
        return isWhole || workedNanos > WORK_MAX_NANOS;
    }

    /** What was found so far. */
    public Report report() {
        return new Report(
                name,
                firstS,
                lastS,
                evaluated,
                isWhole,
                health.alerts().stream().filter(each -> each.rule().name().equals(name)).toList(),
                List.copyOf(transitions),
                raises);
    }

    /**
     * What a rule would have done.
     *
     * @param fromS the first second that the history holds of what was asked; 0 when it holds none
     * @param toS the last second that was looked at
     * @param seconds that were looked at: those without any sample are left out
     * @param whole false when it took too long, and the time after {@code toS} was not looked at
     * @param alerts where its alerts would stand at the end
     * @param transitions their changes, oldest first, at most {@link #TRANSITIONS_MAX}
     * @param raises how often one would have been raised
     */
    public record Report(
            String rule,
            long fromS,
            long toS,
            int seconds,
            boolean whole,
            List<Alert> alerts,
            List<Transition> transitions,
            long raises) {
        public static final int TRANSITIONS_MAX = 1_000;
    }
}
