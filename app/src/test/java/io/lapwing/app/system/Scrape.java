// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One reading of /metrics: values by name and labels, the node's label left out. */
record Scrape(Map<String, Long> values) {
    private static final Pattern LINE =
            Pattern.compile("(?m)^(\\w+)\\{node=\"[^\"]*\",?([^}]*)} (-?\\d+)$");

    static Scrape of(RunningLapwing lapwing) {
        Map<String, Long> values = new TreeMap<>();
        Matcher line = LINE.matcher(lapwing.get("/metrics").body());
        while (line.find()) {
            values.put(line.group(1) + "{" + line.group(2) + "}", Long.valueOf(line.group(3)));
        }
        return new Scrape(values);
    }

    /** A metric without labels of its own. */
    long value(String name) {
        return values.get(name + "{}");
    }

    /** The sum of all series of a family. */
    long sum(String family) {
        return values.entrySet().stream()
                .filter(each -> each.getKey().startsWith(family + "{"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** What became more or less in a family since an earlier reading. */
    Map<String, Long> since(Scrape earlier, String family) {
        Map<String, Long> changes = new TreeMap<>();
        values.forEach((series, value) -> {
            long change = value - earlier.values.getOrDefault(series, 0L);
            if (change != 0 && series.startsWith(family + "{")) {
                changes.put(series, change);
            }
        });
        return changes;
    }
}
