// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Status;
import io.lapwing.base.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where alerts stand, as metrics: each has a series that names its status, and those that are
 * raised have one more, in the form in which Prometheus tells of its own.
 */
public final class AlertPoints {
    public static final Family STATUS =
            Family.gauge(
                    "alert_status",
                    "Always 1; the status of each alert is its label.",
                    "alert",
                    "chart",
                    "dimension",
                    "status");

    /** Without the prefix of the others: it is Prometheus' own name. */
    public static final Family RAISED =
            Family.gauge(
                    "ALERTS",
                    "Alerts that are raised, as Prometheus tells of its own.",
                    "alertname",
                    "alertstate",
                    "severity",
                    "chart",
                    "dimension");

    private AlertPoints() {}

    /** A label that an alert does not have is left out. */
    public static List<Point> of(List<Alert> alerts) {
        List<Point> points = new ArrayList<>();
        for (Alert alert : alerts) {
            Map<String, String> labels = new LinkedHashMap<>();
            labels.put("alert", alert.name());
            about(labels, alert);
            labels.put("status", word(alert.status()));
            points.add(Point.of(STATUS, labels, 1));
        }
        for (Alert alert : alerts) {
            if (alert.status().raised()) {
                Map<String, String> labels = new LinkedHashMap<>();
                labels.put("alertname", alert.name());
                labels.put("alertstate", "firing");
                labels.put("severity", word(alert.status()));
                about(labels, alert);
                points.add(Point.of(RAISED, labels, 1));
            }
        }
        return points;
    }

    private static void about(Map<String, String> labels, Alert alert) {
        labels.put("chart", alert.chart());
        if (!alert.dimension().isEmpty()) {
            labels.put("dimension", alert.dimension());
        }
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
