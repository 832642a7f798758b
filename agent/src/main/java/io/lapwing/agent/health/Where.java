// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.query.Globs;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * To which charts a rule is bound, beyond the chart or context it names.
 *
 * @param families patterns for the chart's family, empty for any
 * @param charts patterns for the chart's id or name, empty for any
 */
record Where(Labels host, Labels chart, Globs families, Globs charts) {
    boolean fits(Map<String, String> hostLabels, Chart about) {
        return host.hold(hostLabels)
                && chart.hold(withOrigin(about))
                && (families.isEmpty() || families.takes(about.family()))
                && (charts.isEmpty() || charts.takes(about.id()) || charts.takes(about.name()));
    }

    /** A chart's labels, and who collected it, under the names Netdata's rules know. */
    private static Map<String, String> withOrigin(Chart about) {
        Map<String, String> labels = new LinkedHashMap<>(about.labels());
        labels.put("_collect_plugin", "lapwing");
        int dot = about.context().indexOf('.');
        labels.put("_collect_module", about.context().substring(0, Math.max(0, dot)));
        return labels;
    }
}
