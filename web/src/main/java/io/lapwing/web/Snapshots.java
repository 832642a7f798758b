// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.AlertCounts;
import io.lapwing.base.Event;
import io.lapwing.broker.refusals.Cause;
import java.util.Arrays;
import java.util.List;

/** All that the first page shows, in one answer: it is also put into the page itself. */
final class Snapshots {
    private static final int EVENTS = 50;

    private final Sources sources;
    private final AlertsApi alerts;
    private final Summaries summaries;
    private final Vitals vitals;
    private final History history;

    Snapshots(Sources sources, AlertsApi alerts) {
        this.sources = sources;
        this.alerts = alerts;
        this.summaries = new Summaries(sources.broker(), sources.clock());
        this.vitals = new Vitals(sources.agent());
        this.history = new History(sources.agent());
    }

    Api.Snapshot now() {
        long now = sources.clock().epochMillis();
        NodeInfo node = sources.node();
        List<Alert> all = sources.agent().alerts();
        AlertCounts counts = AlertCounts.of(all.stream().map(Alert::status).toList());
        return new Api.Snapshot(
                now,
                new Api.Node(node.name(), node.version(), node.startedMillis()),
                sources.broker().listeners().stream()
                        .map(each -> new Api.Listener(each.name(), each.address()))
                        .toList(),
                causes(),
                alerts.views(all.stream().filter(AlertsApi::notable).toList()),
                alerts.rulesOff(),
                counts.clear(),
                counts.undecided(),
                events(),
                vitals.all(),
                summaries.last(Summaries.MINUTE),
                summaries.last(Summaries.WINDOW),
                accepted(now));
    }

    List<Api.Happening> events() {
        return sources.events().newest(EVENTS).stream().map(Snapshots::happening).toList();
    }

    static Api.Happening happening(Event event) {
        return new Api.Happening(
                event.id(), event.atMillis(), event.kind(), event.text(), event.key());
    }

    private static List<Api.CauseWord> causes() {
        return Arrays.stream(Cause.values())
                .map(each ->
                        new Api.CauseWord(
                                each.word(), each.label(), each.family().word(), each.meaning()))
                .toList();
    }

    private long accepted(long now) {
        long nowS = now / 1_000;
        return Math.round(
                history.sums(History.REASONS, nowS - Summaries.WINDOW.toSeconds() + 1, nowS)
                        .getOrDefault(History.SUCCESS, 0.0));
    }
}
