// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import static io.lapwing.store.TestStore.PAYLOADS;
import static io.lapwing.store.TestStore.QUEUES;
import static io.lapwing.store.TestStore.THINGS;
import static io.lapwing.store.TestStore.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir Path folder;

    @Test
    void whatIsCommittedIsThereAfterARestart() throws StoreException {
        try (TestStore store = TestStore.open(folder)) {
            store.lane.write().put(THINGS, bytes("lamp"), bytes("on"));
            store.lane.write().put(THINGS, bytes("door"), bytes("open"));
            store.lane.write().delete(THINGS, bytes("door"));
            store.append(7, 1, "first").append(7, 2, "second").append(8, 3, "other");
            store.commit();
        }
        try (TestStore store = TestStore.open(folder)) {
            assertThat(store.store.wasClean()).isTrue();
            assertThat(store.thing("lamp")).isEqualTo("on");
            assertThat(store.thing("door")).isNull();
            assertThat(store.queue(7)).containsExactly("1 first", "2 second");
            assertThat(store.queue(8)).containsExactly("3 other");
        }
    }

    @Test
    void ticketsAscendAndAreAllDecided() throws StoreException {
        try (TestStore store = TestStore.open(folder)) {
            assertThat(store.lane.ticket()).isEqualTo(1);
            store.lane.hand();
            assertThat(store.lane.ticket()).as("nothing was in it").isEqualTo(1);
            store.append(1, 1, "a").commit();
            store.append(1, 2, "b").commit();
            assertThat(store.lane.ticket()).isEqualTo(3);
        }
    }

    @Test
    void aWorkerThatIsFasterThanTheDiskFillsOneWriteAndIsToldToStopReading()
            throws StoreException, InterruptedException {
        Semaphore disk = new Semaphore(0);
        try (TestStore store =
                TestStore.open(
                        folder,
                        (rocks, batch, sync) -> {
                            disk.acquireUninterruptibly();
                            rocks.write(batch, sync);
                        })) {
            byte[] payload = new byte[1_024];
            int count = 0;
            while (!store.lane.isFull()) {
                store.lane
                        .write()
                        .append(QUEUES, 1, ++count, payload.length)
                        .bytes(payload, 0, payload.length);
                store.lane.hand();
            }
            assertThat(count).isGreaterThan(100);
            assertThat(store.count(StoreMetrics.FULL)).isEqualTo(1);
            assertThat(store.lane.ticket()).as("small writes grow together").isLessThan(100);
            disk.release(1_000);
            while (store.lane.isFull()) {
                store.lane.settled(store.news.take().upTo());
            }
            store.lane.write().put(THINGS, bytes("end"), bytes("yes"));
            assertThat(store.settle().failure()).isNull();
            assertThat(store.queue(1)).hasSize(count);
        }
    }

    @Test
    void removedEntriesAreGoneAndATrimmedQueueBeginsBehindThem() throws StoreException {
        try (TestStore store = TestStore.open(folder)) {
            for (int i = 1; i <= 100; i++) {
                store.append(5, i, "m" + i);
            }
            store.commit();
            for (int i = 1; i <= 50; i++) {
                store.lane.write().remove(QUEUES, 5, i);
            }
            store.lane.write().remove(QUEUES, 5, 60);
            store.commit();
            assertThat(store.queue(5)).hasSize(49).startsWith("51 m51").doesNotContain("60 m60");
            store.lane.write().trim(QUEUES, 5, 99);
            store.commit();
            assertThat(store.queue(5)).containsExactly("99 m99", "100 m100");
        }
    }

    @Test
    void aPageOfAQueueEndsWhereItsReaderSays() throws StoreException {
        try (TestStore store = TestStore.open(folder)) {
            for (int i = 1; i <= 10; i++) {
                store.append(5, i, "m" + i);
            }
            store.commit();
            List<Long> page =
                    store.ask(view -> {
                        List<Long> seen = new ArrayList<>();
                        view.queue(
                                QUEUES,
                                5,
                                4,
                                (sequence, entry) -> {
                                    seen.add(sequence);
                                    return seen.size() < 3;
                                });
                        return seen;
                    });
            assertThat(page).containsExactly(4L, 5L, 6L);
        }
    }

    @Test
    void aSharedValueIsGoneWithItsLastHolder() throws StoreException {
        try (TestStore store = TestStore.open(folder)) {
            store.share(1, 3, "news").appendShared(5, 10, 1);
            store.lane.write().release(PAYLOADS, 1, 1);
            store.commit();
            assertThat(store.shared(1)).isEqualTo("news");
        }
        try (TestStore store = TestStore.open(folder)) {
            store.lane.write().release(PAYLOADS, 1, 1);
            store.commit();
            assertThat(store.shared(1)).isEqualTo("news");
            store.lane.write().release(PAYLOADS, 1, 1);
            store.commit();
            assertThat(store.shared(1)).isNull();
        }
    }

    @Test
    void aClearedQueueGoesAndLetsGoOfWhatItRefersTo() throws StoreException {
        try (TestStore store = TestStore.open(folder)) {
            for (int i = 1; i <= Clearing.SLICE_MAX + 500; i++) {
                store.appendShared(5, i, 1_000_000 + i).share(1_000_000 + i, i % 2 + 1, "v" + i);
            }
            store.append(6, 1, "stays");
            store.commit();
            store.lane.write().clear(QUEUES, 5);
            store.lane.write().clear(QUEUES, 5);
            store.commit();
            store.awaitTrue(() -> store.queue(5).isEmpty());
            store.awaitTrue(() -> store.shared(1_000_000 + Clearing.SLICE_MAX + 500) == null);
            assertThat(store.shared(1_000_002)).isNull();
            assertThat(store.shared(1_000_001)).as("one holder is left").isEqualTo("v1");
            assertThat(store.queue(6)).containsExactly("1 stays");
        }
    }

    @Test
    void aClearingThatWasCutShortGoesOnAtTheNextStart() throws StoreException {
        Path copy = folder.resolve("copy");
        try (TestStore store = TestStore.open(folder.resolve("first"))) {
            for (int i = 1; i <= 3 * Clearing.SLICE_MAX; i++) {
                store.append(5, i, "m" + i);
            }
            store.lane.write().clear(QUEUES, 5);
            store.commit();
            Folders.copy(folder.resolve("first"), copy); // as a crash right now leaves it
        }
        try (TestStore store = TestStore.open(copy)) {
            store.awaitTrue(() -> store.queue(5).isEmpty());
            assertThat(store.store.wasClean()).isFalse();
        }
    }

    @Test
    void numbersAscendOverRestartsAndCrashes() throws StoreException {
        long last = 0;
        for (int run = 0; run < 3; run++) {
            Path here = folder.resolve("run" + run);
            try (TestStore store = TestStore.open(here)) {
                for (int i = 0; i < 10; i++) {
                    long next = store.store.nextNumber();
                    assertThat(next).isGreaterThan(last);
                    last = next;
                }
                store.append(1, last, "m").commit();
                Folders.copy(here, folder.resolve("run" + (run + 1)));
            }
        }
    }

    @Test
    void aReadThatFollowsWritesSeesThem() throws StoreException, InterruptedException {
        try (TestStore store = TestStore.open(folder)) {
            BlockingQueue<Boolean> seen = new LinkedBlockingQueue<>();
            store.lane.write().put(THINGS, bytes("a"), bytes("b"));
            boolean taken =
                    store.lane.readAfterWrites(
                            new Query() {
                                @Override
                                public void run(View view) throws StoreException {
                                    seen.add(view.value(THINGS, bytes("a")) != null);
                                }

                                @Override
                                public void failed(String why) {
                                    seen.add(false);
                                }
                            });
            assertThat(taken).isTrue();
            assertThat(seen.take()).isTrue();
        }
    }

    @Test
    void aSecondProcessIsToldWhoHasTheStore() throws StoreException {
        TestStore first = TestStore.open(folder);
        try (first) {
            assertThatThrownBy(() -> TestStore.open(folder))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("in use by the process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void aValueOfAnotherLengthThanSaidIsAFaultAtOnce() throws StoreException {
        try (TestStore store = TestStore.open(folder)) {
            store.lane.write().put(THINGS, bytes("k"), 4).octet(1);
            assertThatThrownBy(store.lane::hand).isInstanceOf(IllegalStateException.class);
        }
    }
}
