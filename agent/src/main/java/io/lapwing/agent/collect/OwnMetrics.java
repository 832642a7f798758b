// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import io.lapwing.base.Kind;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** This process as a target: reads the cells of all its writers. */
public final class OwnMetrics implements Target {
    private final Metrics metrics;
    private int known;
    private int[] indexes = new int[1024];

    public OwnMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public Answer read(long second, Samples samples) {
        List<Series> all = metrics.series();
        for (; known < all.size(); known++) {
            if (known == indexes.length) {
                indexes = Arrays.copyOf(indexes, known * 2);
            }
            indexes[known] = admitted(all.get(known), samples);
        }
        samples.begin();
        for (int i = 0; i < known; i++) {
            if (indexes[i] >= 0) {
                sample(all.get(i), indexes[i], samples);
            }
        }
        samples.end();
        return Answer.TOLD;
    }

    private void sample(Series series, int index, Samples samples) {
        if (series.family().kind() != Kind.HISTOGRAM) {
            samples.set(index, metrics.value(series));
            return;
        }
        long[] counts = metrics.histogram(series);
        long upTo = 0;
        for (int i = 0; i < counts.length - 1; i++) {
            upTo += counts[i];
            samples.set(index + i, upTo);
        }
        samples.set(index + counts.length - 1, counts[counts.length - 1]);
    }

    /** A histogram becomes cumulated buckets and a sum, as in Prometheus' text format. */
    private static int admitted(Series series, Samples samples) {
        String name = series.family().name();
        Map<String, String> labels = labels(series);
        if (series.family().kind() != Kind.HISTOGRAM) {
            return samples.add(new Metric(name, labels, series.family().kind()));
        }
        List<Long> bounds = series.family().bounds();
        if (samples.size() + bounds.size() + 2 > Samples.SAMPLES_MAX) {
            return -1;
        }
        int first = samples.size();
        for (int i = 0; i <= bounds.size(); i++) {
            Map<String, String> withBound = new LinkedHashMap<>(labels);
            withBound.put("le", i == bounds.size() ? "+Inf" : Long.toString(bounds.get(i)));
            samples.add(new Metric(name + "_bucket", Map.copyOf(withBound), Kind.COUNTER));
        }
        samples.add(new Metric(name + "_sum", labels, Kind.COUNTER));
        return first;
    }

    private static Map<String, String> labels(Series series) {
        Map<String, String> labels = new LinkedHashMap<>();
        List<String> names = series.family().labels();
        for (int i = 0; i < names.size(); i++) {
            labels.put(names.get(i), series.labelValues().get(i));
        }
        return Map.copyOf(labels);
    }
}
