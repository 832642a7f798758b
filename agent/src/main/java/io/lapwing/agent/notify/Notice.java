// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.health.Status;
import java.util.List;

/**
 * One thing to tell about one alert: what, since when, how many, who, from where, why, and what to
 * do. Each kind of receiver puts it into words or fields of its own.
 *
 * @param id rises by one with each notice of this data folder
 * @param times how often this status has been told before
 * @param link to the alert's page; empty when nobody knows where the page is reached
 */
public record Notice(
        long id, About about, Change change, Findings findings, int times, String link) {
    /**
     * Which alert it is.
     *
     * @param alert the alert's id
     * @param summary in a few words; the name when the rule has none
     * @param roles the roles of the rule's line {@code to}
     * @param expression what raises it, as the rule says
     * @param source file and line of the rule
     */
    public record About(
            String node,
            String alert,
            int number,
            String name,
            String summary,
            String info,
            String chart,
            String context,
            String family,
            String classification,
            String type,
            String component,
            String roles,
            String expression,
            String source) {}

    /**
     * What has changed.
     *
     * @param event counts the changes of this alert
     * @param transition counts the changes of all alerts
     * @param sinceMs when the trouble began; of a clear alert, when it had begun
     * @param lastedS how long the status before held
     * @param value with its units; empty when it cannot be told
     * @param number the value alone
     */
    public record Change(
            Status to,
            Status from,
            long event,
            long transition,
            long atMs,
            long sinceMs,
            long lastedS,
            String value,
            String oldValue,
            String number,
            String oldNumber,
            String units) {
        boolean isClear() {
            return to == Status.CLEAR;
        }

        /** Worse than a warning: a target that does not answer is, too. */
        boolean isCritical() {
            return to == Status.CRITICAL || to == Status.DOWN;
        }
    }

    /** Somebody or something, and how many of the events it has. */
    public record Share(String name, long count) {}

    /**
     * Who is behind it and what helps; lists are empty where nothing is known.
     *
     * @param total events of the alert's window
     * @param steps what to do, each a sentence, with a command where there is one
     */
    public record Findings(
            long total,
            List<Share> causes,
            List<Share> clients,
            List<Share> addresses,
            List<String> steps) {
        public static final Findings NONE =
                new Findings(0, List.of(), List.of(), List.of(), List.of());

        public Findings {
            causes = List.copyOf(causes);
            clients = List.copyOf(clients);
            addresses = List.copyOf(addresses);
            steps = List.copyOf(steps);
        }
    }

    /** The status as a word. */
    String status() {
        return change.to().name();
    }
}
