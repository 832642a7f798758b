// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.series.RecordFile.Writing;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.base.Owner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of all charts on disk. A thread of its own writes and reads it, so that a slow disk
 * never holds up a second; the agent hands over what it has and does not wait.
 */
public final class Archive implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

    /** Seconds that may wait for a disk that stands still; then they are left out and counted. */
    private static final int MAILS_MAX = 64;

    private final FileChannel lock;
    private final Owner owner;
    private final Folder folder;
    private final SeriesMetrics counts;
    private final Map<String, List<Kept>> recent;

    private Archive(
            FileChannel lock,
            Owner owner,
            Folder folder,
            SeriesMetrics counts,
            Map<String, List<Kept>> recent) {
        this.lock = lock;
        this.owner = owner;
        this.folder = folder;
        this.counts = counts;
        this.recent = recent;
    }

    /**
     * Opens the history in a folder, and reads what the memory of the last hour needs.
     *
     * @throws IOException also when another process has it open
     */
    public static Archive open(Path path, Config config, Metrics metrics, Events events, long nowS)
            throws IOException {
        return open(path, Retention.of(config), metrics, events, nowS, FileChannel::write);
    }

    static Archive open(
            Path path,
            Retention retention,
            Metrics metrics,
            Events events,
            long nowS,
            Writing writing)
            throws IOException {
        Files.createDirectories(path);
        FileChannel lock = FileChannel.open(path.resolve("lock"), CREATE, WRITE);
        try {
            if (isTaken(lock)) {
                throw new IOException("the history in " + path + " is in use by another agent");
            }
            SeriesMetrics counts = new SeriesMetrics(metrics);
            Folder folder = Folder.open(path, retention, counts, events, writing, nowS);
            Map<String, List<Kept>> recent =
                    folder.recent(Tier.SECONDS.span(nowS - Ring.SECONDS_KEPT), nowS);
            Owner owner = Owner.start("agent-archive", MAILS_MAX);
            return new Archive(lock, owner, folder, counts, recent);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The latest blocks of a chart before this start, oldest first. They can be had once. */
    List<Kept> recent(String chartId) {
        List<Kept> kept = recent.remove(chartId);
        return kept == null ? List.of() : kept;
    }

    /** Forgets what has not been asked for and is too old to be remembered. */
    void forgetRecentBefore(long second) {
        long oldest = Tier.SECONDS.span(second - Ring.SECONDS_KEPT);
        recent.values().removeIf(kept -> kept.getLast().block().span() < oldest);
    }

    void lost(int blocks) {
        counts.lost(blocks);
    }

    /** Takes a second. False when it could not: the next one has to be whole. */
    boolean tick(boolean whole, List<Definition> news, byte[] tick) {
        boolean taken = owner.tell(() -> folder.tick(whole, news, tick));
        counts.lost(taken ? 0 : 1);
        return taken;
    }

    /** Takes the blocks of a window that is over. */
    boolean windowOver(List<Kept> blocks, long nowS) {
        return owner.tell(() -> folder.windowOver(blocks, nowS));
    }

    /** This second and those after it will be lived again. */
    boolean forgetFrom(long second) {
        return owner.tell(() -> folder.forgetFrom(second));
    }

    /** Fills rows with what is on disk about some dimensions of a chart. Waits for the disk. */
    public void read(String chartId, List<String> dimensionIds, Rows rows) {
        boolean unused =
                owner.ask(() -> {
                    folder.read(chartId, dimensionIds, rows);
                    return true;
                });
    }

    /**
     * Does the same without waiting, and calls back on the archive's thread. False when it cannot
     * be asked now.
     */
    public boolean readLater(String chartId, List<String> dimensionIds, Rows rows, Runnable then) {
        return owner.tell(() -> {
            folder.read(chartId, dimensionIds, rows);
            then.run();
        });
    }

    /** The blocks of seconds of some charts in these spans, both included. Waits for the disk. */
    List<Kept> blocks(long fromSpan, long toSpan, Predicate<Chart> wanted) {
        return owner.ask(() -> folder.blocks(fromSpan, toSpan, wanted));
    }

    /** A chart that has history though its target may not tell of it now. */
    public Optional<Chart> find(String chartId) {
        return owner.ask(() -> Optional.ofNullable(folder.find(chartId)));
    }

    /**
     * The first second of which each tier may know anything; none for a tier without. Does not
     * wait.
     */
    Map<Tier, Long> firsts() {
        return folder.firsts();
    }

    @Override
    public void close() {
        boolean closed = owner.tell(folder::close);
        owner.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the lock of the history did not close", e);
        }
        if (!closed) {
            LOG.warn("the disk was too slow to take the last of the history");
        }
    }

    private static boolean isTaken(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true; // by this very process, as tests do
        }
    }
}
