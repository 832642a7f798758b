// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.metrics;

import io.lapwing.agent.export.AlertPoints;
import io.lapwing.base.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A text of metrics while it is written, family by family. */
final class FamilyText {
    /** Words at the end of a name that are its unit. */
    private static final Set<String> UNITS =
            Set.of("nanoseconds", "microseconds", "milliseconds", "seconds", "bytes");

    private static final String TOTAL = "_total";

    private final StringBuilder out = new StringBuilder(128 * 1024);
    private final boolean open;
    private final MetricsText.Names names;
    private final String node;
    private String name = "";
    private String suffix = "";

    FamilyText(Exposition format, MetricsText.Names names, String node) {
        this.open = format == Exposition.OPENMETRICS;
        this.names = names;
        this.node = node;
    }

    /** What is written next belongs to this family. */
    void begin(String family, Kind kind, String help) {
        boolean prometheusOwn = family.equals(AlertPoints.RAISED.name());
        name = prometheusOwn ? family : names.prefix() + family;
        suffix = "";
        String type = kind.name().toLowerCase(Locale.ROOT);
        if (open && kind == Kind.COUNTER) {
            if (names.total()) {
                name = name.endsWith(TOTAL) ? name.substring(0, name.length() - 6) : name;
                suffix = TOTAL;
            } else {
                type = "unknown";
            }
        }
        String text = help.replace("\\", "\\\\").replace("\n", "\\n");
        line("HELP", open ? text.replace("\"", "\\\"") : text);
        line("TYPE", type);
        String unit = name.substring(name.lastIndexOf('_') + 1);
        if (open && UNITS.contains(unit)) {
            line("UNIT", unit);
        }
    }

    void sample(String labels, long value) {
        sample(suffix, labels, value);
    }

    /** Counts a bucket, not cumulated, then those above all bounds, then the sum. */
    void histogram(String labels, List<Long> bounds, long... counts) {
        long below = 0;
        for (int i = 0; i <= bounds.size(); i++) {
            below += counts[i];
            String bound = i == bounds.size() ? "+Inf" : Long.toString(bounds.get(i));
            sample("_bucket", labels + "le=\"" + bound + "\",", below);
        }
        sample("_sum", labels, counts[bounds.size() + 1]);
        sample("_count", labels, below);
    }

    String end() {
        return open ? out.append("# EOF\n").toString() : out.toString();
    }

    private void line(String what, String text) {
        out.append("# ").append(what).append(' ').append(name).append(' ').append(text);
        out.append('\n');
    }

    private void sample(String ending, String labels, long value) {
        out.append(name).append(ending).append('{').append(node).append(labels);
        out.setLength(out.length() - 1); // the comma behind the last label
        out.append("} ").append(value).append('\n');
    }
}
