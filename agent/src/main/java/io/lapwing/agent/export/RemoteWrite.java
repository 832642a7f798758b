// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Prometheus' remote write 1.0 (prometheus.io/docs/specs/remote_write_spec): a WriteRequest of
 * series with sorted labels and one sample each, compressed. A series that ends gets a marker.
 */
final class RemoteWrite implements Encoder {
    private static final int REQUEST_SERIES = 1;
    private static final int SERIES_LABEL = 1;
    private static final int SERIES_SAMPLE = 2;
    private static final int LABEL_NAME = 1;
    private static final int LABEL_VALUE = 2;
    private static final int SAMPLE_VALUE = 1;
    private static final int SAMPLE_TIME = 2;

    /** The one NaN that means: this series has ended. */
    private static final double STALE = Double.longBitsToDouble(0x7FF0000000000002L);

    private static final String NAME = "__name__";

    private final Plan plan;
    private final Place place;
    private Map<SortedMap<String, String>, byte[]> before = Map.of();
    private long lastMs;

    RemoteWrite(Plan plan, Place place) {
        this.plan = plan;
        this.place = place;
    }

    @Override
    public Batch encode(Source source, long atS) {
        Map<SortedMap<String, String>, byte[]> now = new LinkedHashMap<>();
        Protobuf request = new Protobuf();
        lastMs = atS * 1_000;
        int samples = 0;
        for (Point point : source.points(plan.only())) {
            for (Sample sample : Sample.of(point)) {
                SortedMap<String, String> labels = labels(sample);
                byte[] series = before.get(labels);
                byte[] encoded = series == null ? encoded(labels) : series;
                if (now.putIfAbsent(labels, encoded) == null) {
                    add(request, encoded, sample.value(), lastMs);
                    samples++;
                }
            }
        }
        for (Map.Entry<SortedMap<String, String>, byte[]> ended : before.entrySet()) {
            if (!now.containsKey(ended.getKey())) {
                add(request, ended.getValue(), STALE, lastMs);
                samples++;
            }
        }
        before = now;
        return new Batch(Snappy.compress(request.bytes()), samples);
    }

    @Override
    public Optional<Batch> farewell(long atS) {
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Protobuf request = new Protobuf();
        long atMs = Math.max(atS * 1_000, lastMs + 1); // a series has one sample at a time
        before.values().forEach(series -> add(request, series, STALE, atMs));
        Batch batch = new Batch(Snappy.compress(request.bytes()), before.size());
        before = Map.of();
        return Optional.of(batch);
    }

    private SortedMap<String, String> labels(Sample sample) {
        SortedMap<String, String> labels = new TreeMap<>(plan.labels());
        labels.put("node", place.node());
        labels.putAll(sample.labels());
        labels.put(NAME, place.prefixed(sample.name(), plan.prefix()));
        labels.values().removeIf(String::isEmpty);
        return labels;
    }

    /** The labels of a series, with their tags: the first part of its message. */
    private static byte[] encoded(SortedMap<String, String> labels) {
        Protobuf series = new Protobuf();
        labels.forEach((name, value) ->
                series.message(
                        SERIES_LABEL,
                        new Protobuf().text(LABEL_NAME, name).text(LABEL_VALUE, value)));
        return series.bytes();
    }

    private static void add(Protobuf request, byte[] labels, double value, long atMs) {
        Protobuf sample = new Protobuf().number(SAMPLE_VALUE, value).varint(SAMPLE_TIME, atMs);
        Protobuf series = new Protobuf().append(labels).message(SERIES_SAMPLE, sample);
        request.message(REQUEST_SERIES, series);
    }
}
