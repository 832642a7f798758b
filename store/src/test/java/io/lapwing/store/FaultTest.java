// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import static io.lapwing.store.TestStore.THINGS;
import static io.lapwing.store.TestStore.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** What happens when the disk does not take what it is given. */
class FaultTest {
    @TempDir Path folder;

    /** Faults that are still to come, one for each write; then the disk is well. */
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    private TestStore open() throws StoreException {
        return TestStore.open(
                folder,
                (rocks, batch, sync) -> {
                    String fault = faults.poll();
                    if (fault != null) {
                        throw new RocksDBException(fault);
                    }
                    rocks.write(batch, sync);
                });
    }

    @Test
    void aRoundThatFailsIsToldToItsWritersAndKeptInNoPart() throws StoreException {
        try (TestStore store = open()) {
            faults.add("IO error: No space left on device: While appending to file");
            faults.add("IO error: still so");
            store.lane.write().put(THINGS, bytes("a"), bytes("1"));
            store.share(9, 2, "payload").append(5, 1, "m");

            assertThat(store.settle().failure()).isEqualTo("the disk is full");
            assertThat(store.eventTexts()).contains("the store keeps nothing: the disk is full");
            store.awaitTrue(() -> store.store.state() instanceof StoreState.Working);

            assertThat(store.thing("a")).isNull();
            assertThat(store.queue(5)).isEmpty();
            assertThat(store.shared(9)).isNull();
            assertThat(store.count(StoreMetrics.FAILED_ROUNDS)).isEqualTo(1);
            assertThat(store.count(StoreMetrics.FAILED_WRITES)).isEqualTo(1);
        }
    }

    @Test
    void itWorksAgainByItselfWhenTheDiskDoes() throws StoreException {
        try (TestStore store = open()) {
            faults.add("IO error: Read-only file system: While appending to file");
            store.append(5, 1, "lost");
            assertThat(store.settle().failure()).isEqualTo("the disk is read-only");
            store.awaitTrue(() -> store.store.state() instanceof StoreState.Working);
            assertThat(store.count(StoreMetrics.FAILING)).isZero();

            store.append(5, 2, "kept").commit();
            assertThat(store.queue(5)).containsExactly("2 kept");
        }
        try (TestStore store = TestStore.open(folder)) {
            assertThat(store.store.wasClean()).isTrue();
            assertThat(store.queue(5)).containsExactly("2 kept");
        }
    }

    @Test
    void whileItFailsWritesAreRefusedAtOnceAndReadsGoOn() throws StoreException {
        try (TestStore store = open()) {
            store.append(5, 1, "kept").commit();
            for (int i = 0; i < 4; i++) {
                faults.add("IO error: Input/output error");
            }
            store.append(5, 2, "lost");
            assertThat(store.settle().failure()).contains("Input/output error");
            assertThat(store.store.state()).isInstanceOf(StoreState.Failing.class);
            assertThat(store.count(StoreMetrics.FAILING)).isEqualTo(1);

            store.append(5, 3, "lost as well");
            assertThat(store.settle().failure()).contains("Input/output error");
            assertThat(store.queue(5)).containsExactly("1 kept");
        }
    }

    @Test
    void countsOfHoldersAreTrueAgainAfterAFailedRound() throws StoreException {
        try (TestStore store = open()) {
            store.share(1, 2, "v").commit();
            faults.add("IO error: once");
            store.lane.write().release(TestStore.PAYLOADS, 1, 1);
            assertThat(store.settle().failure()).isNotNull();
            store.awaitTrue(() -> store.store.state() instanceof StoreState.Working);

            store.lane.write().release(TestStore.PAYLOADS, 1, 1);
            store.commit();
            assertThat(store.shared(1)).as("one holder is left").isEqualTo("v");
            store.lane.write().release(TestStore.PAYLOADS, 1, 1);
            store.commit();
            assertThat(store.shared(1)).isNull();
        }
    }

    @Test
    void aQueueThatCouldNotBeClearedIsClearedLater() throws StoreException {
        try (TestStore store = open()) {
            store.append(5, 1, "m").commit();
            store.lane.write().clear(TestStore.QUEUES, 5);
            faults.add("IO error: once");
            assertThat(store.settle().failure()).isNotNull();
            store.awaitTrue(() -> store.store.state() instanceof StoreState.Working);
            assertThat(store.queue(5)).containsExactly("1 m");

            store.lane.write().clear(TestStore.QUEUES, 5);
            store.commit();
            store.awaitTrue(() -> store.queue(5).isEmpty());
        }
    }

    @Test
    void everyLaneHearsThatTheStoreFailsAndWorksAgain() throws StoreException {
        Queue<StoreState> heard = new ConcurrentLinkedQueue<>();
        try (TestStore store = open()) {
            Lane other =
                    store.store.lane(
                            new Settled() {
                                @Override
                                public void settled(long upTo, String failure) {}

                                @Override
                                public void stateChanged(StoreState state) {
                                    heard.add(state);
                                }
                            });
            assertThat(other.ticket()).isEqualTo(1);
            faults.add("IO error: once");
            store.append(5, 1, "m");
            assertThat(store.settle().failure()).isNotNull();
            store.awaitTrue(() -> heard.size() == 2);

            List<StoreState> states = new ArrayList<>(heard);
            assertThat(states.get(0)).isInstanceOf(StoreState.Failing.class);
            assertThat(states.get(1)).isInstanceOf(StoreState.Working.class);
        }
    }

    @Test
    void aClockThatIsSetBackChangesNothing() throws StoreException {
        try (TestStore store = open()) {
            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                numbers.add(store.store.nextNumber());
                store.clock.jump(Duration.ofDays(-400));
                store.append(5, i + 1, "m").commit();
            }
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
            faults.add("IO error: once");
            store.append(5, 9, "m");
            assertThat(store.settle().failure()).isNotNull();
            store.clock.jump(Duration.ofDays(-400));
            store.awaitTrue(() -> store.store.state() instanceof StoreState.Working);
            assertThat(store.eventTexts()).contains("the store works again after 0 s");
        }
    }
}
