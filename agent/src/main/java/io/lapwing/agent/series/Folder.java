// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.series.RecordFile.Writing;
import io.lapwing.base.Events;
import io.lapwing.base.Latest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the history: a shelf for each tier, and the log of the seconds that are on none yet.
 * When the disk refuses, writing pauses, windows wait in a bounded queue, and every few seconds it
 * is tried again. Owned by the archive's thread.
 */
final class Folder {
    private static final Logger LOG = LoggerFactory.getLogger(Folder.class);

    /** Windows that wait while the disk refuses; the oldest are lost first. */
    private static final int WAITING_BYTES_MAX = 16 << 20;

    private static final int TICKS_BETWEEN_TRIES = 5;

    /** Of an event, in the words of the page. */
    private static final String KIND = "history";

    /** The blocks of a window that are on no shelf yet. */
    private record Window(Deque<Kept> blocks, long bytes, long nowS) {}

    private final Map<Tier, Shelf> shelves = new EnumMap<>(Tier.class);
    private final Retention retention;
    private final SeriesMetrics counts;
    private final Events events;
    private final Path path;
    private final TickLog log;
    private final Deque<Window> waiting = new ArrayDeque<>();
    private final Latest<Map<Tier, Long>> firsts = new Latest<>(Map.of());
    private final Condensing condensing;
    private long waitingBytes;
    private int ticksUntilTry;
    private boolean paused;

    private Folder(
            Path path, Retention retention, SeriesMetrics counts, Events events, Writing writing)
            throws IOException {
        this.path = path;
        this.retention = retention;
        this.counts = counts;
        this.events = events;
        this.log = TickLog.open(path, writing);
        for (Tier tier : Tier.values()) {
            shelves.put(tier, Shelf.open(path, tier, writing, this::damaged));
        }
        condensing = new Condensing(shelves);
        publishFirsts();
    }

    /** Opens the files, and puts on the shelf what an earlier process had in its log. */
    static Folder open(
            Path path,
            Retention retention,
            SeriesMetrics counts,
            Events events,
            Writing writing,
            long nowS)
            throws IOException {
        Folder folder = new Folder(path, retention, counts, events, writing);
        List<Kept> replayed = TickLog.replay(path, folder::damaged);
        folder.windowOver(folder.completed(replayed), nowS);
        return folder;
    }

    void tick(boolean whole, List<Definition> news, byte[] tick) {
        log.define(news);
        counts.diskFree(path.toFile().getUsableSpace());
        if (paused) {
            counts.lost(1);
            if (--ticksUntilTry <= 0) {
                tryAgain();
            }
            return;
        }
        try {
            log.append(whole, news, tick);
        } catch (IOException e) {
            refused(e);
        }
    }

    void windowOver(List<Kept> blocks, long nowS) {
        long bytes = 0;
        for (Kept kept : blocks) {
            for (byte[] column : kept.block().columns()) {
                bytes += column.length + 32;
            }
        }
        waiting.addLast(new Window(new ArrayDeque<>(blocks), bytes, nowS));
        waitingBytes += bytes;
        while (waitingBytes > WAITING_BYTES_MAX && waiting.size() > 1) {
            Window lost = waiting.removeFirst();
            waitingBytes -= lost.bytes;
            counts.lost(lost.blocks.size());
        }
        if (!paused) {
            tryAgain();
        }
    }

    void forgetFrom(long second) {
        condensing.forgetFrom(second);
    }

    void read(String chartId, List<String> dimensionIds, Rows rows) {
        try {
            condensing.read(chartId, dimensionIds, rows);
            for (Window window : waiting) {
                condensing.readWaiting(window.blocks, chartId, dimensionIds, rows);
            }
        } catch (IOException e) {
            counts.failed();
            LOG.warn("the history of {} cannot be read: {}", chartId, e.toString());
        }
    }

    /** The blocks of seconds of some charts in these spans, both included. */
    List<Kept> blocks(long fromSpan, long toSpan, Predicate<Chart> wanted) {
        List<Kept> blocks = new ArrayList<>();
        try {
            Shelf seconds = shelf(Tier.SECONDS);
            for (Chart chart : seconds.charts(fromSpan, toSpan).values()) {
                if (wanted.test(chart)) {
                    BlocksBySpan last = new BlocksBySpan();
                    seconds.read(chart.id(), fromSpan, toSpan, last::put);
                    blocks.addAll(last.all());
                }
            }
        } catch (IOException e) {
            counts.failed();
            LOG.warn("the history cannot be read: {}", e.toString());
        }
        for (Window window : waiting) {
            for (Kept kept : window.blocks) {
                long span = kept.block().span();
                if (span >= fromSpan && span <= toSpan && wanted.test(kept.chart())) {
                    blocks.add(kept);
                }
            }
        }
        return blocks;
    }

    @Nullable Chart find(String chartId) {
        try {
            for (Tier tier : List.of(Tier.HOURS, Tier.MINUTES, Tier.SECONDS)) {
                Chart found = shelf(tier).find(chartId);
                if (found != null) {
                    return found;
                }
            }
        } catch (IOException e) {
            counts.failed();
            LOG.warn("the history cannot be read: {}", e.toString());
        }
        return null;
    }

    /**
     * The first second of which each tier may know anything; none for a tier without. Any thread.
     */
    Map<Tier, Long> firsts() {
        return firsts.value();
    }

    private void publishFirsts() {
        Map<Tier, Long> now = new EnumMap<>(Tier.class);
        shelves.forEach((tier, shelf) -> {
            if (shelf.firstSpan() != Long.MAX_VALUE) {
                now.put(tier, shelf.firstSpan() * tier.spanS() + 1);
            }
        });
        firsts.set(Map.copyOf(now));
    }

    /** The blocks of each chart that are no older than a span, and not from the future. */
    Map<String, List<Kept>> recent(long fromSpan, long nowS) throws IOException {
        Shelf seconds = shelf(Tier.SECONDS);
        long toSpan = Tier.SECONDS.span(nowS);
        Map<String, List<Kept>> recent = new LinkedHashMap<>();
        for (String id : seconds.charts(fromSpan, toSpan).keySet()) {
            BlocksBySpan last = new BlocksBySpan();
            seconds.read(id, fromSpan, toSpan, last::put);
            recent.put(id, new ArrayList<>(last.all()));
        }
        return recent;
    }

    void close() {
        if (paused) {
            tryAgain();
        }
        try {
            log.close();
            for (Shelf shelf : shelves.values()) {
                shelf.close();
            }
        } catch (IOException e) {
            LOG.warn("the history did not close: {}", e.toString());
        }
    }

    /** A process that restarts within a window knew less of it than the one before. */
    private List<Kept> completed(List<Kept> replayed) throws IOException {
        Map<String, Map<Long, Kept>> later = new TreeMap<>();
        for (Kept kept : replayed) {
            Map<Long, Kept> bySpan =
                    later.computeIfAbsent(kept.chart().id(), any -> new TreeMap<>());
            bySpan.merge(kept.block().span(), kept, Draft::together);
        }
        List<Kept> completed = new ArrayList<>();
        for (Map.Entry<String, Map<Long, Kept>> chart : later.entrySet()) {
            for (Map.Entry<Long, Kept> each : chart.getValue().entrySet()) {
                long span = each.getKey();
                BlocksBySpan before = new BlocksBySpan();
                shelf(Tier.SECONDS).read(chart.getKey(), span, span, before::put);
                Kept merged = each.getValue();
                for (Kept older : before.all()) {
                    merged = Draft.together(older, merged);
                }
                completed.add(merged);
            }
        }
        return completed;
    }

    private void tryAgain() {
        try {
            while (!waiting.isEmpty()) {
                Window next = waiting.getFirst();
                put(next.blocks);
                keepTiers(next.nowS);
                waiting.removeFirst();
                waitingBytes -= next.bytes;
            }
            log.discard(); // its seconds are all on the shelf
            if (paused) {
                paused = false;
                counts.paused(false);
                LOG.info("the disk takes the history again");
                events.keyEvent(KIND, "the disk takes the history again");
            }
        } catch (IOException e) {
            refused(e);
        }
    }

    private void put(Deque<Kept> blocks) throws IOException {
        Shelf seconds = shelf(Tier.SECONDS);
        while (!blocks.isEmpty()) {
            seconds.write(blocks.getFirst().chart(), blocks.getFirst().block());
            blocks.removeFirst();
            counts.written(1);
        }
        seconds.force();
    }

    private void keepTiers(long nowS) throws IOException {
        counts.written(condensing.until(nowS));
        for (Tier tier : Tier.values()) {
            Retention.Limit limit = retention.of(tier);
            shelf(tier).retain(tier.span(Math.max(1, nowS - limit.seconds())), limit.bytes());
        }
        counts.bytes(bytes());
        publishFirsts();
    }

    private void refused(IOException e) {
        counts.failed();
        ticksUntilTry = TICKS_BETWEEN_TRIES;
        if (!paused) {
            paused = true;
            counts.paused(true);
            LOG.warn(
                    "the disk refuses the history in {}; it is tried again: {}",
                    path,
                    e.toString());
            events.keyEvent(KIND, "the disk refuses the history, it waits in memory: " + e);
        }
        try {
            log.close();
        } catch (IOException closing) {
            LOG.debug("the log of ticks did not close", closing);
        }
    }

    private void damaged(Path file, String how) {
        counts.damaged();
        LOG.warn("{} is damaged: {}; the rest of it is used", file, how);
        events.keyEvent(KIND, "damaged on disk: " + file.getFileName() + ", " + how);
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (Shelf shelf : shelves.values()) {
            bytes += shelf.bytes();
        }
        return bytes;
    }

    private Shelf shelf(Tier tier) {
        return Objects.requireNonNull(shelves.get(tier));
    }
}
