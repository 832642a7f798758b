// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.lapwing.agent.export.ExportView;
import io.lapwing.agent.health.Culprits;
import io.lapwing.web.words.Guide;
import io.lapwing.web.words.Step;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page gets, word for word: the keys are these names in snake_case, times are epoch
 * milliseconds, those that end in S are seconds. The page's api.ts says the same.
 */
final class Api {
    private Api() {}

    record Snapshot(
            long now,
            Node node,
            List<Listener> listeners,
            List<CauseWord> causes,
            List<AlertNow> alerts,
            List<RuleOff> failedRules,
            int rulesClear,
            int rulesUndecided,
            List<Happening> events,
            List<Vital> vitals,
            Summary lastMinute,
            Summary window,
            long accepted) {}

    record Target(
            String name,
            String address,
            String kind,
            String cluster,
            String state,
            String why,
            long since,
            long told,
            int series,
            long leftOut,
            int charts) {}

    record Targets(List<Target> targets) {}

    record Node(String name, String version, long started) {}

    record Listener(String name, String address) {}

    record Listeners(List<Listener> listeners) {}

    record CauseWord(String cause, String label, String family, String meaning) {}

    record Summary(long total, List<Part> parts) {}

    /** The main client, address and user of a cause are those of its most frequent row. */
    record Part(
            String cause,
            long count,
            @Nullable String client,
            @Nullable String address,
            @Nullable String user) {}

    record AlertNow(
            String id,
            String name,
            String chart,
            String context,
            String title,
            String summary,
            String info,
            String status,
            long since,
            double value,
            String units,
            @Nullable Double limit,
            String valueText,
            String target,
            int everyS,
            RuleText rule,
            List<Step> whatToDo,
            @Nullable SilenceNow silence) {}

    record RuleText(String file, int line, String text) {}

    record RuleOff(String file, int line, String name, String error) {}

    record Happening(long id, long at, String kind, String text, boolean key) {}

    record Vital(
            String id,
            String label,
            double value,
            String unit,
            double min,
            double max,
            List<Double> line) {}

    record Row(
            String id,
            String cause,
            @Nullable String reason,
            String code,
            @Nullable String client,
            @Nullable String user,
            String address,
            int port,
            String listener,
            @Nullable String target,
            @Nullable String version,
            @Nullable String detail,
            long lastMinute,
            long count,
            long first,
            long last) {}

    record CauseCount(String cause, long count) {}

    record Refusals(
            long now,
            long from,
            long to,
            long reachesBackTo,
            long total,
            int rowsTotal,
            long folded,
            long dropped,
            List<CauseCount> causes,
            List<Row> rows) {}

    record Rung(String outcome, String text, @Nullable String detail) {}

    record Wire(String clientSaw, @Nullable String retries, String logLine) {}

    record Explanation(
            String happened,
            List<Rung> checks,
            @Nullable String evidence,
            List<Step> steps,
            Wire wire,
            String text) {}

    record Explained(@JsonUnwrapped Row row, @JsonUnwrapped Explanation explanation) {}

    record Foretold(
            boolean allowed,
            @Nullable String cause,
            String because,
            @Nullable String where,
            @Nullable String rule,
            List<Rung> checks) {}

    record Alerts(List<AlertNow> alerts, List<RuleOff> failedRules, List<RuleOff> ruleNotes) {}

    record Values(long fromS, int stepS, List<Double> values) {}

    record Change(long at, String from, String to, double value, long lastedS) {}

    record Window(long from, long to) {}

    record AlertStory(
            Values values,
            List<Change> transitions,
            List<Row> rows,
            Window window,
            Culprits culprits,
            @Nullable Guide guide) {}

    record AlertDetail(@JsonUnwrapped AlertNow alert, @JsonUnwrapped AlertStory story) {}

    /** A silence; {@code holds} tells whether it does at this moment. */
    record SilenceNow(
            String id,
            String alert,
            String chart,
            String context,
            String reason,
            String author,
            long from,
            long until,
            String schedule,
            boolean holds) {}

    record SilenceList(List<SilenceNow> silences) {}

    record Turn(String alert, long at, String from, String to, double value, long lastedS) {}

    record Replayed(
            String rule,
            long from,
            long to,
            int seconds,
            boolean whole,
            int alerts,
            long raises,
            List<Turn> transitions) {}

    record Events(List<Happening> events) {}

    record BanInForce(
            String id,
            String kind,
            String value,
            long since,
            @Nullable Long until,
            String reason) {}

    record Bans(List<BanInForce> bans) {}

    record Dropped(
            String client,
            @Nullable String user,
            String reason,
            long count,
            long first,
            long last) {}

    record Drops(long now, int rowsTotal, long evicted, List<Dropped> rows) {}

    /** The newest refusal of a client. */
    record Lately(String id, String cause, long count, long last) {}

    /** A client; {@code sessionS} is null for a session without an end. */
    record ClientRow(
            String client,
            @Nullable String user,
            String state,
            @Nullable String address,
            int port,
            @Nullable String listener,
            @Nullable String version,
            long since,
            @Nullable Long sessionS,
            int subscriptions,
            int queued,
            int inFlight,
            @Nullable Lately refused) {}

    record Clients(long now, int connected, int offline, int refused, List<ClientRow> rows) {}

    record Subscribed(String filter, int qos, boolean noLocal, boolean retainAsPublished) {}

    record Session(
            long queuedBytes,
            int unreleased,
            int silenceS,
            int receiveMax,
            List<Subscribed> subscriptions) {}

    /** Something that happened to a client, so many times; {@code row} is of the journal. */
    record Moment(
            String kind,
            String what,
            String because,
            String address,
            long count,
            long first,
            long last,
            @Nullable String row) {}

    record ClientDetail(ClientRow client, @Nullable Session session, List<Moment> story) {}

    record ClientDone(String id, String done) {}

    /** A chart; {@code changed} is 0 unless asked for. */
    record ChartLine(
            String id,
            String title,
            String units,
            String family,
            String context,
            String type,
            List<String> dimensions,
            long firstS,
            double changed) {}

    record ChartList(List<ChartLine> charts) {}

    record ExportList(List<ExportView> destinations) {}

    record Levels(Map<String, String> levels) {}

    record VitalNow(String id, double value) {}

    record Second(
            long tS,
            long lateMs,
            Map<String, Double> refused,
            Map<String, Double> reasons,
            double accepted,
            Summary lastMinute,
            List<VitalNow> vitals) {}

    record AlertsNow(List<AlertNow> alerts, int rulesClear, int rulesUndecided) {}

    record RowsNow(List<Row> rows, int more) {}
}
