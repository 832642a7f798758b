// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where the blocks of each chart lie in one segment. Made by reading the segment once. */
final class SegmentIndex {
    /** The blocks of one chart, in the order they were written. */
    static final class Entries {
        private Definition definition;
        private int[] spans = new int[8];
        private int[] places = new int[8];
        private int[] lengths = new int[8];
        private int size;

        private Entries(Definition definition) {
            this.definition = definition;
        }

        Chart chart() {
            return definition.chart();
        }

        int number() {
            return definition.number();
        }

        int size() {
            return size;
        }

        long span(int index) {
            return spans[index];
        }

        int place(int index) {
            return places[index];
        }

        int length(int index) {
            return lengths[index];
        }

        private void add(long span, int place, int length) {
            if (size == spans.length) {
                spans = Arrays.copyOf(spans, size * 2);
                places = Arrays.copyOf(places, size * 2);
                lengths = Arrays.copyOf(lengths, size * 2);
            }
            spans[size] = (int) span;
            places[size] = place;
            lengths[size++] = length;
        }
    }

    private final Map<String, List<Entries>> byChart = new HashMap<>();
    private final Map<Integer, Entries> byNumber = new TreeMap<>();
    private int blocks;
    private int damages;
    private long goodBytes;
    private long lastSpan = -1;

    /** Of a file that does not exist yet. */
    SegmentIndex() {}

    /**
     * @param known where charts are looked up, so that equal ones are held once
     */
    static SegmentIndex read(Path path, Tier tier, SegmentIndex known) throws IOException {
        SegmentIndex index = new SegmentIndex();
        index.goodBytes =
                RecordFile.scan(
                        path,
                        RecordFile.Kind.valueOf(tier.name()),
                        new RecordFile.Reader() {
                            @Override
                            public void record(
                                    RecordFile.Type type, ByteSource content, int at, int length) {
                                index.record(type, content, at, length, known);
                            }

                            @Override
                            public void damage(int at, int length) {
                                index.damages++;
                            }
                        });
        return index;
    }

    void defined(Definition definition) {
        Entries known = byNumber.get(definition.number());
        if (known == null) {
            known = new Entries(definition);
            byNumber.put(definition.number(), known);
            byChart.computeIfAbsent(definition.chart().id(), any -> new ArrayList<>()).add(known);
        }
        known.definition = definition;
    }

    void added(int number, long span, int place, int length) {
        Entries entries = byNumber.get(number);
        if (entries == null) {
            damages++; // what was said about the chart is lost, so the block is
            return;
        }
        entries.add(span, place, length);
        blocks++;
        lastSpan = Math.max(lastSpan, span);
    }

    /** A chart has more than one when its dimensions changed their order, as a restart may do. */
    List<Entries> find(String chartId) {
        return byChart.getOrDefault(chartId, List.of());
    }

    /** The entries that a block of a chart as it is now belongs to; null when they must be new. */
    @Nullable Entries fitting(Chart chart) {
        List<Entries> known = find(chart.id());
        if (known.isEmpty()) {
            return null;
        }
        Entries last = known.getLast();
        List<Dimension> before = last.chart().dimensions();
        List<Dimension> now = chart.dimensions();
        boolean fits = before.size() <= now.size() && now.subList(0, before.size()).equals(before);
        return fits ? last : null;
    }

    Collection<Entries> all() {
        return byNumber.values();
    }

    int blocks() {
        return blocks;
    }

    /** Stretches of bytes that were no intact record. */
    int damages() {
        return damages;
    }

    long goodBytes() {
        return goodBytes;
    }

    /** -1 when there is none. */
    long lastSpan() {
        return lastSpan;
    }

    private void record(
            RecordFile.Type type, ByteSource content, int at, int length, SegmentIndex known) {
        switch (type) {
            case DEFINITION -> {
                Definition read = Definition.read(content);
                Entries same = known.fitting(read.chart());
                Chart chart = same == null ? read.chart() : same.chart();
                defined(chart.equals(read.chart()) ? new Definition(read.number(), chart) : read);
            }
            case BLOCK -> added(content.count(Integer.MAX_VALUE), content.number(), at, length);
            case TICK -> damages++;
        }
    }
}
