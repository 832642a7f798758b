// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Family;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.broker.admission.Admission;
import io.lapwing.broker.admission.ListenerSettings;
import io.lapwing.broker.clients.Departures;
import io.lapwing.broker.drops.DropMetrics;
import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.drops.Drops;
import io.lapwing.broker.refusals.RefusalSeries;
import io.lapwing.broker.refusals.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Two workers of a broker in one thread: a seed decides whose turn it is. */
final class SimBroker implements AutoCloseable {
    private static final int WORKERS = 2;

    private final ManualClock clock = new ManualClock(1_795_000_000_000L);
    private final Metrics metrics = new Metrics();
    private final Random random;
    private final Admission admission;
    private final Refusals refusals = Refusals.start(clock, metrics);
    private final Drops drops = Drops.start(clock, metrics);
    private final Departures departures = Departures.start(metrics);
    private final Listening listening;
    private final List<SimLoop> loops = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();

    SimBroker(Random random, Map<String, String> settings) {
        this.random = random;
        Config config = Config.of(settings);
        admission =
                Admission.start(config, clock, metrics, new Events(clock), Admission.Others.NONE);
        Shared shared =
                new Shared(config, clock, metrics, admission, refusals, drops, departures, null);
        for (int i = 0; i < WORKERS; i++) {
            loops.add(new SimLoop());
            workers.add(new Worker(i, loops.get(i), shared, workers, WORKERS));
        }
        Series connections = metrics.series(Family.gauge("sim_connections", "Connections."));
        listening =
                new Listening(
                        ListenerSettings.of(config, "tcp.sim"),
                        RefusalSeries.of(metrics, "tcp.sim"),
                        connections,
                        new Listening.Caps(1_000, 0));
    }

    /** A new connection at one of the workers. */
    SimSocket open() {
        return new SimSocket(workers.get(random.nextInt(WORKERS)), listening);
    }

    /** Runs some of what is due. */
    void runSome() {
        for (int i = random.nextInt(6); i > 0; i--) {
            SimLoop loop = loops.get(random.nextInt(WORKERS));
            if (!loop.isIdle()) {
                loop.runOne();
            }
        }
    }

    /** Runs until nothing is due. */
    void runAll() {
        for (SimLoop busy = busyLoop(); busy != null; busy = busyLoop()) {
            busy.runOne();
        }
    }

    private @Nullable SimLoop busyLoop() {
        int first = random.nextInt(WORKERS);
        for (int i = 0; i < WORKERS; i++) {
            SimLoop loop = loops.get((first + i) % WORKERS);
            if (!loop.isIdle()) {
                return loop;
            }
        }
        return null;
    }

    long dropped(DropReason reason) {
        return metrics.value(metrics.series(DropMetrics.MESSAGES_DROPPED, reason.word()));
    }

    @Override
    public void close() {
        admission.close();
        refusals.close();
        departures.close();
        drops.close();
    }
}
