// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import io.lapwing.broker.session.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

final class TurnsTest {
    /** A loop whose turns end when the test says so. */
    private static final class Busy implements Loop {
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void inMillis(long millis, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void everySecond(Runnable task) {
            throw new UnsupportedOperationException();
        }

        void endTurn() {
            for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
                next.run();
            }
        }
    }

    private final ManualClock clock = new ManualClock(0);
    private final Metrics metrics = new Metrics();
    private final Busy loop = new Busy();

    @Test
    void aTurnIsAsLongAsATaskWaitsForIt() {
        try (Turns turns = Turns.start(List.of(loop), metrics, clock)) {
            await().until(() -> !loop.tasks.isEmpty()); // the ticker has asked
            turns.close();
            clock.advance(Duration.ofMillis(30));
            assertThat(longest()).as("while it lasts").isEqualTo(30_000);
            loop.endTurn();
            assertThat(longest()).isEqualTo(30_000);
            assertThat(metrics.histogram(metrics.series(Turns.WAITS, "0")))
                    .containsExactly(0, 0, 0, 1, 0, 0, 30_000);

            turns.ask();
            loop.endTurn();
            assertThat(longest()).as("the longest of the second").isEqualTo(30_000);
            clock.advance(Duration.ofSeconds(2));
            assertThat(longest()).as("forgotten").isZero();
        }
    }

    @Test
    void aWorkerThatDoesNotAnswerIsNotAskedAgain() {
        try (Turns turns = Turns.start(List.of(loop), metrics, clock)) {
            await().until(() -> !loop.tasks.isEmpty());
            turns.ask();
            turns.ask();

            assertThat(loop.tasks).hasSize(1);
        }
    }

    private long longest() {
        return metrics.series().stream()
                .filter(each -> each.family().equals(Turns.LONGEST))
                .mapToLong(metrics::value)
                .sum();
    }
}
