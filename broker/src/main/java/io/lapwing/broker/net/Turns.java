// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.lapwing.base.Clock;
import io.lapwing.base.Family;
import io.lapwing.base.Latest;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.base.Ticker;
import io.lapwing.broker.session.Loop;
import java.time.Duration;
import java.util.List;

/**
 * How long work waits for its worker: ten times a second each gets a task that does nothing, and
 * what that waits is the rest of the turn it fell into. So nothing is measured on the way of a
 * message, and a turn that never ends is seen while it lasts.
 */
final class Turns implements AutoCloseable {
    static final Family WAITS =
            Family.histogram(
                    "worker_wait_microseconds",
                    "How long a task waited for a turn of its worker, asked ten times a second.",
                    List.of(100L, 1_000L, 10_000L, 100_000L, 1_000_000L),
                    "worker");
    static final Family LONGEST =
            Family.gauge(
                    "worker_wait_longest_microseconds",
                    "Longest such wait within the last two seconds, also of one that still lasts.",
                    "worker");

    private static final Duration EVERY = Duration.ofMillis(100);
    private static final long NANOS_A_SECOND = 1_000_000_000;
    private static final long NANOS_A_MICRO = 1_000;

    /** What is known of one worker; {@code second} is the one in which it answered last. */
    private record Pulse(
            boolean waits, long askedNanos, long second, long longestMicros, long beforeMicros) {
        static final Pulse NONE = new Pulse(false, 0, Long.MIN_VALUE, 0, 0);

        Pulse asked(long nowNanos) {
            return new Pulse(true, nowNanos, second, longestMicros, beforeMicros);
        }

        Pulse answered(long nowNanos) {
            long took = (nowNanos - askedNanos) / NANOS_A_MICRO;
            long now = Math.floorDiv(nowNanos, NANOS_A_SECOND);
            if (now == second) {
                return new Pulse(false, 0, now, Math.max(took, longestMicros), beforeMicros);
            }
            return new Pulse(false, 0, now, took, now - 1 == second ? longestMicros : 0);
        }

        long longest(long nowNanos) {
            long now = Math.floorDiv(nowNanos, NANOS_A_SECOND);
            long still = waits ? (nowNanos - askedNanos) / NANOS_A_MICRO : 0;
            long newest = now - 1 <= second ? longestMicros : 0;
            long older = now == second ? beforeMicros : 0;
            return Math.max(still, Math.max(newest, older));
        }
    }

    /** A worker's loop, and what it has answered: asked by the ticker, answered by the loop. */
    private record Asked(Loop loop, Latest<Pulse> pulse, Series waits) {}

    private final Clock clock;
    private final Metrics metrics;
    private final List<Asked> workers;
    private final Ticker ticker;

    private Turns(List<Loop> loops, Metrics metrics, Clock clock) {
        this.clock = clock;
        this.metrics = metrics;
        this.workers =
                loops.stream()
                        .map(loop -> asked(loop, Integer.toString(loops.indexOf(loop))))
                        .toList();
        this.ticker = Ticker.start("lapwing-turns", EVERY, this::ask);
    }

    static Turns start(List<Loop> loops, Metrics metrics, Clock clock) {
        return new Turns(loops, metrics, clock);
    }

    /** Asks those that have answered. */
    void ask() {
        for (Asked each : workers) {
            if (!each.pulse.value().waits) {
                Pulse unused = each.pulse.change(pulse -> pulse.asked(clock.nanoTime()));
                each.loop.execute(() -> answered(each));
            }
        }
    }

    @Override
    public void close() {
        ticker.close();
    }

    private Asked asked(Loop loop, String name) {
        Latest<Pulse> pulse = new Latest<>(Pulse.NONE);
        Series unused = metrics.gauge(LONGEST, () -> pulse.value().longest(clock.nanoTime()), name);
        return new Asked(loop, pulse, metrics.series(WAITS, name));
    }

    private void answered(Asked worker) {
        long now = clock.nanoTime();
        long waited = now - worker.pulse.value().askedNanos;
        Pulse unused = worker.pulse.change(pulse -> pulse.answered(now));
        metrics.shared().observe(worker.waits, waited / NANOS_A_MICRO);
    }
}
