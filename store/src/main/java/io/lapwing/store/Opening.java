// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import io.lapwing.base.Clock;
import io.lapwing.base.DiskFault;
import io.lapwing.store.Rocks.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way from a folder to an engine: looks at the format, and brings what is older up to it. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private Opening() {}

    static Engine open(
            StoreFolder folder,
            Layout layout,
            RocksMemory memory,
            Clock clock,
            StoreMetrics counts,
            DamageReport damage)
            throws StoreException {
        try {
            Superblock found = superblock(folder, layout, clock);
            Engine engine = engine(folder, layout, memory, counts, damage);
            try {
                migrate(folder, found, layout, engine);
            } catch (IOException | StoreException | RuntimeException e) {
                boolean unused = engine.close(1_000);
                throw e;
            }
            return engine;
        } catch (IOException e) {
            throw new StoreException(
                    "the store in " + folder.path() + " cannot be used: " + DiskFault.why(e), e);
        }
    }

    private static Superblock superblock(StoreFolder folder, Layout layout, Clock clock)
            throws IOException, StoreException {
        Path path = folder.path();
        if (Superblock.isIn(path)) {
            Superblock found = Superblock.read(path);
            if (found.version() > layout.version()) {
                throw new StoreException(
                        "the store in "
                                + path
                                + " has version "
                                + found.version()
                                + ", made by a newer Lapwing; this one knows versions up to "
                                + layout.version()
                                + ": start the newer one, or give this one another folder with"
                                + " --data");
            }
            return found;
        }
        if (Files.exists(folder.database())) {
            throw new StoreException(
                    "the file format is missing in "
                            + path
                            + " though there is a store; put it back from a copy of the folder, or"
                            + " move the folder away to begin with an empty store");
        }
        Superblock made = new Superblock(layout.version(), clock.epochMillis());
        made.write(path);
        return made;
    }

    private static Engine engine(
            StoreFolder folder,
            Layout layout,
            RocksMemory memory,
            StoreMetrics counts,
            DamageReport damage)
            throws StoreException {
        try {
            Files.createDirectories(folder.database());
            Purpose purpose = lookAtLog(folder, damage);
            return Engine.open(folder, layout, memory, counts, damage, purpose);
        } catch (IOException e) {
            throw new StoreException(
                    "the store in " + folder.path() + " cannot be used: " + DiskFault.why(e), e);
        } catch (StoreException e) {
            throw new StoreException(
                    "the store in "
                            + folder.path()
                            + " cannot be opened: "
                            + e.why()
                            + "; `lapwing store check` tells what is left of it. Put the folder"
                            + " back from a copy, or move it away to begin with an empty store",
                    e);
        }
    }

    /** What RocksDB would pass over in silence is told here. */
    private static Purpose lookAtLog(StoreFolder folder, DamageReport damage) throws IOException {
        LogFileCheck log = LogFileCheck.of(folder.database());
        if (!folder.wasClean()) {
            LOG.warn(
                    "the store was not closed by its last process; {} KiB of its log are read",
                    log.bytes() / 1_024);
        }
        if (log.torn() && folder.wasClean()) {
            damage.found("the log of the store is damaged at its end; what it held there is lost");
        } else if (log.torn()) {
            LOG.warn("the last record of the store's log is not whole, as a crash leaves it");
        }
        if (log.damaged() == 0) {
            return Purpose.WORK;
        }
        damage.found(
                "the log of the store is damaged in "
                        + log.damaged()
                        + " places; what it held there is lost, the rest is read");
        return Purpose.SALVAGE;
    }

    private static void migrate(StoreFolder folder, Superblock found, Layout layout, Engine engine)
            throws IOException, StoreException {
        Superblock now = found;
        while (now.version() < layout.version()) {
            Migration step = step(layout, now.version(), folder.path());
            LOG.info("the store goes from version {} to {}", now.version(), now.version() + 1);
            Rocks rocks = engine.rocks();
            if (rocks == null) {
                throw new IllegalStateException("the engine is closed");
            }
            Write write = new Write(engine.families(), null);
            step.migrate(new RocksView(rocks, engine.families(), engine.damage()), write);
            BatchBytes batch = new BatchBytes(write.bytes() + BatchBytes.HEADER);
            batch.beginBatch();
            batch.addAll(write.records());
            try {
                rocks.write(batch.batch(), true);
            } catch (RocksDBException e) {
                throw new StoreException(
                        "the store in "
                                + folder.path()
                                + " cannot be brought to version "
                                + (now.version() + 1)
                                + ": "
                                + RocksFault.why(e),
                        e);
            }
            now = new Superblock(now.version() + 1, found.madeMillis());
            now.write(folder.path());
        }
    }

    private static Migration step(Layout layout, int from, Path path) throws StoreException {
        for (Migration migration : layout.migrations()) {
            if (migration.from() == from) {
                return migration;
            }
        }
        throw new StoreException(
                "the store in "
                        + path
                        + " has version "
                        + from
                        + ", which this Lapwing cannot bring up to "
                        + layout.version()
                        + "; start a version in between first");
    }
}
