// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Charts as lines of Graphite's plain protocol, named as Netdata's exporter names them: prefix,
 * host, chart and dimension.
 */
final class NetdataGraphite implements Encoder {
    static final String PREFIX = "netdata";

    private final Plan plan;
    private final String start;
    private final String tags;

    NetdataGraphite(Plan plan, Place place) {
        this.plan = plan;
        this.start = (plan.prefix().isEmpty() ? PREFIX : plan.prefix()) + '.' + place.node() + '.';
        StringBuilder all = new StringBuilder();
        plan.labels()
                .forEach((name, value) -> all.append(';').append(name).append('=').append(value));
        this.tags = all.toString();
    }

    @Override
    public Batch encode(Source source, long atS) {
        List<ChartValue> values = source.charts(plan.only(), atS, plan.every().toSeconds());
        StringBuilder lines = new StringBuilder(values.size() * 80);
        for (ChartValue each : values) {
            lines.append(start)
                    .append(safe(each.chart().id()))
                    .append('.')
                    .append(safe(each.id()))
                    .append(tags)
                    .append(String.format(Locale.ROOT, " %.7f ", each.value()))
                    .append(each.atS())
                    .append('\n');
        }
        return new Batch(lines.toString().getBytes(StandardCharsets.UTF_8), values.size());
    }

    /** Netdata keeps letters, digits and dots. */
    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9.]", "_");
    }
}
