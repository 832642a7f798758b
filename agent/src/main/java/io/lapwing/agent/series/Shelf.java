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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One tier on disk: a folder of segments, of which the last is written and the oldest are deleted.
 * A block that comes later replaces an earlier one of its chart and span. Owned by one thread.
 */
final class Shelf implements AutoCloseable {
    /** A full segment is followed by another: by size, by blocks, or by the time it covers. */
    static final int SEGMENT_BYTES_MAX = 8 << 20;

    private static final int SEGMENT_BLOCKS_MAX = 100_000;
    private static final int SEGMENT_SPANS_MAX = 400;

    /** Segments whose index is held; the one used longest ago is forgotten first. */
    private static final int INDEXES_MAX = 8;

    /** Segments that are searched for a chart that is not told of any more. */
    private static final int SEARCHED_MAX = 3;

    private static final String SUFFIX = ".series";

    /** Who is shown blocks, in the order they were written. */
    interface Visitor {
        void block(Chart chart, Block block);
    }

    /** Who is told of damage, once for each segment or block. */
    interface DamageReport {
        void damaged(Path file, String how);
    }

    /** A file named NUMBER-FIRSTSPAN.series, both as decimal numbers. */
    private record Segment(Path path, long number, long firstSpan) {}

    private final Path folder;
    private final Tier tier;
    private final Writing writing;
    private final DamageReport report;
    private final List<Segment> segments = new ArrayList<>();
    private final LinkedHashMap<Segment, SegmentIndex> indexes = new LinkedHashMap<>();
    private final Set<Segment> reported = new HashSet<>();
    private final ByteSink sink = new ByteSink(8_192);
    private @Nullable RecordFile active;
    private SegmentIndex activeIndex = new SegmentIndex();

    private Shelf(Path folder, Tier tier, Writing writing, DamageReport report) {
        this.folder = folder;
        this.tier = tier;
        this.writing = writing;
        this.report = report;
    }

    /** Opens the folder of a tier, and goes on with its last segment. */
    static Shelf open(Path parent, Tier tier, Writing writing, DamageReport report)
            throws IOException {
        Shelf shelf = new Shelf(parent.resolve(tier.word()), tier, writing, report);
        Files.createDirectories(shelf.folder);
        try (Stream<Path> files = Files.list(shelf.folder)) {
            files.map(Shelf::segment)
                    .flatMap(Stream::ofNullable)
                    .sorted((a, b) -> Long.compare(a.number, b.number))
                    .forEach(shelf.segments::add);
        }
        if (!shelf.segments.isEmpty()) {
            Segment last = shelf.segments.getLast();
            shelf.activeIndex = shelf.index(last);
            shelf.active =
                    RecordFile.open(
                            last.path, shelf.kind(), shelf.activeIndex.goodBytes(), writing);
        }
        return shelf;
    }

    /** Appends a block of a chart. */
    void write(Chart chart, Block block) throws IOException {
        RecordFile file = fileFor(block.span());
        SegmentIndex.Entries known = activeIndex.fitting(chart);
        if (known == null || known.chart().dimensions().size() < chart.dimensions().size()) {
            int number = known == null ? activeIndex.all().size() : known.number();
            Definition definition = new Definition(number, chart);
            sink.clear();
            definition.write(sink);
            file.append(Type.DEFINITION, sink.toBytes());
            activeIndex.defined(definition);
            known = Objects.requireNonNull(activeIndex.fitting(chart));
        }
        sink.clear();
        block.write(known.number(), tier.rows(), sink);
        byte[] content = sink.toBytes();
        int at = file.append(Type.BLOCK, content);
        activeIndex.added(known.number(), block.span(), at, content.length);
    }

    /** Shows the blocks of a chart in these spans, both included; damaged ones are left out. */
    void read(String chartId, long fromSpan, long toSpan, Visitor visitor) throws IOException {
        for (Segment segment : covering(fromSpan, toSpan)) {
            for (SegmentIndex.Entries entries : index(segment).find(chartId)) {
                read(segment, entries, fromSpan, toSpan, visitor);
            }
        }
    }

    /** The charts that have a block in these spans. */
    Map<String, Chart> charts(long fromSpan, long toSpan) throws IOException {
        Map<String, Chart> charts = new LinkedHashMap<>();
        for (Segment segment : covering(fromSpan, toSpan)) {
            for (SegmentIndex.Entries entries : index(segment).all()) {
                boolean any = false;
                for (int i = 0; i < entries.size() && !any; i++) {
                    any = entries.span(i) >= fromSpan && entries.span(i) <= toSpan;
                }
                if (any) {
                    charts.put(entries.chart().id(), entries.chart());
                }
            }
        }
        return charts;
    }

    /** The last known form of a chart, when one of the newest segments has it. */
    @Nullable Chart find(String chartId) throws IOException {
        int from = Math.max(0, segments.size() - SEARCHED_MAX);
        for (Segment segment : segments.subList(from, segments.size()).reversed()) {
            List<SegmentIndex.Entries> entries = index(segment).find(chartId);
            if (!entries.isEmpty()) {
                return entries.getLast().chart();
            }
        }
        return null;
    }

    /** The first span there may be anything of; {@link Long#MAX_VALUE} when there is nothing. */
    long firstSpan() {
        return segments.stream().mapToLong(Segment::firstSpan).min().orElse(Long.MAX_VALUE);
    }

    /** The last span of the last segment; -1 when there is nothing. */
    long lastSpan() {
        return activeIndex.lastSpan();
    }

    /** Deletes the oldest segments: those that ended before a span, and those that do not fit. */
    void retain(long fromSpan, long bytesMax) throws IOException {
        long bytes = bytes();
        while (segments.size() > 1) {
            Segment oldest = segments.getFirst();
            boolean over = bytes > bytesMax;
            boolean old = segments.get(1).firstSpan < fromSpan && oldest.firstSpan < fromSpan;
            if (!over && !old) {
                return;
            }
            bytes -= Files.size(oldest.path);
            Files.delete(oldest.path);
            segments.removeFirst();
            indexes.remove(oldest);
            reported.remove(oldest);
        }
    }

    long bytes() throws IOException {
        long bytes = 0;
        for (Segment segment : segments) {
            bytes += Files.size(segment.path);
        }
        return bytes;
    }

    /** Sees to it that what was written outlasts a power failure. */
    void force() throws IOException {
        if (active != null) {
            active.force();
        }
    }

    @Override
    public void close() throws IOException {
        if (active != null) {
            active.force();
            active.close();
            active = null;
        }
    }

    private void read(
            Segment segment,
            SegmentIndex.Entries entries,
            long fromSpan,
            long toSpan,
            Visitor visitor)
            throws IOException {
        boolean isActive = segment.equals(segments.getLast()) && active != null;
        RecordFile file =
                isActive ? Objects.requireNonNull(active) : RecordFile.openToRead(segment.path);
        try {
            for (int i = 0; i < entries.size(); i++) {
                if (entries.span(i) >= fromSpan && entries.span(i) <= toSpan) {
                    show(file, segment, entries, i, visitor);
                }
            }
        } finally {
            if (!isActive) {
                file.close();
            }
        }
    }

    private void show(
            RecordFile file,
            Segment segment,
            SegmentIndex.Entries entries,
            int index,
            Visitor visitor)
            throws IOException {
        try {
            byte[] content = file.read(Type.BLOCK, entries.place(index), entries.length(index));
            ByteSource in = new ByteSource(content);
            long unusedNumber = in.number();
            visitor.block(entries.chart(), Block.read(in.number(), tier.rows(), in));
        } catch (Damaged e) {
            report.damaged(segment.path, e.getMessage() + ", at byte " + entries.place(index));
        }
    }

    private RecordFile fileFor(long span) throws IOException {
        RecordFile file = active;
        if (file != null) {
            long first = segments.getLast().firstSpan;
            boolean full =
                    file.size() > SEGMENT_BYTES_MAX
                            || activeIndex.blocks() > SEGMENT_BLOCKS_MAX
                            || span >= first + SEGMENT_SPANS_MAX
                            || span < first;
            if (!full) {
                return file;
            }
            file.force();
            file.close();
            active = null;
            remember(segments.getLast(), activeIndex);
        }
        long number = segments.isEmpty() ? 1 : segments.getLast().number + 1;
        Path path = folder.resolve(number + "-" + span + SUFFIX);
        file = RecordFile.open(path, kind(), 0, writing);
        Segment segment = new Segment(path, number, span);
        segments.add(segment);
        activeIndex = new SegmentIndex();
        active = file;
        return file;
    }

    /** Segments that may hold blocks of these spans. */
    private List<Segment> covering(long fromSpan, long toSpan) {
        List<Segment> covering = new ArrayList<>();
        for (Segment each : segments) {
            if (each.firstSpan <= toSpan && each.firstSpan + SEGMENT_SPANS_MAX > fromSpan) {
                covering.add(each);
            }
        }
        return covering;
    }

    private SegmentIndex index(Segment segment) throws IOException {
        if (active != null && segment.equals(segments.getLast())) {
            return activeIndex;
        }
        SegmentIndex known = indexes.remove(segment);
        if (known == null) {
            known = SegmentIndex.read(segment.path, tier, activeIndex);
            if (known.damages() > 0 && reported.add(segment)) {
                report.damaged(segment.path, known.damages() + " places are no intact records");
            }
        }
        remember(segment, known);
        return known;
    }

    private void remember(Segment segment, SegmentIndex index) {
        indexes.putLast(segment, index);
        if (indexes.size() > INDEXES_MAX) {
            indexes.pollFirstEntry();
        }
    }

    private Kind kind() {
        return Kind.valueOf(tier.name());
    }

    private static @Nullable Segment segment(Path path) {
        String name = path.getFileName().toString();
        if (!name.matches("\\d{1,18}-\\d{1,18}" + SUFFIX)) {
            return null;
        }
        String[] numbers = name.substring(0, name.length() - SUFFIX.length()).split("-");
        return new Segment(path, Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }
}
