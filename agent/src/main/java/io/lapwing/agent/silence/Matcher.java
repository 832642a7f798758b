// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.silence;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.query.Globs;

/**
 * Which alerts are meant: patterns for the alert's name, its chart and its context, with blanks
 * between them. An empty one fits anything; all must fit.
 */
public record Matcher(String alert, String chart, String context) {
    /**
     * @throws IllegalArgumentException when nothing is named
     */
    public Matcher {
        alert = alert.strip();
        chart = chart.strip();
        context = context.strip();
        if (alert.isEmpty() && chart.isEmpty() && context.isEmpty()) {
            throw new IllegalArgumentException(
                    "a silence names alerts, charts or contexts; * stands for all");
        }
    }

    boolean fits(Alert about) {
        return (fits(alert, about.name()) || fits(alert, about.rule().name()))
                && (fits(chart, about.chart()) || fits(chart, about.chartName()))
                && fits(context, about.context());
    }

    private static boolean fits(String patterns, String text) {
        return patterns.isEmpty() || Globs.words(patterns).takes(text);
    }
}
