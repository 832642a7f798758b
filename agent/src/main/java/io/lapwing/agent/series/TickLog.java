// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.series.RecordFile.Kind;
import io.lapwing.agent.series.RecordFile.Type;
import io.lapwing.agent.series.RecordFile.Writing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The log of ticks: each second as it comes, until its window lies on the shelf. A process that is
 * killed loses the second it was writing, a power failure a few more. Owned by the archive's
 * thread.
 */
final class TickLog implements AutoCloseable {
    private static final String SUFFIX = ".ticks";

    /** A power failure costs no more seconds than these, and the one that is being written. */
    static final int FORCED_EVERY_S = 5;

    private final Path folder;
    private final Writing writing;
    private final Map<Integer, Definition> definitions = new TreeMap<>();
    private final ByteSink sink = new ByteSink(1_024);
    private @Nullable RecordFile file;
    private long number;
    private int unforced;

    /** The log in a folder, behind what an earlier process has left there. */
    static TickLog open(Path folder, Writing writing) throws IOException {
        TickLog log = new TickLog(folder, writing);
        log.number = files(folder).stream().mapToLong(TickLog::number).max().orElse(0);
        return log;
    }

    private TickLog(Path folder, Writing writing) {
        this.folder = folder;
        this.writing = writing;
    }

    /** Remembers charts that the next ticks speak of. */
    void define(List<Definition> news) {
        news.forEach(each -> definitions.put(each.number(), each));
    }

    /** Appends a tick. One that begins a file must be whole; others are then left out. */
    void append(boolean whole, List<Definition> news, byte[] tick) throws IOException {
        RecordFile to = file;
        if (to == null) {
            if (!whole) {
                return;
            }
            Path path = folder.resolve(++number + SUFFIX);
            to = RecordFile.open(path, Kind.TICKS, 0, writing);
            file = to;
            append(to, definitions.values());
        } else {
            append(to, news);
        }
        to.append(Type.TICK, tick);
        if (++unforced >= FORCED_EVERY_S) {
            to.force();
            unforced = 0;
        }
    }

    /** Closes what is being written; the next tick begins a new file. Deletes all files. */
    void discard() throws IOException {
        close();
        for (Path path : files(folder)) {
            Files.delete(path);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private void append(RecordFile to, Collection<Definition> some) throws IOException {
        for (Definition each : some) {
            sink.clear();
            each.write(sink);
            to.append(Type.DEFINITION, sink.toBytes());
        }
    }

    /** What the logs left by an earlier process hold, as blocks. */
    static List<Kept> replay(Path folder, Shelf.DamageReport report) throws IOException {
        List<Kept> kept = new ArrayList<>();
        for (Path path : files(folder)) {
            Replayed replayed = new Replayed();
            long good = RecordFile.scan(path, Kind.TICKS, replayed);
            if (replayed.damages > 0) {
                report.damaged(path, replayed.damages + " places are no intact records");
            }
            if (good > 0) {
                kept.addAll(replayed.blocks());
            }
        }
        return kept;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(SUFFIX))
                    .sorted((a, b) -> Long.compare(number(a), number(b)))
                    .toList();
        }
    }

    private static long number(Path path) {
        String name = path.getFileName().toString();
        String digits = name.substring(0, name.length() - SUFFIX.length());
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }

    /** Puts the ticks of one file together again. */
    private static final class Replayed implements RecordFile.Reader {
        private final Ticks.Replay replay = new Ticks.Replay();
        private final Map<Integer, Chart> charts = new HashMap<>();
        private final Map<Integer, Map<Long, Draft>> drafts = new TreeMap<>();
        private int damages;

        @Override
        public void record(Type type, ByteSource content, int at, int length) {
            switch (type) {
                case DEFINITION -> {
                    Definition definition = Definition.read(content);
                    charts.put(definition.number(), definition.chart());
                }
                case TICK -> replay.read(content, this::values);
                case BLOCK -> damages++;
            }
        }

        @Override
        public void damage(int at, int length) {
            damages++;
        }

        private void values(int number, long second, double[] values, Flags flags) {
            if (charts.containsKey(number)) {
                drafts.computeIfAbsent(number, any -> new TreeMap<>())
                        .computeIfAbsent(Tier.SECONDS.span(second), Draft::new)
                        .put(second, values, flags);
            }
        }

        private List<Kept> blocks() {
            List<Kept> kept = new ArrayList<>();
            drafts.forEach((number, bySpan) -> {
                Chart chart = Objects.requireNonNull(charts.get(number));
                bySpan.values().forEach(draft -> kept.add(new Kept(chart, draft.block())));
            });
            return kept;
        }
    }
}
