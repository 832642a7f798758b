// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Culprits;
import io.lapwing.agent.health.Delay;
import io.lapwing.agent.health.Lookup;
import io.lapwing.agent.health.Rule;
import io.lapwing.agent.health.Status;
import io.lapwing.agent.health.Transition;
import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.silence.Silences;
import io.lapwing.base.Clock;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The alerts in the shapes of Netdata's API, version 1, for whatever reads them there. */
final class NetdataAlarms {
    /** Any that is raised. */
    private static final String RAISED = "RAISED";

    /** Rules have no identity of their own beyond their name. */
    private static final String NO_HASH = "00000000-0000-0000-0000-000000000000";

    private final AgentView agent;
    private final Silences silences;
    private final Clock clock;
    private final String host;

    NetdataAlarms(AgentView agent, Silences silences, Clock clock, String host) {
        this.agent = agent;
        this.silences = silences;
        this.clock = clock;
        this.host = host;
    }

    /** GET /api/v1/alarms: those raised, or with {@code ?all} all. */
    Answer alarms(Request request) {
        boolean all = wantsAll(request);
        Map<String, Object> alarms = new LinkedHashMap<>();
        for (Alert alert : agent.alerts()) {
            if (all || alert.status().raised()) {
                alarms.put(alert.id(), alarm(alert));
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("hostname", host);
        answer.put(
                "latest_alarm_log_unique_id",
                agent.transitions(0, "").stream().mapToLong(Transition::id).max().orElse(0));
        answer.put("status", true);
        answer.put("now", clock.epochMillis() / 1_000);
        answer.put("alarms", alarms);
        return Answer.json(answer);
    }

    /** GET /api/v1/alarms_values. */
    Answer values(Request request) {
        boolean all = wantsAll(request);
        Map<String, Object> alarms = new LinkedHashMap<>();
        for (Alert alert : agent.alerts()) {
            if (all || alert.status().raised()) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("id", alert.number());
                value.put("value", alert.value());
                value.put("last_updated", alert.updatedS());
                value.put("status", alert.status().name());
                alarms.put(alert.id(), value);
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("hostname", host);
        answer.put("alarms", alarms);
        return Answer.json(answer);
    }

    /** GET /api/v1/alarm_count: of a status, or RAISED for any that is raised; of some contexts. */
    Answer count(Request request) {
        List<String> statuses =
                Arrays.stream(Status.values()).map(Status::name).collect(Collectors.toList());
        statuses.add(RAISED);
        String status = request.choice("status", RAISED, statuses);
        List<String> contexts = List.of(request.text("context", "").split("[|,]"));
        long count =
                agent.alerts().stream()
                        .filter(each ->
                                status.equals(RAISED)
                                        ? each.status().raised()
                                        : each.status().name().equals(status))
                        .filter(each ->
                                request.text("context") == null
                                        || contexts.contains(each.context()))
                        .count();
        return Answer.json(List.of(count));
    }

    /** GET /api/v1/alarm_log: transitions, newest first, those after an id, of one chart. */
    Answer log(Request request) {
        long after = request.number("after", 0, 0, Long.MAX_VALUE);
        String chart = request.text("chart", "");
        if (!chart.isEmpty() && agent.chart(chart).isEmpty()) {
            throw HttpError.notFound("there is no chart " + chart);
        }
        String id = chart.isEmpty() ? "" : agent.chart(chart).orElseThrow().chart().id();
        return Answer.json(agent.transitions(after, id).stream().map(this::entry).toList());
    }

    private static boolean wantsAll(Request request) {
        return request.has("all") && !request.text("all", "true").equals("false");
    }

    private Map<String, @Nullable Object> alarm(Alert alert) {
        Rule rule = alert.rule();
        Map<String, @Nullable Object> alarm = new LinkedHashMap<>();
        alarm.put("id", alert.number());
        alarm.put("config_hash_id", NO_HASH);
        alarm.put("name", alert.name());
        alarm.put("chart", alert.chart());
        alarm.put("context", alert.context());
        alarm.put("family", alert.family());
        alarm.put("class", rule.classification());
        alarm.put("component", rule.component());
        alarm.put("type", rule.type());
        alarm.put("active", true);
        alarm.put("disabled", false);
        alarm.put("silenced", silences.of(alert).isPresent());
        alarm.put("exec", "");
        alarm.put("recipient", rule.to());
        alarm.put("source", source(rule));
        alarm.put("units", alert.units());
        alarm.put("summary", alert.summary());
        alarm.put("info", alert.info());
        alarm.put("status", alert.status().name());
        alarm.put("last_status_change", alert.sinceMs() / 1_000);
        alarm.put("last_updated", alert.updatedS());
        alarm.put("next_update", alert.nextUpdateS());
        alarm.put("update_every", rule.everyS());
        putDelay(alarm, alert);
        alarm.put("warn_repeat_every", Integer.toString(rule.repeat().warningS()));
        alarm.put("crit_repeat_every", Integer.toString(rule.repeat().criticalS()));
        alarm.put("value_string", alert.valueText());
        alarm.put("last_repeat", "0");
        alarm.put("times_repeat", 0);
        if (rule.noClear()) {
            alarm.put("no_clear_notification", true);
        }
        putLookup(alarm, alert);
        putExpression(alarm, "calc", rule.calc());
        putExpression(alarm, "warn", rule.warn());
        putExpression(alarm, "crit", rule.crit());
        alarm.put("green", rule.green());
        alarm.put("red", rule.red());
        alarm.put("value", alert.value());
        if (alert.status().raised()) {
            Api.Window window = AlertsApi.window(alert, clock);
            putCulprits(alarm, agent.culprits(alert, window.from(), window.to()));
        }
        return alarm;
    }

    /** Beyond Netdata: who is behind it. */
    private static void putCulprits(Map<String, @Nullable Object> alarm, Culprits culprits) {
        alarm.put("top_causes", culprits.causes());
        alarm.put("top_clients", culprits.clients());
        alarm.put("top_addresses", culprits.addresses());
    }

    private static void putDelay(Map<String, @Nullable Object> alarm, Alert alert) {
        Delay delay = alert.rule().delay();
        alarm.put("delay_up_duration", delay.upS());
        alarm.put("delay_down_duration", delay.downS());
        alarm.put("delay_max_duration", delay.maxS());
        alarm.put("delay_multiplier", delay.multiplier());
        alarm.put("delay", alert.delayS());
        alarm.put("delay_up_to_timestamp", alert.delayUntilS());
    }

    private static void putLookup(Map<String, @Nullable Object> alarm, Alert alert) {
        Lookup lookup = alert.rule().lookup();
        if (lookup != null) {
            alarm.put("lookup_dimensions", lookup.dimensions());
            alarm.put("db_after", alert.windowAfterS() + 1);
            alarm.put("db_before", alert.windowBeforeS());
            alarm.put("lookup_method", lookup.method().text());
            alarm.put("lookup_after", lookup.afterS());
            alarm.put("lookup_before", lookup.beforeS());
            alarm.put(
                    "lookup_options",
                    lookup.options().stream()
                            .map(DataOption::word)
                            .sorted()
                            .collect(Collectors.joining(" ")));
        }
    }

    private static void putExpression(
            Map<String, @Nullable Object> alarm, String key, @Nullable String expression) {
        if (expression != null) {
            alarm.put(key, expression);
        }
    }

    private Map<String, @Nullable Object> entry(Transition transition) {
        Rule rule = transition.rule();
        long whenS = transition.atMs() / 1_000;
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("hostname", host);
        entry.put("utc_offset", 0);
        entry.put("timezone", "UTC");
        entry.put("unique_id", transition.id());
        entry.put("alarm_id", transition.alertNumber());
        entry.put("alarm_event_id", transition.alertEventId());
        entry.put("config_hash_id", NO_HASH);
        entry.put("name", transition.name());
        entry.put("chart", transition.chart());
        entry.put("context", transition.context());
        entry.put("class", rule.classification());
        entry.put("component", rule.component());
        entry.put("type", rule.type());
        entry.put("processed", false);
        entry.put("updated", transition.updatedById() != 0);
        entry.put("exec_run", 0);
        entry.put("exec_failed", false);
        entry.put("exec", "");
        entry.put("recipient", rule.to());
        entry.put("exec_code", 0);
        entry.put("source", source(rule));
        entry.put("units", transition.units());
        entry.put("when", whenS);
        entry.put("duration", transition.lastedS());
        entry.put("non_clear_duration", transition.nonClearS());
        entry.put("status", transition.to().name());
        entry.put("old_status", transition.from().name());
        entry.put("delay", transition.delayS());
        entry.put("delay_up_to_timestamp", transition.notifyAtS());
        entry.put("updated_by_id", transition.updatedById());
        entry.put("updates_id", transition.updatesId());
        entry.put("value_string", valueText(transition.value(), transition.units()));
        entry.put("old_value_string", valueText(transition.oldValue(), transition.units()));
        entry.put("last_repeat", "0");
        entry.put("silenced", "false");
        entry.put("summary", transition.summary());
        entry.put("info", transition.info());
        entry.put("value", transition.value());
        entry.put("old_value", transition.oldValue());
        if (transition.to().raised()) {
            putCulprits(entry, transition.culprits());
        }
        return entry;
    }

    private static String source(Rule rule) {
        return rule.source().line() + "@" + rule.source().file();
    }

    private static String valueText(double value, String units) {
        if (Double.isNaN(value)) {
            return "-";
        }
        boolean whole = value == Math.rint(value);
        String number = whole ? Long.toString((long) value) : Double.toString(value);
        return (number + " " + units).strip();
    }
}
