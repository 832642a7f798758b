// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lapwing.base.DiskFault;
import io.lapwing.base.Latest;
import io.lapwing.store.Rocks.Purpose;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * RocksDB with the threads that read from it. After a fault of the disk RocksDB takes no more
 * writes until it is opened anew; then the storage thread replaces both.
 */
final class Engine {
    /** What must fit on the disk before it is worth while to open again. */
    private static final int TRIAL_BYTES = 1_024 * 1_024;

    /** How long the storage thread waits for queries that run, before it opens again. */
    private static final long READERS_PATIENCE_MILLIS = 200;

    private record Opened(Rocks rocks, Readers readers) {}

    private final StoreFolder folder;
    private final Layout layout;
    private final RocksMemory memory;
    private final StoreMetrics counts;
    private final DamageReport damage;
    private final Families families;
    private final Latest<@Nullable Opened> opened;

    private Engine(
            StoreFolder folder,
            Layout layout,
            RocksMemory memory,
            StoreMetrics counts,
            DamageReport damage,
            Rocks rocks) {
        this.folder = folder;
        this.layout = layout;
        this.memory = memory;
        this.counts = counts;
        this.damage = damage;
        this.families = rocks.families(layout);
        this.opened = new Latest<>(with(rocks));
    }

    /**
     * @param purpose for work, or for salvage where the log is damaged
     */
    static Engine open(
            StoreFolder folder,
            Layout layout,
            RocksMemory memory,
            StoreMetrics counts,
            DamageReport damage,
            Purpose purpose)
            throws StoreException {
        Rocks rocks = Rocks.open(folder.database(), layout, memory, purpose);
        return new Engine(folder, layout, memory, counts, damage, rocks);
    }

    DamageReport damage() {
        return damage;
    }

    Families families() {
        return families;
    }

    /** What to write to; null when it could not be opened again. */
    @Nullable Rocks rocks() {
        Opened now = opened.value();
        return now == null ? null : now.rocks;
    }

    /** On any thread. False when the query cannot be taken now. */
    boolean read(Query query) {
        Opened now = opened.value();
        return now != null && now.readers.read(query);
    }

    /**
     * Closes and opens again, if the disk takes bytes at all.
     *
     * @throws StoreException with the reason why not; what was open may be closed then
     */
    void reopen() throws StoreException {
        tryDisk();
        Opened now = opened.value();
        if (now != null) {
            if (!now.readers.close(READERS_PATIENCE_MILLIS)) {
                throw new StoreException("it cannot be opened again while queries still run");
            }
            opened.set(null);
            now.rocks.close();
        }
        opened.set(with(Rocks.open(folder.database(), layout, memory, Purpose.WORK)));
    }

    /** Ends reading, and closes. False when a query does not end; then all stays open. */
    boolean close(long patienceMillis) {
        Opened now = opened.value();
        if (now == null) {
            return true;
        }
        if (!now.readers.close(patienceMillis)) {
            return false;
        }
        now.rocks.close();
        opened.set(null);
        return true;
    }

    private Opened with(Rocks rocks) {
        return new Opened(rocks, new Readers(new RocksView(rocks, families, damage), counts));
    }

    private void tryDisk() throws StoreException {
        Path trial = folder.path().resolve("trial");
        try {
            try (FileChannel file = FileChannel.open(trial, CREATE, WRITE, TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.allocate(TRIAL_BYTES);
                while (bytes.hasRemaining()) {
                    int unused = file.write(bytes);
                }
                file.force(true);
            } finally {
                Files.deleteIfExists(trial);
            }
        } catch (IOException e) {
            throw new StoreException("the disk answered: " + DiskFault.why(e), e);
        }
    }
}
