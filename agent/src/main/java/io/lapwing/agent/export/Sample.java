// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.base.Family;
import io.lapwing.base.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One number as Prometheus names it. The labels are in the order of their names. */
record Sample(String name, SortedMap<String, String> labels, double value) {
    static final String BUCKET = "_bucket";

    /** A point's samples: a histogram has one a bucket, cumulated, a sum and a count. */
    static List<Sample> of(Point point) {
        Family family = point.family();
        SortedMap<String, String> labels = new TreeMap<>(point.labels());
        if (family.kind() != Kind.HISTOGRAM) {
            return List.of(new Sample(family.name(), labels, point.value()));
        }
        List<Sample> samples = new ArrayList<>();
        List<Long> bounds = family.bounds();
        long below = 0;
        for (int i = 0; i <= bounds.size(); i++) {
            below += point.values().get(i);
            SortedMap<String, String> bucket = new TreeMap<>(labels);
            bucket.put("le", i == bounds.size() ? "+Inf" : Long.toString(bounds.get(i)));
            samples.add(new Sample(family.name() + BUCKET, bucket, below));
        }
        long sum = point.values().get(bounds.size() + 1);
        samples.add(new Sample(family.name() + "_sum", labels, sum));
        samples.add(new Sample(family.name() + "_count", labels, below));
        return samples;
    }
}
