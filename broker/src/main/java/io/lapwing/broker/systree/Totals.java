// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.systree;

import io.lapwing.base.Family;
import io.lapwing.base.Kind;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All metrics without their labels: the series of one name added up, as VerneMQ does for whatever
 * has no labels. A histogram is a number for each bucket, cumulated, then its sum and count.
 */
final class Totals {
    private Totals() {}

    static Map<String, Long> of(Metrics metrics) {
        Map<String, Long> totals = new LinkedHashMap<>();
        for (Series series : metrics.series()) {
            if (series.family().kind() == Kind.HISTOGRAM) {
                addHistogram(totals, series.family(), metrics.histogram(series));
            } else {
                totals.merge(series.family().name(), metrics.value(series), Long::sum);
            }
        }
        return totals;
    }

    private static void addHistogram(Map<String, Long> totals, Family family, long[] counts) {
        String name = family.name();
        List<Long> bounds = family.bounds();
        long below = 0;
        for (int i = 0; i <= bounds.size(); i++) {
            below += counts[i];
            String bound = i == bounds.size() ? "inf" : bounds.get(i).toString();
            totals.merge(name + "_bucket_" + bound, below, Long::sum);
        }
        totals.merge(name + "_sum", counts[bounds.size() + 1], Long::sum);
        totals.merge(name + "_count", below, Long::sum);
    }
}
