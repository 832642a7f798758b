// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.base.Config;
import io.lapwing.base.Event;
import io.lapwing.base.Events;
import io.lapwing.base.Family;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A store on real files with one lane, whose worker is the test. */
final class TestStore implements AutoCloseable {
    static final Space THINGS = Space.records(1, "things");
    static final Space PAYLOADS = Space.shared(10, "payloads");
    static final Space QUEUES = Space.queues(11, "queues", PAYLOADS, TestStore::reference);
    static final Layout LAYOUT = new Layout(1, List.of(THINGS, PAYLOADS, QUEUES), List.of());

    /** What a lane was told. */
    record News(long upTo, @Nullable String failure) {}

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final ManualClock clock = new ManualClock(1_700_000_000_000L);
    final Metrics metrics = new Metrics();
    final Events events = new Events(clock);
    final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    final Store store;
    final Lane lane;

    private TestStore(Path path, Layout layout, Config config, Committer.Writing writing)
            throws StoreException {
        store = Store.open(path, layout, config, clock, metrics, events, writing);
        lane =
                store.lane((upTo, failure) -> {
                    boolean unused = news.add(new News(upTo, failure));
                });
    }

    static TestStore open(Path path) throws StoreException {
        return open(path, Rocks::write);
    }

    static TestStore open(Path path, Committer.Writing writing) throws StoreException {
        return new TestStore(path, LAYOUT, Config.of(Map.of()), writing);
    }

    static TestStore open(Path path, Layout layout, Map<String, String> set) throws StoreException {
        return new TestStore(path, layout, Config.of(set), Rocks::write);
    }

    /** Hands over what is in the open write, and waits until it is decided. */
    News settle() {
        long ticket = lane.ticket();
        lane.hand();
        return await(ticket);
    }

    /** Waits until a ticket is decided. */
    News await(long ticket) {
        try {
            News told = news.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            while (told != null && told.upTo() < ticket) {
                lane.settled(told.upTo());
                told = news.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(told).as("news of the ticket %d", ticket).isNotNull();
            lane.settled(told.upTo());
            return told;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void commit() {
        assertThat(settle().failure()).isNull();
    }

    TestStore append(long queue, long sequence, String text) {
        byte[] bytes = bytes(text);
        lane.write()
                .append(QUEUES, queue, sequence, 1 + bytes.length)
                .octet(0)
                .bytes(bytes, 0, bytes.length);
        return this;
    }

    TestStore appendShared(long queue, long sequence, long number) {
        lane.write().append(QUEUES, queue, sequence, 9).octet(1).int64(number);
        return this;
    }

    TestStore share(long number, int holders, String text) {
        byte[] bytes = bytes(text);
        lane.write().share(PAYLOADS, number, holders, bytes.length).bytes(bytes, 0, bytes.length);
        return this;
    }

    /** What a query finds, waited for. */
    <T> T ask(Finding<T> finding) {
        BlockingQueue<List<T>> answer = new LinkedBlockingQueue<>();
        List<String> failure = new ArrayList<>();
        boolean taken =
                store.read(
                        new Query() {
                            @Override
                            public void run(View view) throws StoreException {
                                List<T> found = new ArrayList<>();
                                found.add(finding.in(view));
                                answer.add(found);
                            }

                            @Override
                            public void failed(String why) {
                                failure.add(why);
                                answer.add(List.of());
                            }
                        });
        assertThat(taken).isTrue();
        try {
            List<T> found = answer.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(failure).isEmpty();
            assertThat(found).isNotNull();
            return found.getFirst();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    interface Finding<T> {
        T in(View view) throws StoreException;
    }

    @Nullable String thing(String key) {
        return text(ask(view -> view.value(THINGS, bytes(key))));
    }

    @Nullable String shared(long number) {
        return text(ask(view -> view.shared(PAYLOADS, number)));
    }

    /** A queue's entries as texts. */
    List<String> queue(long queue) {
        return ask(view -> {
            List<String> texts = new ArrayList<>();
            view.queue(
                    QUEUES,
                    queue,
                    0,
                    (sequence, entry) -> {
                        long number = reference(entry);
                        texts.add(
                                sequence
                                        + " "
                                        + (number < 0 ? text(entry).substring(1) : "@" + number));
                        return true;
                    });
            return texts;
        });
    }

    long count(Family family) {
        return metrics.value(metrics.series(family));
    }

    List<String> eventTexts() {
        return events.newest(100).stream().map(Event::text).toList();
    }

    void awaitTrue(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(condition);
    }

    @Override
    public void close() {
        store.close();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static long reference(byte[] entry) {
        return entry[0] == 1 ? ByteBuffer.wrap(entry).getLong(1) : Space.References.NONE;
    }
}
