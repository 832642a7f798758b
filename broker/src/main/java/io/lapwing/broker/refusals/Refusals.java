// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import io.lapwing.base.Cells;
import io.lapwing.base.Clock;
import io.lapwing.base.Mailbox;
import io.lapwing.base.Metrics;
import io.lapwing.base.Owner;
import io.lapwing.base.Series;
import io.lapwing.base.Subscription;
import io.lapwing.base.Ticker;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every refusal comes here after it was answered and counted: the log line and the journal. Workers
 * leave refusals in a mailbox and wake nobody, which keeps a storm off their backs; one thread
 * empties it ten times a second, and before it answers a question.
 */
public final class Refusals implements AutoCloseable {
    /** Refusals that wait for the journal; more are dropped, and the loss counted. */
    static final int WAITING_MAX = 32_768;

    private static final int MAILS_MAX = 1_000;
    private static final int LISTENERS_MAX = 100;
    private static final Duration TURN = Duration.ofMillis(100);
    private static final long SECOND_MILLIS = 1_000;
    private static final long ROW_WINDOW_MILLIS = Duration.ofMinutes(15).toMillis();

    private final Clock clock;
    private final Metrics metrics;
    private final Cells cells;
    private final Mailbox<Refusal> waiting = new Mailbox<>(WAITING_MAX);
    private final Owner owner = Owner.start("lapwing-refusals", MAILS_MAX);
    private final RefusalLog log;
    private final Journal journal;
    private final List<Consumer<RefusalChanges>> listeners = new CopyOnWriteArrayList<>();
    private final Series droppedSeries;
    private final Series evictedSeries;
    private final Series rowsSeries;
    private @Nullable Ticker ticker;
    private long changesSecond;
    private long rowsCounted;
    private long evictedCounted;

    Refusals(Clock clock, Metrics metrics, ZoneId zone) {
        this.clock = clock;
        this.metrics = metrics;
        cells = metrics.cells();
        log = new RefusalLog(metrics, cells, zone);
        journal = new Journal(clock.epochMillis(), log::forget);
        droppedSeries = metrics.series(RefusalMetrics.JOURNAL_DROPPED);
        evictedSeries = metrics.series(RefusalMetrics.JOURNAL_EVICTED);
        rowsSeries = metrics.series(RefusalMetrics.JOURNAL_ROWS);
    }

    public static Refusals start(Clock clock, Metrics metrics) {
        Refusals refusals = new Refusals(clock, metrics, ZoneId.systemDefault());
        refusals.startTicking();
        return refusals;
    }

    /** Called by workers: never blocks. What comes too fast is dropped, and the loss counted. */
    public void refused(Refusal refusal) {
        if (waiting.post(refusal.cut()) == Mailbox.Posted.FULL) {
            metrics.shared().increment(droppedSeries);
        }
    }

    /** Answers from the journal, waiting for its thread; never called by a worker. */
    public RefusalAnswer query(RefusalQuery query) {
        return owner.ask(() -> {
            drain();
            return journal.answer(query, clock.epochMillis(), metrics.value(droppedSeries));
        });
    }

    /** The row with this id, if it is still kept; its count is of the last 15 minutes. */
    public Optional<RefusalRow> row(long id) {
        return owner.ask(() -> {
            drain();
            long now = clock.epochMillis();
            return Optional.ofNullable(journal.row(id, now - ROW_WINDOW_MILLIS, now));
        });
    }

    /**
     * Calls back at most once a second, when rows changed, on the journal's thread, which must not
     * be held up.
     *
     * @throws IllegalStateException when there are too many listeners
     */
    public Subscription onChanges(Consumer<RefusalChanges> listener) {
        if (listeners.size() >= LISTENERS_MAX) {
            throw new IllegalStateException("more than " + LISTENERS_MAX + " listeners");
        }
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Journals and logs what still waits. */
    @Override
    public void close() {
        if (ticker != null) {
            ticker.close();
        }
        var _ =
                owner.tell(() -> {
                    drain();
                    log.close(monotonicMillis());
                });
        owner.close();
    }

    /** What the ticker has the journal's thread do. */
    void turn() {
        drain();
        log.turn(monotonicMillis());
        long second = clock.epochMillis() / SECOND_MILLIS;
        if (second != changesSecond) {
            changesSecond = second;
            tellChanges();
        }
    }

    /** Runs a turn and waits for its end. */
    void turnNow() {
        var _ =
                owner.ask(() -> {
                    turn();
                    return true;
                });
    }

    private void startTicking() {
        ticker =
                Ticker.start(
                        "lapwing-refusals-ticker",
                        TURN,
                        () -> {
                            var _ = owner.tell(this::turn);
                        });
    }

    private void drain() {
        waiting.drain(this::keep);
        cells.add(rowsSeries, journal.size() - rowsCounted);
        rowsCounted = journal.size();
        cells.add(evictedSeries, journal.evicted() - evictedCounted);
        evictedCounted = journal.evicted();
    }

    /** What another broker has logged is not logged once more. */
    private void keep(Refusal refusal) {
        JournalRow row = journal.add(refusal);
        if (refusal.heard() == null) {
            log.refused(row, monotonicMillis());
        }
    }

    private void tellChanges() {
        if (!journal.hasChanges()) {
            return;
        }
        if (listeners.isEmpty()) {
            journal.forgetChanges();
            return;
        }
        RefusalChanges changes = journal.changes(clock.epochMillis());
        listeners.forEach(listener -> listener.accept(changes));
    }

    private long monotonicMillis() {
        return clock.nanoTime() / 1_000_000;
    }
}
