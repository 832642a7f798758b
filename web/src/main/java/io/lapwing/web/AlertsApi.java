// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.TargetView;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Status;
import io.lapwing.agent.health.Transition;
import io.lapwing.agent.series.Line;
import io.lapwing.agent.silence.Silences;
import io.lapwing.base.Clock;
import io.lapwing.broker.BrokerView;
import io.lapwing.broker.refusals.RefusalRow;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import io.lapwing.web.words.Guides;
import io.lapwing.web.words.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the rules say now, and the story of one of them. */
final class AlertsApi {
    private static final long STORY_S = 3_600;
    private static final int TRANSITIONS_MAX = 100;
    private static final int ROWS = 200;

    private final AgentView agent;
    private final BrokerView broker;
    private final Silences silences;
    private final Clock clock;
    private final Rows rows;
    private final Guides guides;
    private final String node;

    AlertsApi(Sources sources, Rows rows, Guides guides) {
        this.agent = sources.agent();
        this.broker = sources.broker();
        this.silences = sources.silences();
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
                info(alert),
                alert.status().name(),
                alert.sinceMs(),
                alert.value(),
                alert.units(),
                alert.limit().isPresent() ? alert.limit().getAsDouble() : null,
                alert.valueText(),
                alert.target().isEmpty() ? node : alert.target(),
                alert.rule().everyS(),
                new Api.RuleText(
                        alert.rule().source().file(),
                        alert.rule().source().line(),
                        alert.rule().source().text()),
                whatToDo(alert),
                silences.of(alert)
                        .map(each -> SilencesApi.of(each, clock.epochMillis()))
                        .orElse(null));
    }

    /** Of an alert whose target is silent, also why it is. */
    private String info(Alert alert) {
        return agent.targets().stream()
                .filter(each -> each.name().equals(alert.target()))
                .filter(each -> each.state() == TargetView.State.DOWN)
                .findFirst()
                .map(each -> alert.info() + ". It is silent: " + each.why())
                .orElse(alert.info());
    }

    /** The remedies for whoever is refused most: that is what raised it. */
    private List<Step> whatToDo(Alert alert) {
        if (!alert.status().raised() || !RefusalWitness.knows(alert.context())) {
            return List.of();
        }
        return raisers(alert).stream().findFirst().map(rows::steps).orElse(List.of());
    }

    /** Those whom the rule counts. */
    private List<RefusalRow> raisers(Alert alert) {
        Api.Window window = window(alert, clock);
        return RefusalWitness.behind(broker, alert, window.from(), window.to(), ROWS);
    }

    private Api.AlertStory story(Alert alert) {
        long nowS = clock.epochMillis() / 1_000;
        Line line = agent.alertValues(alert.id(), nowS - STORY_S + 1, nowS);
        List<Double> values = new ArrayList<>(line.size());
        IntStream.range(0, line.size()).forEach(i -> values.add(line.at(i)));
        Api.Window window = window(alert, clock);
        return new Api.AlertStory(
                new Api.Values(line.fromS(), 1, values),
                agent.transitions(0, alert.chart()).stream()
                        .filter(each -> each.alertId().equals(alert.id()))
                        .limit(TRANSITIONS_MAX)
                        .map(AlertsApi::change)
                        .toList(),
                RefusalWitness.knows(alert.context()) ? Rows.of(raisers(alert)) : List.of(),
                window,
                agent.culprits(alert, window.from(), window.to()),
                guides.of(alert.rule().name()));
    }

    /** The seconds the rule looked at; while it is raised, from where the trouble began. */
    static Api.Window window(Alert alert, Clock clock) {
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
