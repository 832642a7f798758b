// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.netdata;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.health.Alert;
import java.util.List;
import java.util.Locale;

/** Charts and alerts as variables of a shell: NETDATA_CHART_DIMENSION="5", whole numbers. */
final class ShellText {
    private final StringBuilder text = new StringBuilder(16 * 1024);

    void chart(Chart chart, List<Double> newest) {
        text.append("\n# chart: ").append(chart.id());
        text.append(" (name: ").append(chart.name()).append(")\n");
        String name = "NETDATA_" + variable(chart.name()) + '_';
        double total = 0;
        for (int i = 0; i < newest.size(); i++) {
            double value = newest.get(i);
            Dimension dimension = chart.dimensions().get(i);
            double shown = rounded(dimension.multiplier() < 0 ? -value : value);
            total += Double.isNaN(shown) ? 0 : shown;
            line(name + variable(dimension.name()), shown, chart.units());
        }
        line(name + "VISIBLETOTAL", total, chart.units());
    }

    void beginAlerts() {
        text.append("\n# NETDATA ALARMS RUNNING\n");
    }

    void alert(Alert alert) {
        String name = "NETDATA_ALARM_" + variable(alert.chartName()) + '_' + variable(alert.name());
        line(name + "_VALUE", rounded(alert.value()), alert.units());
        text.append(name).append("_STATUS=\"").append(alert.status().name()).append("\"\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** No number is no text. */
    private void line(String name, double value, String units) {
        text.append(name).append("=\"");
        text.append(Double.isNaN(value) ? "" : Long.toString((long) value));
        text.append("\"      # ").append(units).append('\n');
    }

    /** Halves away from zero. */
    private static double rounded(double value) {
        return Double.isNaN(value)
                ? value
                : Math.copySign(Math.floor(Math.abs(value) + 0.5), value);
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
