// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.Tick;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.AlertCounts;
import io.lapwing.base.Cells;
import io.lapwing.base.Owner;
import io.lapwing.base.Series;
import io.lapwing.base.Subscription;
import io.lapwing.broker.refusals.RefusalChanges;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What happens, as it happens, to every page that is open. One thread makes each update once, as
 * bytes for all; with nobody watching it makes none. Whoever reads too slowly misses updates, and
 * whoever does not read at all is cut off.
 */
final class LiveStream implements AutoCloseable {
    /** More pages at once are refused. */
    static final int VIEWERS_MAX = 64;

    /** Work that waits for the publisher; what comes when so much waits is dropped and counted. */
    private static final int MAILS_MAX = 256;

    private static final int PING_EVERY_S = 4;
    private static final String PING = ": ping\n\n";

    private final Owner owner = Owner.start("http-stream", MAILS_MAX);
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final AlertsApi alerts;
    private final Summaries summaries;
    private final Vitals vitals;
    private final History history;
    private final Cells cells;
    private final Series dropped;
    private final Series refused;
    private AlertCounts lastCounts = new AlertCounts(0, 0);
    private long lastId;

    private LiveStream(Sources sources, AlertsApi alerts) {
        this.alerts = alerts;
        this.summaries = new Summaries(sources.broker(), sources.clock());
        this.vitals = new Vitals(sources.agent());
        this.history = new History(sources.agent());
        this.cells = sources.metrics().shared();
        this.dropped = sources.metrics().series(WebMetrics.UPDATES_DROPPED);
        this.refused = sources.metrics().series(WebMetrics.VIEWERS_REFUSED);
        sources.metrics().gauge(WebMetrics.VIEWERS, viewers::size);
    }

    static LiveStream start(Sources sources, AlertsApi alerts) {
        LiveStream stream = new LiveStream(sources, alerts);
        stream.subscriptions.add(
                sources.agent().onTick(tick -> stream.tell(() -> stream.onTick(tick))));
        stream.subscriptions.add(
                sources.broker().onRefusals(rows -> stream.tell(() -> stream.onRefusals(rows))));
        stream.subscriptions.add(
                sources.events()
                        .subscribe(event ->
                                stream.tell(() ->
                                        stream.publish("changed", Snapshots.happening(event)))));
        return stream;
    }

    /** The answer to a page that wants to follow. */
    Answer answer() {
        if (viewers.size() >= VIEWERS_MAX) {
            cells.increment(refused);
            throw new HttpError(503, VIEWERS_MAX + " pages follow the stream already");
        }
        return new Answer.Stream(
                "text/event-stream; charset=utf-8",
                sink -> {
                    Viewer viewer = new Viewer();
                    viewers.add(viewer);
                    try {
                        viewer.write(sink);
                    } finally {
                        viewers.remove(viewer);
                    }
                });
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        owner.close();
        viewers.forEach(Viewer::end);
    }

    private void tell(Runnable work) {
        if (!viewers.isEmpty() && !owner.tell(work)) {
            cells.increment(dropped);
        }
    }

    private void onTick(Tick tick) {
        Map<String, Double> reasons = counts(History.REASONS, tick.timeS());
        Api.Second second =
                new Api.Second(
                        tick.timeS(),
                        tick.lateMs(),
                        counts(History.REFUSALS, tick.timeS()),
                        reasons,
                        reasons.getOrDefault(History.SUCCESS, 0.0),
                        summaries.last(Summaries.MINUTE),
                        vitals.now(tick.timeS()));
        publish("second", second, tick.timeS() % PING_EVERY_S == 0 ? PING : "");
        Map<String, Alert> news = new LinkedHashMap<>();
        tick.raised().forEach(each -> news.put(each.id(), each));
        tick.changed().forEach(each -> news.put(each.id(), each));
        if (!news.isEmpty() || !tick.counts().equals(lastCounts)) {
            lastCounts = tick.counts();
            publish("alerts", alertsNow(List.copyOf(news.values())));
        }
    }

    private Api.AlertsNow alertsNow(List<Alert> news) {
        return new Api.AlertsNow(alerts.views(news), lastCounts.clear(), lastCounts.undecided());
    }

    private void onRefusals(RefusalChanges changes) {
        publish("refusals", new Api.RowsNow(Rows.of(changes.rows()), changes.more()));
    }

    /** What a second brought, without the zeros. */
    private Map<String, Double> counts(String chart, long second) {
        Map<String, Double> sums = history.sums(chart, second, second);
        sums.values().removeIf(value -> value == 0);
        return sums;
    }

    private void publish(String event, Object data) {
        publish(event, data, "");
    }

    private void publish(String event, Object data, String comment) {
        lastId++;
        String text = "id: " + lastId + "\nevent: " + event + "\ndata: " + Json.text(data) + "\n\n";
        byte[] update = (text + comment).getBytes(StandardCharsets.UTF_8);
        for (Viewer viewer : viewers) {
            switch (viewer.offer(update)) {
                case TAKEN -> {}
                case MISSED -> cells.increment(dropped);
                case STUCK -> {
                    cells.increment(dropped);
                    viewer.cut();
                }
            }
        }
    }
}
