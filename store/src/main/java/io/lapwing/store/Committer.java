// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import io.lapwing.base.Numbers;
import io.lapwing.store.Clearing.Job;
import io.lapwing.store.Clearing.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage thread's work. A round takes what was handed over, makes one batch of it, lets
 * RocksDB write that once, and tells each lane up to which ticket it is decided. A batch that fails
 * is kept in no part; then the store fails until a write of its own has succeeded.
 */
final class Committer {
    /** How a batch gets to the disk; tests put a disk of their own beneath. */
    interface Writing {
        void write(Rocks rocks, byte[] batch, boolean sync) throws RocksDBException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    /** What has waited beyond this goes with the next batch. */
    private static final int BATCH_BYTES_MAX = 8 * 1_024 * 1_024;

    /** Numbers that may be taken before a higher ceiling is committed. */
    private static final long NUMBERS_AHEAD = 1_000_000;

    private static final byte[] CEILING = {'n'};

    private final Engine engine;
    private final Writing writing;
    private final boolean sync;
    private final StoreMetrics counts;
    private final Health health;
    private final Numbers numbers;
    private final Holders holders;
    private final Clearing clearing;
    private final Consumer<Mail> post;
    private final BatchBytes batch = new BatchBytes(1_024 * 1_024);
    private final Write own;
    private final List<Write> writes = new ArrayList<>();
    private final List<Query> queries = new ArrayList<>();
    private @Nullable Slice slice;
    private long ceiling;

    /**
     * @param sync whether a round waits until the disk has it
     * @param post how to hand a mail to this very thread
     */
    Committer(
            Engine engine,
            Writing writing,
            boolean sync,
            StoreMetrics counts,
            Health health,
            Consumer<Mail> post)
            throws StoreException {
        this.engine = engine;
        this.writing = writing;
        this.sync = sync;
        this.counts = counts;
        this.health = health;
        this.post = post;
        this.holders = new Holders(engine.families(), counts);
        this.clearing = new Clearing();
        this.own = new Write(engine.families(), null);
        Rocks rocks = engine.rocks();
        if (rocks == null) {
            throw new IllegalStateException("the engine is closed");
        }
        byte @Nullable [] known = rocks.value(Rocks.OWN_FAMILY, CEILING);
        this.ceiling = known == null ? 1 : ByteBuffer.wrap(known).getLong();
        this.numbers = new Numbers(ceiling);
        clearing.load(rocks, engine.families(), engine.damage());
    }

    Numbers numbers() {
        return numbers;
    }

    /** Does what waits, in batches of a bounded size. */
    void round(List<Mail> mails) {
        int bytes = 0;
        for (Mail mail : mails) {
            switch (mail) {
                case Write write -> {
                    writes.add(write);
                    bytes += write.bytes();
                }
                case Slice read -> slice = read;
                case Mail.Read(Query query) -> queries.add(query);
            }
            if (bytes >= BATCH_BYTES_MAX) {
                finish();
                bytes = 0;
            }
        }
        finish();
    }

    /** What is done beside the rounds, about once a second. */
    void look() {
        if (isFailing()) {
            recover();
        }
        clearMore();
        counts.clearing(clearing.waiting());
    }

    private boolean isFailing() {
        return health.state() instanceof StoreState.Failing;
    }

    /** Decides what has been gathered, and starts the queries that waited for it. */
    private void finish() {
        if (!writes.isEmpty() || slice != null) {
            String failure = decide();
            settle(failure);
        }
        for (Query query : queries) {
            if (!engine.read(query)) {
                query.failed("too many queries wait, or the store is closed");
            }
        }
        queries.clear();
    }

    /** Null when all is committed. */
    private @Nullable String decide() {
        if (health.state() instanceof StoreState.Failing(long since, String why)) {
            return why;
        }
        Rocks rocks = engine.rocks();
        if (rocks == null) {
            return "the store is closed";
        }
        long start = System.nanoTime();
        try {
            gather(rocks);
            long ahead = raiseCeiling();
            int count = batch.count();
            if (count > 0) {
                byte[] bytes = batch.batch();
                writing.write(rocks, bytes, sync);
                long micros = (System.nanoTime() - start) / 1_000;
                counts.committed(writes.size(), count, bytes.length, micros);
            }
            ceiling = ahead;
            holders.committed();
            return null;
        } catch (RocksDBException e) {
            String why = RocksFault.why(e);
            counts.failedRound();
            holders.failed();
            health.fails(why);
            return why;
        } catch (RuntimeException bug) {
            LOG.error("a round failed, by a fault of Lapwing", bug);
            counts.failedRound();
            holders.failed();
            return "a fault of Lapwing: " + bug;
        }
    }

    private void gather(Rocks rocks) {
        batch.beginBatch();
        for (Write write : writes) {
            batch.addAll(write.records());
            holders.change(write, rocks);
        }
        Slice read = slice;
        if (read != null && read.failure() == null) {
            own.reset();
            clearing.apply(read, own, engine.families());
            batch.addAll(own.records());
            holders.change(own, rocks);
        }
        holders.put(batch);
    }

    /**
     * Whatever number is in this batch was taken before now. So with a higher ceiling in the same
     * batch, no number that is on disk is ever given again.
     */
    private long raiseCeiling() {
        long next = numbers.next();
        if (next <= ceiling) {
            return ceiling;
        }
        long ahead = next + NUMBERS_AHEAD;
        putCeiling(ahead);
        return ahead;
    }

    private void putCeiling(long value) {
        batch.beginPut(Rocks.OWN_FAMILY, CEILING.length);
        batch.bytes(CEILING, 0, CEILING.length);
        batch.length(8);
        batch.int64(value);
    }

    private void settle(@Nullable String failure) {
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            for (int c = 0; failure == null && c < write.clearingCount(); c++) {
                Space queues = engine.families().space(write.clearingSpace(c));
                clearing.add(queues, write.clearingQueue(c));
            }
        }
        settleSlice(failure);
        if (failure != null) {
            counts.failedWrites(writes.size());
        }
        // Whoever is told uses its writes again at once, under new tickets: all are read before.
        long[] tickets = new long[writes.size()];
        Arrays.setAll(tickets, i -> writes.get(i).ticket());
        // The last write of each lane speaks for those before it; it is the first from behind.
        for (int i = writes.size() - 1; i >= 0; i--) {
            Write write = writes.get(i);
            Lane lane = write.lane();
            if (lane != null) {
                tell(lane, tickets[i], failure);
            }
        }
        writes.clear();
        clearMore();
    }

    private static void tell(Lane lane, long upTo, @Nullable String failure) {
        try {
            lane.tell(upTo, failure);
        } catch (RuntimeException bug) {
            LOG.error("a lane failed to hear that its writes are decided", bug);
        }
    }

    private void settleSlice(@Nullable String failure) {
        Slice read = slice;
        slice = null;
        if (read == null) {
            return;
        }
        if (failure != null || read.failure() != null) {
            clearing.failed(read);
        } else if (clearing.committed(read)) {
            readSlice(read.job(), read.last() + 1);
        }
    }

    /** Goes on with the queues that are to go. */
    private void clearMore() {
        if (isFailing()) {
            return;
        }
        Job job = clearing.next();
        if (job != null) {
            readSlice(job, 0);
        }
    }

    private void readSlice(Job job, long from) {
        boolean taken =
                engine.read(
                        new Query() {
                            @Override
                            public void run(View view) throws StoreException {
                                post.accept(Clearing.read(view, job, from));
                            }

                            @Override
                            public void failed(String why) {
                                post.accept(Slice.failed(job, why));
                            }
                        });
        if (!taken) {
            clearing.failed(Slice.failed(job, "too many queries wait"));
        }
    }

    /** Tries whether the disk takes a write again; opens anew where RocksDB gave up for good. */
    private void recover() {
        try {
            try {
                tryWrite();
            } catch (RocksDBException e) {
                engine.reopen();
                tryWrite();
            }
            health.works();
        } catch (StoreException e) {
            health.fails(e.why());
        } catch (RocksDBException e) {
            health.fails(RocksFault.why(e));
        }
    }

    private void tryWrite() throws RocksDBException {
        Rocks rocks = engine.rocks();
        if (rocks == null) {
            throw new RocksDBException("it is closed");
        }
        batch.beginBatch();
        putCeiling(ceiling);
        writing.write(rocks, batch.batch(), true);
    }
}
