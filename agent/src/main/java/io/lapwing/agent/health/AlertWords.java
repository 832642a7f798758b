// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.Group;

/** Says in a line what an alert's change means, for the list of events. */
final class AlertWords {
    private AlertWords() {}

    /** As in "refused connections: 6 in a minute". */
    static String raised(Alert alert) {
        return "▲ " + alert.status() + ' ' + subject(alert) + ": " + value(alert);
    }

    static String cleared(Alert alert, long nonClearS) {
        return "✓ CLEAR " + subject(alert) + " after " + duration(nonClearS);
    }

    static String stale(Alert alert) {
        return "STALE " + subject(alert) + ": " + alert.chart() + " gets no samples";
    }

    static String down(Alert alert) {
        return "DOWN " + subject(alert) + ": the target of " + alert.chart() + " does not answer";
    }

    private static String value(Alert alert) {
        Lookup lookup = alert.rule().lookup();
        if (lookup != null && lookup.method().group() == Group.SUM && lookup.beforeS() == 0) {
            return Numbers.text(alert.value()) + " in " + window(-lookup.afterS());
        }
        return alert.valueText();
    }

    private static String subject(Alert alert) {
        String summary = alert.summary().isEmpty() ? alert.name() : alert.summary();
        boolean oneCapital =
                summary.length() > 1
                        && Character.isUpperCase(summary.charAt(0))
                        && Character.isLowerCase(summary.charAt(1));
        return oneCapital
                ? Character.toLowerCase(summary.charAt(0)) + summary.substring(1)
                : summary;
    }

    private static String window(int seconds) {
        return switch (seconds) {
            case 1 -> "a second";
            case 60 -> "a minute";
            case 3_600 -> "an hour";
            case 86_400 -> "a day";
            default -> duration(seconds);
        };
    }

    private static String duration(long seconds) {
        if (seconds >= 3_600) {
            return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
        }
        return seconds >= 60 ? seconds / 60 + " min " + seconds % 60 + " s" : seconds + " s";
    }
}
