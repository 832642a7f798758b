// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.delivery.DeliveryFailed;
import io.lapwing.base.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One receiver: what waits for it, and how the last tries went. One delivery is under way at a
 * time, on a virtual thread; all else is owned by the notifier's thread.
 */
final class Receiver {
    /** Notices in one bulletin. */
    static final int GATHERED_MAX = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final int WAIT_MAX_S = 300;
    private static final int WORDS_MAX = 300;
    private static final Duration REFRESH_GRACE = Duration.ofSeconds(1);

    private final Settings settings;
    private final Channel channel;
    private final Outbox outbox;
    private final String node;
    private final Clock clock;
    private final NotifyMetrics metrics;
    private final NotifyMetrics.OfReceiver counts;
    private boolean underWay;
    private int failures;
    private long nextNanos;
    private long refreshedNanos;
    private String lastError = "";
    private long lastErrorMs;
    private long lastSentMs;

    Receiver(
            Settings settings,
            Channel channel,
            Outbox outbox,
            String node,
            Clock clock,
            NotifyMetrics metrics) {
        this.settings = settings;
        this.channel = channel;
        this.outbox = outbox;
        this.node = node;
        this.clock = clock;
        this.metrics = metrics;
        this.counts = metrics.receiver(settings.name());
        this.nextNanos = clock.nanoTime();
        this.refreshedNanos = nextNanos;
        metrics.add(counts.queued(), outbox.size());
    }

    /** How a try went; null for well. */
    record Outcome(@Nullable DeliveryFailed failure) {}

    /** Where it delivers: away from the notifier's thread, which hears of the end. */
    interface Courier {
        void carry(String receiver, Supplier<Outcome> delivery, Ending ending);
    }

    /** What the notifier's thread does when a delivery has ended. */
    interface Ending {
        void ended(Outcome outcome);
    }

    String name() {
        return settings.name();
    }

    boolean wants(Notice notice, boolean knows) {
        return settings.wants(notice, knows);
    }

    void add(Notice notice) {
        boolean room = outbox.add(notice);
        metrics.add(room ? counts.queued() : counts.dropped(), 1);
    }

    /** Sends what waits, if it is time to. */
    void turn(Courier courier, Supplier<List<Notice>> known) {
        long now = clock.nanoTime();
        giveUpTheOld();
        if (underWay || now - nextNanos < 0) {
            return;
        }
        if (outbox.size() > 0) {
            int most = channel.gathers() ? GATHERED_MAX : 1;
            List<Outbox.Entry> entries = outbox.oldest(most);
            Bulletin bulletin = new Bulletin(node, newest(entries), false);
            long last = entries.getLast().number();
            send(courier, bulletin, outcome -> ended(outcome, last, entries.size()));
        } else if (isRefreshDue(now)) {
            refreshedNanos = now;
            List<Notice> open = known.get();
            if (!open.isEmpty()) {
                send(courier, new Bulletin(node, open, false), outcome -> ended(outcome, 0, 0));
            }
        }
    }

    /** Delivers at once, on the caller's thread, past all that waits. */
    Outcome deliver(Bulletin bulletin) {
        try {
            channel.send(bulletin);
            return new Outcome(null);
        } catch (DeliveryFailed e) {
            return new Outcome(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(DeliveryFailed.forNow("interrupted"));
        } catch (RuntimeException bug) {
            LOG.error("a delivery to {} failed by a fault of Lapwing", name(), bug);
            return new Outcome(DeliveryFailed.forGood("a fault of Lapwing: " + bug));
        }
    }

    /** For the API: the error without secrets. */
    String words(DeliveryFailed failure) {
        String clean = settings.redacted(failure.why()).replaceAll("[\\p{Cc}\\p{Cf}]+", " ");
        return clean.length() > WORDS_MAX ? clean.substring(0, WORDS_MAX) + "…" : clean;
    }

    boolean gathers() {
        return channel.gathers();
    }

    ReceiverView view() {
        long waitMs = Math.max(0, (nextNanos - clock.nanoTime()) / 1_000_000);
        boolean retries = failures > 0 && outbox.size() > 0;
        return new ReceiverView(
                name(),
                settings.kind().word(),
                settings.get(NotifyOptions.ALERTS),
                settings.get(NotifyOptions.ROLES),
                settings.get(NotifyOptions.SEVERITY),
                underWay ? "sending" : retries ? "waiting" : "idle",
                metrics.value(counts.sent()),
                metrics.value(counts.failed()),
                metrics.value(counts.dropped()),
                outbox.size(),
                lastSentMs == 0 ? null : lastSentMs,
                lastError.isEmpty() ? null : lastError,
                lastErrorMs == 0 ? null : lastErrorMs,
                retries ? clock.epochMillis() + waitMs : null);
    }

    private void send(Courier courier, Bulletin bulletin, Ending ending) {
        underWay = true;
        courier.carry(name(), () -> deliver(bulletin), ending);
    }

    private boolean isRefreshDue(long now) {
        Duration every = Duration.ofSeconds(channel.refreshS());
        return !every.isZero() && now - refreshedNanos >= every.minus(REFRESH_GRACE).toNanos();
    }

    private void ended(Outcome outcome, long lastNumber, int count) {
        underWay = false;
        DeliveryFailed failure = outcome.failure();
        if (failure == null) {
            failures = 0;
            lastSentMs = clock.epochMillis();
            refreshedNanos = clock.nanoTime();
            metrics.add(counts.sent(), count);
            done(lastNumber);
            nextNanos = clock.nanoTime() + gap().toNanos();
            return;
        }
        failures++;
        lastErrorMs = clock.epochMillis();
        lastError = words(failure);
        metrics.add(counts.failed(), 1);
        if (failures == 1) {
            LOG.warn("notify.{}: {}", name(), lastError);
        }
        if (!failure.passing()) {
            metrics.add(counts.dropped(), count);
            done(lastNumber);
        }
        long waitS = Math.max(failure.waitS(), 1L << Math.min(failures - 1, 9));
        nextNanos = clock.nanoTime() + Duration.ofSeconds(Math.min(waitS, WAIT_MAX_S)).toNanos();
    }

    /** What is sent alone need not wait for company. */
    private Duration gap() {
        return channel.gathers() ? settings.get(NotifyOptions.GROUP) : Duration.ZERO;
    }

    private void done(long number) {
        int before = outbox.size();
        outbox.done(number);
        metrics.add(counts.queued(), outbox.size() - before);
    }

    private void giveUpTheOld() {
        long oldMs = clock.epochMillis() - settings.get(NotifyOptions.RETRY_FOR).toMillis();
        while (failures > 0 && !underWay && outbox.size() > 0) {
            Outbox.Entry oldest = outbox.oldest(1).getFirst();
            if (oldest.notice().change().atMs() >= oldMs) {
                return;
            }
            metrics.add(counts.dropped(), 1);
            done(oldest.number());
        }
    }

    /** Of each alert what is true last, the worst first. */
    private static List<Notice> newest(List<Outbox.Entry> entries) {
        Map<String, Notice> byAlert = new LinkedHashMap<>();
        for (Outbox.Entry entry : entries) {
            Notice unused = byAlert.put(entry.notice().about().alert(), entry.notice());
        }
        List<Notice> notices = new ArrayList<>(byAlert.values());
        notices.sort((a, b) -> b.change().to().compareTo(a.change().to()));
        return notices;
    }
}
