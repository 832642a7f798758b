// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.backend;

import io.lapwing.base.Clock;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.broker.admission.Authenticator.Answer;
import io.lapwing.broker.refusals.Cause;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One program that checks ask. Each question waits on a virtual thread of its own, never on the
 * thread that asks; only so many wait, only so many of them at a time for an answer, and none of
 * them while it is left alone after failures. Any thread.
 */
public final class BackEnd implements AutoCloseable {
    /** Questions that wait; what comes when there are more is answered with "server busy". */
    public static final int OUTSTANDING_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(BackEnd.class);

    /** Asks, and waits for the answer; it keeps its own time. */
    public interface Question<A> {
        A ask() throws BackEndFailed, InterruptedException;
    }

    /** What came of a question. */
    public sealed interface Outcome<A> {
        record Answered<A>(A answer) implements Outcome<A> {}

        /** The cause is one that says that the client is not to blame. */
        record Failed<A>(Cause cause, String because) implements Outcome<A> {
            /** As an authenticator says it. */
            public Answer answer() {
                return cause == Cause.AUTH_BACKEND_UNAVAILABLE
                        ? new Answer.Unavailable(because)
                        : new Answer.Denied(cause, because, null);
            }
        }
    }

    private final String name;
    private final Clock clock;
    private final Metrics metrics;
    private final Events events;
    private final Breaker breaker;
    private final int lanesMax;
    private final Duration laneWait;
    private final Semaphore room = new Semaphore(OUTSTANDING_MAX);
    private final Semaphore lanes;
    private final ExecutorService threads;
    private final Series requests;
    private final Series failures;
    private final Series skipped;
    private final Series latency;

    BackEnd(String name, Lanes lanes, Clock clock, Metrics metrics, Events events) {
        this.name = name;
        this.clock = clock;
        this.metrics = metrics;
        this.events = events;
        this.breaker = new Breaker(clock);
        this.lanesMax = lanes.count;
        this.laneWait = lanes.patience;
        this.lanes = new Semaphore(lanes.count);
        this.threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("lapwing-" + name + "-", 0).factory());
        requests = metrics.series(BackEndMetrics.REQUESTS, name);
        failures = metrics.series(BackEndMetrics.FAILURES, name);
        skipped = metrics.series(BackEndMetrics.SKIPPED, name);
        latency = metrics.series(BackEndMetrics.LATENCY, name);
        metrics.gauge(BackEndMetrics.STATE, () -> isCutOff() ? 1 : 0, name);
        metrics.gauge(
                BackEndMetrics.OUTSTANDING, () -> OUTSTANDING_MAX - room.availablePermits(), name);
    }

    /**
     * @param count questions that are asked at a time
     * @param patience the longest that the others wait for their turn
     */
    public record Lanes(int count, Duration patience) {}

    /** As it stands in metrics and sentences. */
    public String name() {
        return name;
    }

    boolean isCutOff() {
        return breaker.isCutOff();
    }

    /** Hands the outcome over once, on another thread, or at once when it is not asked at all. */
    public <A> void ask(Question<A> question, Consumer<Outcome<A>> then) {
        String closed = breaker.closedBecause();
        if (closed != null) {
            skip(Cause.AUTH_BACKEND_UNAVAILABLE, closed, then);
        } else if (!room.tryAcquire()) {
            String because = "more than " + OUTSTANDING_MAX + " questions wait for it";
            skip(Cause.SERVER_BUSY, because, then);
        } else {
            start(question, then);
        }
    }

    /** The same for a thread that may wait. */
    public <A> Outcome<A> askHere(Question<A> question) {
        String closed = breaker.closedBecause();
        if (closed != null) {
            metrics.shared().increment(skipped);
            return new Outcome.Failed<>(Cause.AUTH_BACKEND_UNAVAILABLE, closed);
        }
        return inLane(question);
    }

    private <A> void start(Question<A> question, Consumer<Outcome<A>> then) {
        try {
            threads.execute(() -> {
                Outcome<A> outcome = inLane(question);
                room.release();
                then.accept(outcome);
            });
        } catch (RejectedExecutionException e) {
            room.release();
            skip(Cause.SERVER_SHUTTING_DOWN, "the server stops", then);
        }
    }

    private <A> void skip(Cause cause, String because, Consumer<Outcome<A>> then) {
        metrics.shared().increment(skipped);
        then.accept(new Outcome.Failed<>(cause, because));
    }

    private <A> Outcome<A> inLane(Question<A> question) {
        try {
            if (!lanes.tryAcquire(laneWait.toMillis(), TimeUnit.MILLISECONDS)) {
                metrics.shared().increment(skipped);
                String because = "all of its " + lanesMax + " connections are busy";
                return new Outcome.Failed<>(Cause.AUTH_BACKEND_TIMEOUT, because);
            }
            try {
                return asked(question);
            } finally {
                lanes.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed<>(Cause.SERVER_SHUTTING_DOWN, "the server stops");
        }
    }

    private <A> Outcome<A> asked(Question<A> question) throws InterruptedException {
        long began = clock.nanoTime();
        metrics.shared().increment(requests);
        try {
            A answer = question.ask();
            metrics.shared().observe(latency, (clock.nanoTime() - began) / 1_000);
            if (breaker.worked()) {
                tell("works again");
            }
            return new Outcome.Answered<>(answer);
        } catch (BackEndFailed failed) {
            Cause cause =
                    failed.isLate() ? Cause.AUTH_BACKEND_TIMEOUT : Cause.AUTH_BACKEND_UNAVAILABLE;
            return failed(cause, failed.because());
        } catch (RuntimeException | LinkageError bug) {
            LOG.error("asking {} failed", name, bug);
            return failed(Cause.AUTH_BACKEND_UNAVAILABLE, "it failed; see the log");
        }
    }

    private <A> Outcome<A> failed(Cause cause, String because) {
        metrics.shared().increment(failures);
        if (breaker.failed(because)) {
            tell("is left alone after " + Breaker.FAILURES_IN_A_ROW + " failures: " + because);
        }
        return new Outcome.Failed<>(cause, because);
    }

    private void tell(String what) {
        LOG.warn("{} {}", name, what);
        events.keyEvent("backend", name + " " + what);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
