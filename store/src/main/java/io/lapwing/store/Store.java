// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Latest;
import io.lapwing.base.Metrics;
import io.lapwing.base.Rounds;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What outlives the process. Workers hand over writes and are told when they are committed; one
 * thread commits all that waits at once; others read. No caller ever waits for the disk, but for
 * {@link #open} and {@link #close}.
 */
public final class Store implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    /** Lanes that can be made: one for each worker, and some for other rooms. */
    private static final int LANES_MAX = 256;

    /** Mails that may wait for the storage thread: writes of all lanes, and queries. */
    private static final int MAILS_MAX = LANES_MAX * Lane.WRITES_MAX + 65_536;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** How long a stop waits for a disk that stands still. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final StoreFolder folder;
    private final Engine engine;
    private final StoreMetrics counts;
    private final Health health;
    private final Committer committer;
    private final Rounds<Mail> rounds;
    private final Latest<List<Lane>> lanes = new Latest<>(List.of());
    private final long laneBytesMax;
    private long lookedNanos = System.nanoTime();

    private Store(
            StoreFolder folder,
            Engine engine,
            Config config,
            Clock clock,
            StoreMetrics counts,
            Events events,
            Committer.Writing writing)
            throws StoreException {
        this.folder = folder;
        this.engine = engine;
        this.counts = counts;
        this.health = new Health(clock, events, counts, lanes);
        int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
        this.laneBytesMax = config.get(StoreOptions.WAITING_MEBIBYTES) * 1_024L * 1_024 / workers;
        boolean sync = config.get(StoreOptions.DURABILITY).equals(StoreOptions.POWER);
        this.rounds = Rounds.of("store", MAILS_MAX, PAUSE, this::round);
        this.committer = new Committer(engine, writing, sync, counts, health, this::postSurely);
        measure();
        rounds.start();
    }

    /**
     * Opens the store in a folder, and makes it if it is not there. Waits for the disk.
     *
     * @throws StoreException with what is wrong and what to do
     */
    public static Store open(
            Path path, Layout layout, Config config, Clock clock, Metrics metrics, Events events)
            throws StoreException {
        return open(path, layout, config, clock, metrics, events, Rocks::write);
    }

    static Store open(
            Path path,
            Layout layout,
            Config config,
            Clock clock,
            Metrics metrics,
            Events events,
            Committer.Writing writing)
            throws StoreException {
        StoreMetrics counts = new StoreMetrics(metrics);
        StoreFolder folder = StoreFolder.take(path);
        try {
            DamageReport damage = new DamageReport(counts, events);
            RocksMemory memory = RocksMemory.of(config);
            Engine engine = Opening.open(folder, layout, memory, clock, counts, damage);
            return new Store(folder, engine, config, clock, counts, events, writing);
        } catch (StoreException | RuntimeException e) {
            giveBack(folder);
            throw e;
        }
    }

    /** Whether the store was closed in good order before it was opened. */
    public boolean wasClean() {
        return folder.wasClean();
    }

    /** A way in for one worker. */
    public Lane lane(Settled settled) {
        Lane lane = new Lane(this, settled, laneBytesMax);
        List<Lane> all =
                lanes.change(known -> {
                    List<Lane> more = new ArrayList<>(known);
                    more.add(lane);
                    return List.copyOf(more);
                });
        if (all.size() > LANES_MAX) {
            throw new IllegalStateException("more lanes than " + LANES_MAX);
        }
        return lane;
    }

    /** A number that was never given before, and is above all that were. On any thread. */
    public long nextNumber() {
        return committer.numbers().take();
    }

    /** Whether it works. On any thread. */
    public StoreState state() {
        return health.state();
    }

    /**
     * Runs a query on a reading thread. On any thread. False when it cannot be taken now: too many
     * wait, or the store is being opened anew.
     */
    public boolean read(Query query) {
        return engine.read(query);
    }

    /** Decides all that was handed over, and closes. Nobody may hand over any more. */
    @Override
    public void close() {
        boolean ended = rounds.close(CLOSE_PATIENCE) && engine.close(CLOSE_PATIENCE.toMillis());
        try {
            if (ended && health.state() instanceof StoreState.Working) {
                folder.closeClean();
            } else {
                LOG.warn("the store was not closed in good order; the next start will look at it");
                folder.close();
            }
        } catch (IOException e) {
            LOG.warn("the lock of the store did not close", e);
        }
    }

    boolean post(Mail mail) {
        return rounds.post(mail);
    }

    Write newWrite(Lane lane) {
        return new Write(engine.families(), lane);
    }

    StoreMetrics counts() {
        return counts;
    }

    private void postSurely(Mail mail) {
        if (!rounds.post(mail)) {
            LOG.debug("the storage thread takes no more mail");
        }
    }

    private void round(List<Mail> mails) {
        committer.round(mails);
        long now = System.nanoTime();
        if (now - lookedNanos >= PAUSE.toNanos()) {
            lookedNanos = now;
            committer.look();
            measure();
        }
    }

    private void measure() {
        Rocks rocks = engine.rocks();
        try {
            FileStore disk = Files.getFileStore(folder.path());
            long used = rocks == null ? 0 : rocks.diskBytes();
            counts.disk(used, disk.getUsableSpace(), disk.getTotalSpace());
            counts.memory(rocks == null ? 0 : rocks.memoryBytes());
        } catch (IOException | RocksDBException e) {
            LOG.debug("the size of the store cannot be told", e);
        }
    }

    private static void giveBack(StoreFolder folder) {
        try {
            folder.close();
        } catch (IOException e) {
            LOG.warn("the lock of the store did not close", e);
        }
    }
}
