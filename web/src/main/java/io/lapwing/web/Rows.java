// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.broker.Evidence;
import io.lapwing.broker.refusals.Attempt;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Check;
import io.lapwing.broker.refusals.Heard;
import io.lapwing.broker.refusals.Refusal;
import io.lapwing.broker.refusals.RefusalRow;
import io.lapwing.web.words.EvidenceWords;
import io.lapwing.web.words.Remedies;
import io.lapwing.web.words.Step;
import io.lapwing.web.words.Words;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of the journal as the page shows them: one line each, and opened with its explanation. */
final class Rows {
    private static final String ID = "r";

    private final Remedies remedies;
    private final String node;

    Rows(Remedies remedies, String node) {
        this.remedies = remedies;
        this.node = node;
    }

    static List<Api.Row> of(List<RefusalRow> rows) {
        return rows.stream().map(Rows::of).toList();
    }

    static Api.Row of(RefusalRow row) {
        Refusal newest = row.newest();
        Attempt attempt = row.attempt();
        return new Api.Row(
                id(row),
                row.cause().word(),
                newest.reason(),
                newest.code(),
                attempt.clientId(),
                attempt.userName(),
                attempt.address(),
                attempt.port(),
                attempt.listener(),
                newest.heard() == null ? null : newest.target(),
                version(attempt),
                detail(newest),
                row.lastMinute(),
                row.count(),
                row.firstMillis(),
                row.lastMillis());
    }

    static String id(RefusalRow row) {
        return ID + row.id();
    }

    /** The number in a row's id; -1 for what is no such id. */
    static long number(String id) {
        return id.matches(ID + "[0-9]{1,18}") ? Long.parseLong(id.substring(1)) : -1;
    }

    /** The row opened: what happened, what to do, what went over the wire. */
    Api.Explained explained(RefusalRow row, Evidence evidence) {
        List<Step> steps = steps(row);
        return new Api.Explained(
                of(row),
                new Api.Explanation(
                        row.cause().meaning(),
                        row.checks().stream().map(Rows::rung).toList(),
                        EvidenceWords.of(row, evidence),
                        steps,
                        new Api.Wire(told(row.newest()), rhythm(row), row.logLine()),
                        ticket(row, EvidenceWords.of(row, evidence), steps)));
    }

    List<Step> steps(RefusalRow row) {
        return remedies.steps(row.newest());
    }

    private static @Nullable String version(Attempt attempt) {
        return attempt.version() == null ? null : attempt.version().text();
    }

    /** What decided, where neither client nor user says whom it was about. */
    private static @Nullable String detail(Refusal refusal) {
        boolean nameless =
                refusal.attempt().clientId() == null || refusal.attempt().userName() == null;
        return nameless && !refusal.because().isEmpty() ? refusal.because() : null;
    }

    private static Api.Rung rung(Check check) {
        return new Api.Rung(
                check.outcome().name().toLowerCase(Locale.ROOT), check.text(), check.detail());
    }

    private static String told(Refusal refusal) {
        String reason = refusal.reason();
        if (refusal.heard() != null && reason == null && !refusal.code().equals("closed")) {
            return refusal.code() + ", by the version of MQTT that it speaks";
        }
        return reason == null
                ? "closed without an answer"
                : refusal.code() + " " + Words.sentence(reason);
    }

    private static @Nullable String rhythm(RefusalRow row) {
        return row.gapMillis() < 0 ? null : "every " + Words.duration(row.gapMillis());
    }

    /** All of it in plain text, in UTC: made to be pasted into a ticket. */
    private String ticket(RefusalRow row, @Nullable String evidence, List<Step> steps) {
        Cause cause = row.cause();
        StringBuilder text = new StringBuilder();
        Heard heard = row.newest().heard();
        text.append(who(row.newest())).append(" was refused ").append(Words.times(row.ever()));
        text.append(" by ").append(heard == null ? node : heard.target()).append(", ");
        if (row.firstMillis() == row.lastMillis()) {
            text.append("at ").append(Words.moment(row.firstMillis()));
        } else {
            text.append("first ").append(Words.moment(row.firstMillis()));
            text.append(", last ").append(Words.moment(row.lastMillis()));
        }
        text.append(".\nCause: ").append(cause.label()).append(" (").append(cause.word());
        text.append("). ").append(cause.meaning());
        row.checks().stream()
                .filter(check -> check.outcome() == Check.Outcome.FAILED)
                .forEach(check -> text.append("\nCheck that said no: ").append(line(check)));
        text.append("\nThe client was told: ").append(told(row.newest()));
        String rhythm = rhythm(row);
        text.append(rhythm == null ? "." : "; it tries again " + rhythm + ".");
        if (evidence != null) {
            text.append("\nEvidence: ").append(evidence);
        }
        if (!steps.isEmpty()) {
            text.append("\nWhat to do:\n");
            text.append(steps.stream().map(Rows::line).collect(Collectors.joining("\n")));
        }
        return text.append("\nLog: ").append(row.logLine()).toString();
    }

    private static String who(Refusal refusal) {
        Attempt attempt = refusal.attempt();
        String client = attempt.clientId();
        String user = attempt.userName();
        String version = version(attempt);
        return (client == null ? "A connection" : "Client " + Words.name(client))
                + (user == null ? "" : ", user " + Words.name(user) + ",")
                + (attempt.address().isEmpty() ? "" : " from " + attempt.address())
                + (attempt.listener().isEmpty() ? "" : " to listener " + attempt.listener())
                + (version == null ? "" : " with MQTT " + version);
    }

    private static String line(Check check) {
        return check.detail() == null ? check.text() : check.text() + " (" + check.detail() + ")";
    }

    private static String line(Step step) {
        return "- " + step.text() + (step.command() == null ? "" : " " + step.command());
    }
}
