// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Status;
import io.lapwing.agent.health.Transition;
import io.lapwing.agent.series.Line;
import io.lapwing.base.Clock;
import io.lapwing.broker.BrokerView;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import io.lapwing.web.words.Guides;
import io.lapwing.web.words.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What the rules say now, and the story of one of them. */
final class AlertsApi {
    private static final String REFUSALS = "lapwing.refusals";

    /** Rules on these kinds of charts count refusals: the journal knows who is behind them. */
    private static final Set<String> ABOUT_REFUSALS =
            Set.of(
                    REFUSALS,
                    "vernemq.mqtt_connack_sent_reason",
                    "vernemq.node_mqtt_connack_sent_by_reason_code",
                    "vernemq.node_mqtt_connack_sent_by_return_code");

    private static final long STORY_S = 3_600;
    private static final int TRANSITIONS_MAX = 100;
    private static final int ROWS = 200;

    private final AgentView agent;
    private final BrokerView broker;
    private final Clock clock;
    private final Rows rows;
    private final Guides guides;
    private final String node;

    AlertsApi(Sources sources, Rows rows, Guides guides) {
        this.agent = sources.agent();
        this.broker = sources.broker();
        this.clock = sources.clock();
        this.rows = rows;
        this.guides = guides;
        this.node = sources.node().name();
    }

    /** GET /api/alerts. */
    Answer list(Request request) {
        request.knowsOnly();
        return Answer.json(new Api.Alerts(views(agent.alerts()), rulesOff(), ruleNotes()));
    }

    /** GET /api/alerts/{id}: values, transitions, and the refusals of its window. */
    Answer one(Request request) {
        request.knowsOnly();
        String id = request.variable("id");
        Alert alert =
                agent.alerts().stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> HttpError.notFound("there is no such alert"));
        return Answer.json(new Api.AlertDetail(view(alert), story(alert)));
    }

    List<Api.AlertNow> views(List<Alert> alerts) {
        return alerts.stream().map(this::view).toList();
    }

    List<Api.RuleOff> rulesOff() {
        return agent.failedRules().stream()
                .map(each -> new Api.RuleOff(each.file(), each.line(), each.name(), each.error()))
                .toList();
    }

    /** Lines of rules that run, and what they cannot mean here. */
    private List<Api.RuleOff> ruleNotes() {
        return agent.ruleNotes().stream()
                .map(each -> new Api.RuleOff(each.file(), each.line(), each.rule(), each.text()))
                .toList();
    }

    /** Raised, stale or without a value: what the page shows first. */
    static boolean notable(Alert alert) {
        return switch (alert.status()) {
            case WARNING, CRITICAL, STALE, DOWN, UNDEFINED -> true;
            case CLEAR, UNINITIALIZED, REMOVED -> false;
        };
    }

    private Api.AlertNow view(Alert alert) {
        return new Api.AlertNow(
                alert.id(),
                alert.name(),
                alert.chart(),
                alert.context(),
                agent.chart(alert.chart()).map(each -> each.chart().title()).orElse(alert.chart()),
                alert.summary().isEmpty() ? alert.name() : alert.summary(),
                alert.info(),
                alert.status().name(),
                alert.sinceMs(),
                alert.value(),
                alert.units(),
                alert.limit().isPresent() ? alert.limit().getAsDouble() : null,
                alert.valueText(),
                node,
                alert.rule().everyS(),
                new Api.RuleText(
                        alert.rule().source().file(),
                        alert.rule().source().line(),
                        alert.rule().source().text()),
                whatToDo(alert));
    }

    /** The remedies for whoever is refused most: that is what raised it. */
    private List<Step> whatToDo(Alert alert) {
        if (!alert.status().raised() || !ABOUT_REFUSALS.contains(alert.context())) {
            return List.of();
        }
        return raisers(alert).stream().findFirst().map(rows::steps).orElse(List.of());
    }

    /** Those whom the rule counts; one on CONNACKs does not see who was closed without any. */
    private List<RefusalRow> raisers(Alert alert) {
        Api.Window window = window(alert);
        boolean each = alert.context().equals(REFUSALS);
        return broker
                .refusals(RefusalQuery.between(window.from(), window.to()).withLimit(ROWS))
                .rows()
                .stream()
                .filter(row -> each || row.newest().reason() != null)
                .toList();
    }

    private Api.AlertStory story(Alert alert) {
        long nowS = clock.epochMillis() / 1_000;
        Line line = agent.alertValues(alert.id(), nowS - STORY_S + 1, nowS);
        List<Double> values = new ArrayList<>(line.size());
        IntStream.range(0, line.size()).forEach(i -> values.add(line.at(i)));
        return new Api.AlertStory(
                new Api.Values(line.fromS(), 1, values),
                agent.transitions(0, alert.chart()).stream()
                        .filter(each -> each.alertId().equals(alert.id()))
                        .limit(TRANSITIONS_MAX)
                        .map(AlertsApi::change)
                        .toList(),
                ABOUT_REFUSALS.contains(alert.context()) ? Rows.of(raisers(alert)) : List.of(),
                window(alert),
                guides.of(alert.rule().name()));
    }

    /** The seconds the rule looked at; while it is raised, from where the trouble began. */
    private Api.Window window(Alert alert) {
        boolean known = alert.windowBeforeS() > 0;
        long to = known ? (alert.windowBeforeS() + 1) * 1_000 : clock.epochMillis() + 1_000;
        long from = known ? alert.windowAfterS() * 1_000 : to - Summaries.MINUTE.toMillis();
        long lengthMs = to - from;
        return new Api.Window(
                alert.status().raised() ? Math.min(from, alert.sinceMs() - lengthMs) : from, to);
    }

    private static Api.Change change(Transition transition) {
        return new Api.Change(
                transition.atMs(),
                transition.from().name(),
                transition.to().name(),
                transition.value(),
                transition.from() == Status.UNINITIALIZED ? 0 : transition.lastedS());
    }
}
