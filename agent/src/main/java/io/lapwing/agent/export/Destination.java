// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.agent.delivery.DeliveryFailed;
import io.lapwing.base.Clock;
import io.lapwing.base.Latest;
import io.lapwing.base.Owner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One destination: the batches that wait for it, oldest first, and how the last tries went. One
 * delivery is under way at a time, on a virtual thread; all else is owned by the exporter's thread.
 * When there is no room, the oldest batch is dropped.
 */
final class Destination {
    /** Bytes of the batches that wait. */
    static final long QUEUE_BYTES_MAX = 32L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);
    private static final int WAIT_MAX_S = 300;
    private static final int DOUBLINGS_MAX = 9;
    private static final int WORDS_MAX = 300;
    private static final long NANOS_A_MILLI = 1_000_000;

    /** How a try went: what the other side did not want, or why nothing arrived. */
    private record Outcome(int rejected, @Nullable DeliveryFailed failure) {}

    private final Plan plan;
    private final Encoder encoder;
    private final Outlet outlet;
    private final Clock clock;
    private final ExportMetrics metrics;
    private final ExportMetrics.OfDestination counts;
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private final Latest<@Nullable Outcome> arrived = new Latest<>(null);
    private @Nullable Thread underWay;
    private long underWayNanos;
    private int failures;
    private boolean failing;
    private long nextNanos;
    private String lastError = "";
    private long lastErrorMs;
    private long lastSentMs;

    Destination(Plan plan, Encoder encoder, Outlet outlet, Clock clock, ExportMetrics metrics) {
        this.plan = plan;
        this.encoder = encoder;
        this.outlet = outlet;
        this.clock = clock;
        this.metrics = metrics;
        this.counts = metrics.destination(plan.name());
        this.nextNanos = clock.nanoTime();
    }

    boolean isDue(long second) {
        return second % plan.every().toSeconds() == 0;
    }

    /** Takes down what is true now. */
    void take(Source source, long second) {
        add(encoder.encode(source, second));
    }

    /** Looks at what has ended, and sends the oldest batch if it is time to. */
    void turn(Owner owner) {
        Outcome outcome = arrived.value();
        if (underWay != null && outcome != null) {
            arrived.set(null);
            underWay = null;
            ended(waiting.getFirst(), outcome);
        }
        long now = clock.nanoTime();
        if (underWay != null) {
            Duration longest = plan.timeout().multipliedBy(2);
            if (now - underWayNanos > longest.toNanos()) {
                underWay.interrupt(); // closes its socket
            }
        } else if (!waiting.isEmpty() && now - nextNanos >= 0) {
            underWayNanos = now;
            underWay = start(waiting.getFirst(), owner);
        }
    }

    /** If the owner has no room for the news it finds it at its next turn. */
    private Thread start(Batch batch, Owner owner) {
        return Thread.ofVirtual()
                .name("export-" + plan.name())
                .start(() -> {
                    arrived.set(deliver(batch));
                    boolean unused = owner.tell(() -> turn(owner));
                });
    }

    ExportView view() {
        long waitMs = Math.max(0, (nextNanos - clock.nanoTime()) / NANOS_A_MILLI);
        boolean retries = failures > 0 && !waiting.isEmpty();
        return new ExportView(
                plan.name(),
                plan.kind().word(),
                plan.shownUrl(),
                plan.every().toSeconds(),
                underWay != null ? "sending" : retries ? "waiting" : "idle",
                failing,
                metrics.value(counts.sent()),
                metrics.value(counts.failed()),
                metrics.value(counts.dropped()),
                waiting.size(),
                waitingBytes,
                lastSentMs == 0 ? null : lastSentMs,
                lastError.isEmpty() ? null : lastError,
                lastErrorMs == 0 ? null : lastErrorMs,
                retries ? clock.epochMillis() + waitMs : null);
    }

    /**
     * Sends what waits and a farewell, if the other side has taken all until now; whoever calls
     * waits for the thread that does it.
     */
    Thread finish(long second) {
        Thread busy = underWay;
        encoder.farewell(second).ifPresent(this::add);
        Deque<Batch> last = failing ? new ArrayDeque<>() : new ArrayDeque<>(waiting);
        return Thread.ofVirtual()
                .name("export-" + plan.name())
                .start(() -> {
                    try {
                        if (busy != null) {
                            busy.join();
                            last.pollFirst(); // that was the one under way
                        }
                        while (!last.isEmpty() && deliver(last.removeFirst()).failure == null) {
                            // the next one
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    outlet.close();
                });
    }

    private void add(Batch batch) {
        if (batch.samples() == 0) {
            return;
        }
        waiting.addLast(batch);
        waitingBytes += batch.bytes().length;
        metrics.add(counts.queued(), 1);
        while (waiting.size() > plan.queueMax()
                || waitingBytes > QUEUE_BYTES_MAX && waiting.size() > 1) {
            Batch first = removed();
            Batch oldest = underWay == null ? first : removed();
            metrics.add(counts.dropped(), oldest.samples());
            if (underWay != null) {
                putBack(first);
            }
        }
    }

    private Batch removed() {
        Batch first = waiting.removeFirst();
        waitingBytes -= first.bytes().length;
        metrics.add(counts.queued(), -1);
        return first;
    }

    private void putBack(Batch first) {
        waiting.addFirst(first);
        waitingBytes += first.bytes().length;
        metrics.add(counts.queued(), 1);
    }

    private Outcome deliver(Batch batch) {
        try {
            return new Outcome(outlet.send(batch.bytes()), null);
        } catch (DeliveryFailed e) {
            return new Outcome(0, e);
        } catch (InterruptedException e) {
            return new Outcome(0, DeliveryFailed.forNow("it took too long"));
        } catch (RuntimeException bug) {
            LOG.error("export.{} failed by a fault of Lapwing", plan.name(), bug);
            return new Outcome(0, DeliveryFailed.forGood("a fault of Lapwing: " + bug));
        }
    }

    private void ended(Batch batch, Outcome outcome) {
        DeliveryFailed failure = outcome.failure;
        if (failure == null) {
            Batch unused = removed();
            failures = 0;
            nextNanos = clock.nanoTime();
            int taken = Math.max(0, batch.samples() - outcome.rejected);
            metrics.add(counts.sent(), taken);
            metrics.add(counts.dropped(), batch.samples() - taken);
            if (outcome.rejected > 0) {
                wrong("it did not want " + outcome.rejected + " of " + batch.samples());
            } else {
                well();
            }
            return;
        }
        metrics.add(counts.failed(), 1);
        if (failure.passing()) {
            failures++;
            long waitS = Math.max(failure.waitS(), 1L << Math.min(failures - 1, DOUBLINGS_MAX));
            Duration wait = Duration.ofSeconds(Math.min(waitS, WAIT_MAX_S));
            nextNanos = clock.nanoTime() + wait.toNanos();
        } else {
            failures = 0;
            metrics.add(counts.dropped(), removed().samples());
        }
        wrong(redacted(failure.why()));
    }

    private void well() {
        lastSentMs = clock.epochMillis();
        if (failing) {
            failing = false;
            metrics.add(counts.failing(), -1);
            LOG.info("export.{} takes batches again", plan.name());
        }
    }

    private void wrong(String why) {
        lastError = why;
        lastErrorMs = clock.epochMillis();
        if (!failing) {
            failing = true;
            metrics.add(counts.failing(), 1);
            LOG.warn("export.{}: {}", plan.name(), lastError);
        }
    }

    /** Without what only the operator may know, in one line. */
    private String redacted(String text) {
        String clean = text.replace(plan.url().toString(), plan.shownUrl());
        String secret = plan.header().substring(plan.header().indexOf(':') + 1).strip();
        if (!secret.isEmpty()) {
            clean = clean.replace(secret, "(secret)");
        }
        clean = clean.replaceAll("[\\p{Cc}\\p{Cf}]+", " ");
        return clean.length() > WORDS_MAX ? clean.substring(0, WORDS_MAX) + "…" : clean;
    }
}
