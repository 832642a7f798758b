// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.health.Health;
import io.lapwing.agent.health.Replay;
import io.lapwing.agent.health.RuleSet;
import io.lapwing.agent.series.Archive;
import io.lapwing.agent.series.Playback;
import io.lapwing.agent.series.Rows;
import io.lapwing.agent.series.SeriesStore;
import io.lapwing.base.Clock;
import io.lapwing.base.Owner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plays the history back to rules. A thread of its own works, so that the agent's seconds are not
 * felt; who asks waits.
 */
final class Replays implements AutoCloseable {
    /** Replays at a time; whoever asks for more is told to come again. */
    private static final int REPLAYS_MAX = 2;

    /** This one is told of in every second in which the agent lives. */
    private static final String PULSE = ".agent_tick_lateness";

    private final Clock clock;
    private final Health health;
    private final SeriesStore store;
    private final Playback.Asking agent;
    private final @Nullable Archive archive;
    private final Owner owner = Owner.start("agent-replay", REPLAYS_MAX);
    private int running;

    Replays(
            Clock clock,
            Health health,
            SeriesStore store,
            Playback.Asking agent,
            @Nullable Archive archive) {
        this.clock = clock;
        this.health = health;
        this.store = store;
        this.agent = agent;
        this.archive = archive;
    }

    /**
     * What a rule of these, or one in force, would have done between two seconds.
     *
     * @throws IllegalStateException when there is too much to do
     */
    Replay.Report replay(RuleSet others, String name, long fromS, long toS) {
        if (!owner.ask(this::isFree)) {
            throw new IllegalStateException("other replays are at work; try again in a minute");
        }
        try {
            Replay replay = health.replay(others, name);
            replay.reachBack(this::before);
            Playback playback =
                    new Playback(
                            store,
                            agent,
                            archive,
                            chart -> replay.wants(chart) || isPulse(chart),
                            fromS,
                            toS);
            while (!owner.ask(() -> replay.step(playback, clock))) {
                // Another one may have its turn between the slices.
            }
            return owner.ask(replay::report);
        } catch (IllegalStateException e) {
            throw e.getCause() instanceof IllegalStateException why ? why : e;
        } finally {
            boolean unused = owner.ask(this::end);
        }
    }

    @Override
    public void close() {
        owner.close();
    }

    private boolean isFree() {
        if (running >= REPLAYS_MAX) {
            return false;
        }
        running++;
        return true;
    }

    private boolean end() {
        running--;
        return true;
    }

    private static boolean isPulse(Chart chart) {
        return chart.id().endsWith(PULSE);
    }

    /** Called on the replay's thread, which may wait for the disk. */
    private boolean before(Chart chart, List<String> ids, Rows rows, Runnable then) {
        if (archive != null && rows.size() > 0) {
            archive.read(chart.id(), ids, rows);
        }
        then.run();
        return true;
    }
}
