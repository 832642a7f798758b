// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.Line;
import io.lapwing.agent.series.SeriesStore;
import io.lapwing.base.Events;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds rules to charts and brings the alerts up to each second. Owned by the agent's thread. */
public final class Health {
    /** Rules times charts; what would come after them is not bound, and said so in the log. */
    public static final int ALERTS_MAX = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final String EVENT_KIND = "alert";

    private final List<CompiledRule> rules;
    private final List<FailedRule> failed;
    private final Events events;
    private final Map<String, RunningAlert> alerts = new LinkedHashMap<>();
    private final TransitionLog log = new TransitionLog();
    private int chartsBound;

    public Health(RuleSet rules, Events events) {
        // For one chart and name the first rule wins: alarms before templates, then as read.
        this.rules =
                rules.rules().stream()
                        .sorted(Comparator.comparing(each -> each.rule().template()))
                        .toList();
        this.failed = rules.failed();
        this.events = events;
    }

    /** Evaluates the second that has just been sampled; answers the alerts whose status changed. */
    public List<Alert> evaluate(SeriesStore store, long second, long nowMs) {
        bindNewCharts(store, nowMs);
        List<Alert> changed = new ArrayList<>();
        for (RunningAlert alert : alerts.values()) {
            Transition transition = alert.evaluate(second, nowMs, log);
            if (transition != null) {
                Alert snapshot = alert.snapshot();
                changed.add(snapshot);
                tell(snapshot, transition);
            }
        }
        return changed;
    }

    /** The clock was set back to this second. */
    public void forgetFrom(long second, long nowMs) {
        alerts.values().forEach(alert -> alert.forgetFrom(second, nowMs));
    }

    /** The worst first, then those that changed last. */
    public List<Alert> alerts() {
        return sorted(alerts.values().stream());
    }

    public List<Alert> raised() {
        return sorted(alerts.values().stream().filter(alert -> alert.status().raised()));
    }

    public AlertCounts counts() {
        return AlertCounts.of(alerts.values().stream().map(RunningAlert::status).toList());
    }

    /** Empty when there is no such alert. */
    public Line values(String alertId, long fromS, long toS) {
        RunningAlert alert = alerts.get(alertId);
        return alert == null ? new Line(fromS, new double[0]) : alert.values().line(fromS, toS);
    }

    public List<Transition> transitions(long afterId, String chart) {
        return log.newest(afterId, chart);
    }

    public List<FailedRule> failed() {
        return failed;
    }

    private static List<Alert> sorted(Stream<RunningAlert> alerts) {
        return alerts.sorted(
                        Comparator.comparingInt((RunningAlert each) -> -each.status().number())
                                .thenComparing(each -> -each.sinceMs()))
                .map(RunningAlert::snapshot)
                .toList();
    }

    private void bindNewCharts(SeriesStore store, long nowMs) {
        for (; chartsBound < store.charts().size(); chartsBound++) {
            ChartSeries chart = store.charts().get(chartsBound);
            for (CompiledRule rule : rules) {
                if (concerns(rule.rule(), chart.chart())) {
                    bind(rule, chart, nowMs);
                }
            }
        }
    }

    private void bind(CompiledRule rule, ChartSeries chart, long nowMs) {
        if (alerts.size() >= ALERTS_MAX) {
            LOG.warn(
                    "rule {} is not bound to {}: there are {} alerts already",
                    rule.rule().name(),
                    chart.chart().id(),
                    ALERTS_MAX);
            return;
        }
        RunningAlert alert = new RunningAlert(alerts.size() + 1, rule, chart, nowMs);
        alerts.putIfAbsent(alert.id(), alert);
    }

    private static boolean concerns(Rule rule, Chart chart) {
        if (rule.template()) {
            return rule.on().equals(chart.context());
        }
        return rule.on().equals(chart.id())
                || rule.on().equals(chart.name())
                || chart.id().endsWith('.' + rule.on());
    }

    private void tell(Alert alert, Transition transition) {
        switch (alert.status()) {
            case WARNING, CRITICAL -> events.keyEvent(EVENT_KIND, AlertWords.raised(alert));
            case STALE -> events.keyEvent(EVENT_KIND, AlertWords.stale(alert));
            case CLEAR -> {
                if (transition.from() != Status.UNINITIALIZED) {
                    events.happened(EVENT_KIND, AlertWords.cleared(alert, transition.nonClearS()));
                }
            }
            case REMOVED, UNDEFINED, UNINITIALIZED -> {}
        }
    }
}
