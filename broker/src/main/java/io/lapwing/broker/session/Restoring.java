// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.kept.KeptRetained;
import io.lapwing.broker.kept.KeptSession;
import io.lapwing.broker.kept.KeptSpaces;
import io.lapwing.broker.kept.KeptSubscription;
import io.lapwing.broker.topics.RetainedMessage;
import io.lapwing.store.Query;
import io.lapwing.store.Store;
import io.lapwing.store.StoreException;
import io.lapwing.store.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back what earlier runs of the broker left: sessions with their subscriptions, then
 * retained messages. It goes on while clients connect already. One that does is answered as soon as
 * its own session is there; what it sends is looked at when all is there, for only then is known
 * who is to get it. Queues stay on disk until their clients come.
 */
final class Restoring {
    private static final Logger LOG = LoggerFactory.getLogger(Restoring.class);

    /** Records that are read at a time. */
    private static final int SLICE = 1_000;

    /** Clients that may have come before all is there; more wait. */
    private static final int EARLY_MAX = 1_000_000;

    private static final long AGAIN_MILLIS = 1_000;

    private record Left(byte[] key, KeptSession state, List<KeptSubscription> subscriptions) {
        String clientId() {
            return new String(key, StandardCharsets.UTF_8);
        }
    }

    private final Shared shared;
    private final @Nullable Store store;
    private final ConcurrentHashMap<String, Boolean> early = new ConcurrentHashMap<>();
    private List<Worker> workers = List.of();
    private int sessions;
    private int retained;
    private int ready; // workers; the first of them counts

    Restoring(Shared shared, @Nullable Store store) {
        this.shared = shared;
        this.store = store;
    }

    void start(List<Worker> all) {
        workers = List.copyOf(all);
        if (store != null) {
            read(new SessionSlice(new byte[0]));
        }
    }

    /**
     * Sees to it that the session of a client is there, if it has one; then goes on, on its worker,
     * with false when the disk could not tell.
     */
    void find(String clientId, Worker by, Consumer<Boolean> then) {
        if (by.early.isOver()) {
            then.accept(true);
            return;
        }
        Boolean found = early.size() < EARLY_MAX ? early.putIfAbsent(clientId, false) : null;
        if (found == null && early.containsKey(clientId)) {
            read(new OneSession(clientId, by, then));
        } else if (found == null || !found) {
            by.loop().inMillis(2, () -> find(clientId, by, then));
        } else {
            then.accept(true);
        }
    }

    private void read(Query query) {
        if (store != null && !store.read(query)) {
            workers.getFirst().loop().inMillis(20, () -> read(query));
        }
    }

    private Worker ownerOf(String clientId) {
        return workers.get(Math.floorMod(clientId.hashCode(), workers.size()));
    }

    private static @Nullable Left left(View view, byte[] key, byte[] value) throws StoreException {
        try {
            KeptSession state = KeptSession.read(value);
            List<KeptSubscription> subscriptions = new ArrayList<>();
            view.walk(
                    KeptSpaces.SUBSCRIPTIONS,
                    KeptSpaces.from(state.number()),
                    KeptSpaces.from(state.number() + 1),
                    (filter, wish) -> subscriptions.add(KeptSubscription.read(filter, wish)));
            return new Left(key, state, subscriptions);
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException damaged) {
            LOG.error(
                    "the session of client {} cannot be read and is left out: {}",
                    new String(key, StandardCharsets.UTF_8),
                    damaged.toString());
            return null;
        }
    }

    /** On the worker that owns the session from now on. */
    private void restore(Left left, Worker owner) {
        Session session = new Session(left.clientId(), owner, left.state().number(), false);
        if (!shared.claims.restore(session)) {
            return;
        }
        owner.count(owner.counters().sessionsBegun);
        for (KeptSubscription each : left.subscriptions()) {
            boolean unused =
                    shared.topics.subscribe(
                            session,
                            session.subscriptions,
                            each.filter(),
                            each.options(),
                            each.identifier());
            var added = shared.topics.find(session.subscriptions, each.filter());
            if (added != null && added.group() != null) {
                session.outbound().shares().restored(added.group());
            }
        }
        session.restore(left.state(), shared.clock.epochMillis());
    }

    /** The next records; the workers are done with these before more are read. */
    private final class SessionSlice implements Query {
        private final byte[] from;
        private byte[] last = {};
        private final List<byte[]> keys = new ArrayList<>();
        private final List<byte[]> values = new ArrayList<>();

        SessionSlice(byte[] from) {
            this.from = from;
        }

        @Override
        public void run(View view) throws StoreException {
            keys.clear();
            values.clear();
            view.walk(
                    KeptSpaces.SESSIONS,
                    from,
                    null,
                    (key, value) -> {
                        keys.add(key);
                        values.add(value);
                        last = key;
                        return keys.size() < SLICE;
                    });
            List<List<Left>> byWorker = new ArrayList<>();
            workers.forEach(unused -> byWorker.add(new ArrayList<>()));
            for (int i = 0; i < keys.size(); i++) {
                Left left = left(view, keys.get(i), values.get(i));
                if (left != null) {
                    byWorker.get(ownerOf(left.clientId()).index).add(left);
                    sessions++;
                }
            }
            for (int i = 0; i < workers.size(); i++) {
                Worker worker = workers.get(i);
                List<Left> mine = byWorker.get(i);
                worker.tell(() -> restoreAll(mine, worker));
            }
            boolean more = keys.size() == SLICE;
            Query next =
                    more
                            ? new SessionSlice(Arrays.copyOf(last, last.length + 1))
                            : new RetainedSlice(new byte[0]);
            workers.getFirst().tell(() -> read(next));
        }

        @Override
        public void failed(String why) {
            again(new SessionSlice(from), why);
        }
    }

    private void restoreAll(List<Left> mine, Worker worker) {
        for (Left left : mine) {
            if (!early.containsKey(left.clientId())) {
                restore(left, worker);
            }
        }
    }

    /** One client's session, for which it waits. */
    private final class OneSession implements Query {
        private final String clientId;
        private final Worker by;
        private final Consumer<Boolean> then;

        OneSession(String clientId, Worker by, Consumer<Boolean> then) {
            this.clientId = clientId;
            this.by = by;
            this.then = then;
        }

        @Override
        public void run(View view) throws StoreException {
            byte[] key = clientId.getBytes(StandardCharsets.UTF_8);
            byte[] value = view.value(KeptSpaces.SESSIONS, key);
            Left left = value == null ? null : left(view, key, value);
            Worker owner = ownerOf(clientId);
            owner.tell(() -> {
                if (left != null) {
                    restore(left, owner);
                }
                early.put(clientId, true);
                by.tell(() -> then.accept(true));
            });
        }

        @Override
        public void failed(String why) {
            early.remove(clientId);
            by.tell(() -> then.accept(false));
        }
    }

    private final class RetainedSlice implements Query {
        private final byte[] from;
        private byte[] last = {};
        private int count;

        RetainedSlice(byte[] from) {
            this.from = from;
        }

        @Override
        public void run(View view) throws StoreException {
            count = 0;
            view.walk(
                    KeptSpaces.RETAINED,
                    from,
                    null,
                    (topic, value) -> {
                        restore(topic, KeptRetained.read(value));
                        last = topic;
                        return ++count < SLICE;
                    });
            if (count == SLICE) {
                read(new RetainedSlice(Arrays.copyOf(last, last.length + 1)));
            } else {
                Worker first = workers.getFirst();
                workers.forEach(
                        worker -> worker.tell(() -> first.tell(Restoring.this::oneIsReady)));
            }
        }

        private void restore(byte[] topic, KeptRetained kept) {
            long age = Math.max(0, shared.clock.epochMillis() - kept.cameMillis());
            long expiry = kept.expirySeconds();
            if (expiry >= 0 && age >= expiry * 1_000) {
                Worker first = workers.getFirst();
                first.tell(() -> first.keeper.write().delete(KeptSpaces.RETAINED, topic));
                return;
            }
            long stored = shared.clock.nanoTime() - age * 1_000_000L;
            long expires = stored + expiry * 1_000_000_000L;
            retained++;
            shared.retained.restore(
                    topic,
                    new RetainedMessage(
                            kept.packet(), kept.version(), stored, expiry >= 0, expires));
        }

        @Override
        public void failed(String why) {
            again(new RetainedSlice(from), why);
        }
    }

    private void again(Query query, String why) {
        LOG.error("what earlier runs left cannot be read, and is tried again: {}", why);
        workers.getFirst().loop().inMillis(AGAIN_MILLIS, () -> read(query));
    }

    /** Everybody begins when the last one is ready: each needs the subscriptions of all. */
    private void oneIsReady() {
        if (++ready == workers.size()) {
            if (sessions + retained > 0) {
                LOG.info("{} sessions, {} retained messages are there again", sessions, retained);
            }
            early.clear();
            workers.forEach(worker -> worker.tell(worker.early::end));
        }
    }
}
