// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.query.DimensionPattern;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.Line;
import io.lapwing.agent.series.RecentRows;
import io.lapwing.agent.series.SeriesStore;
import io.lapwing.base.Events;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds rules to charts and brings the alerts up to each second. Owned by the agent's thread. */
public final class Health {
    /** Rules times charts; what would come after them is not bound, and said so in the log. */
    public static final int ALERTS_MAX = 20_000;

    /** Alerts raised in one second for which is asked who is behind; others are told by number. */
    private static final int ASKED_MAX = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final List<CompiledRule> rules;
    private final RuleSet set;
    private final Map<String, String> hostLabels;
    private final BiConsumer<Alert, Transition> told;
    private final Map<String, RunningAlert> alerts = new LinkedHashMap<>();
    private final Surroundings surroundings = new Surroundings();
    private final TimeWindows windows = new TimeWindows();
    private final List<ByDimension> byDimension = new ArrayList<>();
    private final TransitionLog log = new TransitionLog();
    private Witness witness = Witness.NOBODY;
    private int asked;
    private final Set<ChartSeries> bound = new HashSet<>();
    private long boundVersion;
    private int numbers;

    /** Rises when alerts come or go. */
    private long bindings;

    private long lastS;
    private long awakeSinceS;

    /** A rule that makes an alert for each dimension of a chart, and how many it has looked at. */
    private static final class ByDimension {
        private final CompiledRule rule;
        private final ChartSeries chart;
        private final DimensionPattern pattern;
        private int looked;

        ByDimension(CompiledRule rule, ChartSeries chart, Lookup lookup) {
            this.rule = rule;
            this.chart = chart;
            this.pattern = DimensionPattern.of(lookup.dimensions(), lookup.options());
        }
    }

    /** For a program whose events are told to whoever reads them. */
    public Health(RuleSet rules, Map<String, String> hostLabels, Events events) {
        this(rules, hostLabels, new AlertEvents(events)::tell);
    }

    /**
     * @param told is told each change of status
     */
    Health(RuleSet set, Map<String, String> hostLabels, BiConsumer<Alert, Transition> told) {
        // For one chart and name the first rule wins: alarms before templates, then as read.
        this.rules =
                set.rules().stream()
                        .sorted(Comparator.comparing(each -> each.rule().template()))
                        .toList();
        this.set = set;
        this.hostLabels = hostLabels;
        this.told = told;
    }

    /** Evaluates the second that has just been sampled; answers the alerts whose status changed. */
    public List<Alert> evaluate(SeriesStore store, long second, long nowMs) {
        if (lastS == 0 || second - lastS > RunningAlert.UPDATES_MISSED_MAX) {
            awakeSinceS = second;
        }
        lastS = second;
        List<Alert> changed = new ArrayList<>();
        if (boundVersion != store.version()) {
            boundVersion = store.version();
            remove(store, second, nowMs, changed);
            bindNewCharts(store, nowMs);
        }
        bindNewDimensions(nowMs);
        surroundings.look(store, alerts.values(), bindings);
        for (RunningAlert alert : alerts.values()) {
            alert.observe(second, awakeSinceS);
        }
        asked = 0;
        for (RunningAlert alert : alerts.values()) {
            Transition transition = alert.decide(second, nowMs, log, this::ask);
            if (transition != null) {
                Alert snapshot = alert.snapshot();
                changed.add(snapshot);
                told.accept(snapshot, transition);
            }
        }
        return changed;
    }

    /** From now on this one is asked what was before memory; before any evaluation. */
    public void reachBack(RecentRows.Earlier earlier) {
        windows.reachBack(earlier);
    }

    /** From now on this one is asked who is behind an alert. */
    public void hear(Witness newest) {
        witness = newest;
    }

    private Culprits ask(
            String target, String context, Predicate<String> counted, long fromMs, long toMs) {
        if (asked++ >= ASKED_MAX) {
            return Culprits.NONE;
        }
        try {
            return witness.between(target, context, counted, fromMs, toMs);
        } catch (IllegalStateException e) {
            LOG.warn("nobody can tell who is behind {}: {}", context, e.getMessage());
            return Culprits.NONE;
        }
    }

    /** Whether a rule in force has this name. */
    public boolean knows(String name) {
        return set.names().contains(name);
    }

    /** What a rule in force, or one of a text, would have done; the history comes to it later. */
    public Replay replay(RuleSet others, String name) {
        return new Replay(set.after(others), name, hostLabels);
    }

    /** Whether some rule is about a chart, or names a part of it. Of any thread. */
    boolean wants(Chart chart) {
        return rules.stream().anyMatch(each -> concerns(each, chart) || each.mentions(chart));
    }

    /** The clock was set back to this second. */
    public void forgetFrom(long second, long nowMs) {
        lastS = 0;
        windows.forget();
        alerts.values().forEach(alert -> alert.forgetFrom(second, nowMs));
    }

    /** The worst first, then those that changed last, then as they stand in their files. */
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
        return set.failed();
    }

    public List<RuleNote> notes() {
        return set.notes();
    }

    private static List<Alert> sorted(Stream<RunningAlert> alerts) {
        return alerts.sorted(
                        Comparator.comparingInt((RunningAlert each) -> -each.status().number())
                                .thenComparing(each -> -each.sinceMs())
                                .thenComparing(each -> each.rule().source().file())
                                .thenComparing(each -> each.rule().source().line()))
                .map(RunningAlert::snapshot)
                .toList();
    }

    private void bindNewCharts(SeriesStore store, long nowMs) {
        for (ChartSeries chart : store.charts()) {
            if (!bound.add(chart)) {
                continue;
            }
            for (CompiledRule rule : rules) {
                if (concerns(rule, chart.chart())) {
                    bind(rule, chart, nowMs);
                }
            }
        }
    }

    /** The alerts of charts that have left are told as removed, and are no more. */
    private void remove(SeriesStore store, long second, long nowMs, List<Alert> changed) {
        Set<ChartSeries> there = new HashSet<>(store.charts());
        if (!bound.retainAll(there)) {
            return;
        }
        byDimension.removeIf(each -> !there.contains(each.chart));
        windows.retain(there);
        alerts.values()
                .removeIf(alert -> {
                    if (there.contains(alert.series())) {
                        return false;
                    }
                    Transition transition = alert.remove(second, nowMs, log);
                    Alert last = alert.snapshot();
                    changed.add(last);
                    told.accept(last, transition);
                    return true;
                });
        bindings++;
    }

    private void bind(CompiledRule rule, ChartSeries chart, long nowMs) {
        Lookup lookup = rule.rule().lookup();
        if (lookup != null && lookup.forEach()) {
            byDimension.add(new ByDimension(rule, chart, lookup));
        } else {
            bind(rule, chart, WindowValue.ALL, nowMs);
        }
    }

    private void bindNewDimensions(long nowMs) {
        for (ByDimension each : byDimension) {
            for (; each.looked < each.chart.size(); each.looked++) {
                if (each.pattern.takes(each.chart.chart().dimensions().get(each.looked))) {
                    bind(each.rule, each.chart, each.looked, nowMs);
                }
            }
        }
    }

    private void bind(CompiledRule rule, ChartSeries chart, int dimension, long nowMs) {
        if (alerts.size() >= ALERTS_MAX) {
            LOG.warn(
                    "rule {} is not bound to {}: there are {} alerts already",
                    rule.rule().name(),
                    chart.chart().id(),
                    ALERTS_MAX);
            return;
        }
        RunningAlert alert =
                new RunningAlert(++numbers, rule, chart, dimension, surroundings, windows, nowMs);
        alerts.putIfAbsent(alert.id(), alert);
        bindings++;
    }

    private boolean concerns(CompiledRule compiled, Chart chart) {
        Rule rule = compiled.rule();
        boolean named =
                rule.template()
                        ? rule.on().equals(chart.context())
                        : rule.on().equals(chart.id())
                                || rule.on().equals(chart.name())
                                || chart.id().endsWith('.' + rule.on());
        return named && compiled.where().fits(hostLabels, chart);
    }
}
