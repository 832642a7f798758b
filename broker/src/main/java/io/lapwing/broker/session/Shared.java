// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Metrics;
import io.lapwing.broker.admission.Admission;
import io.lapwing.broker.admission.Onlooker;
import io.lapwing.broker.clients.Departures;
import io.lapwing.broker.drops.Drops;
import io.lapwing.broker.refusals.Refusals;
import io.lapwing.broker.topics.RetainedSweep;
import io.lapwing.broker.topics.RetainedTree;
import io.lapwing.broker.topics.TopicTree;
import io.lapwing.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all workers of a broker have in common; each part says itself who may touch it. */
public final class Shared {
    final Clock clock;
    final Metrics metrics;
    final Counters counters;
    final Limits limits;
    final LifeLimits lives;
    final DeliveryLimits delivery;
    final Admission admission;
    final Onlooker onlooker;
    final Refusals refusals;
    final Drops drops;
    final Departures departures;
    final TopicTree topics = new TopicTree();
    final RetainedTree retained;
    final RetainedSweep retainedSweep; // the first worker's
    final Claims claims = new Claims();
    final @Nullable Store store; // null when nothing is kept
    final long firstNumber; // messages with lower ones are of earlier runs
    final Restoring restoring;

    public Shared(
            Config config,
            Clock clock,
            Metrics metrics,
            Admission admission,
            Refusals refusals,
            Drops drops,
            Departures departures,
            @Nullable Store store) {
        this.clock = clock;
        this.store = store;
        this.firstNumber = store == null ? 0 : store.nextNumber();
        this.restoring = new Restoring(this, store);
        this.metrics = metrics;
        this.counters = new Counters(metrics);
        this.limits = Limits.of(config);
        this.lives = LifeLimits.of(config);
        this.delivery = DeliveryLimits.of(config);
        this.admission = admission;
        this.onlooker = admission.onlooker();
        this.refusals = refusals;
        this.retained =
                new RetainedTree(
                        config.get(SessionOptions.MAX_RETAINED_MESSAGES),
                        config.get(SessionOptions.MAX_RETAINED_MEGABYTES) * 1_024L * 1_024);
        this.retainedSweep = new RetainedSweep(retained);
        this.drops = drops;
        this.departures = departures;
        metrics.gauge(SessionMetrics.ROUTER_SUBSCRIPTIONS, topics::size);
        metrics.gauge(SessionMetrics.RETAIN_MESSAGES, retained::size);
        metrics.gauge(SessionMetrics.RETAIN_MEMORY, retained::bytes);
        metrics.gauge(SessionMetrics.RETAIN_EXPIRED, retained::expired);
        metrics.gauge(SessionMetrics.RETAIN_DROPPED, retained::dropped);
        metrics.gauge(SessionMetrics.QUEUE_PROCESSES, claims::size);
    }

    /** A session of a client that nobody knows; kept on disk if it may be needed from there. */
    Session newSession(String clientId, Worker owner, boolean outlivesConnection) {
        return store == null || !outlivesConnection
                ? new Session(clientId, owner)
                : new Session(clientId, owner, store.nextNumber(), true);
    }

    /** Begins to read what earlier runs have left, for workers that are all there. */
    public void restore(List<Worker> workers) {
        restoring.start(workers);
    }

    /** Whether somebody subscribes to topics with this first level. Any thread. */
    public boolean isWanted(String firstLevel) {
        return topics.hasFilterBelow(firstLevel.getBytes(StandardCharsets.UTF_8));
    }
}
