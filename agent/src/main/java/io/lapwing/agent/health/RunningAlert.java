// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.Ring;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A rule bound to a chart, or to one dimension of it, and where it stands. Each second it first
 * works out its value, then, when all alerts have done so, its status. Owned by the agent's thread.
 */
final class RunningAlert {
    /** A chart that misses more updates than these has gone stale. */
    static final int UPDATES_MISSED_MAX = 3;

    private static final int MINUTE_S = 60;

    private final int number;
    private final CompiledRule compiled;
    private final Rule rule;
    private final ChartSeries chart;
    private final String dimension;
    private final AlertNames names;
    private final @Nullable WindowValue window;
    private final boolean aboutSilence;
    private final NotifyDelay delay;
    private final Ring values;
    private Status status = Status.UNINITIALIZED;
    private Status decided = Status.UNINITIALIZED;
    private Status next = Status.UNINITIALIZED;
    private boolean due;
    private double value = Double.NaN;
    private double valueBefore = Double.NaN;
    private final long boundS;
    private long sinceMs;
    private long nonClearSinceMs;
    private long updatedS;
    private long nextS;
    private long nowS;
    private long heardS;
    private long eventId;
    private long lastTransitionId;

    /**
     * @param dimension the index of the only dimension it is about, or {@link WindowValue#ALL}
     */
    RunningAlert(
            int number,
            CompiledRule compiled,
            ChartSeries chart,
            int dimension,
            Surroundings surroundings,
            TimeWindows windows,
            long nowMs) {
        this.number = number;
        this.compiled = compiled;
        this.rule = compiled.rule();
        this.chart = chart;
        this.values = chart.emptyRing();
        this.dimension =
                dimension == WindowValue.ALL
                        ? ""
                        : chart.chart().dimensions().get(dimension).name();
        this.names = new AlertNames(this, chart, surroundings);
        this.window =
                rule.lookup() == null
                        ? null
                        : new WindowValue(rule.lookup(), chart, dimension, windows);
        this.aboutSilence =
                window == null
                        && compiled.names().stream()
                                .anyMatch(name -> name.endsWith(AlertNames.COLLECTED));
        this.delay = new NotifyDelay(rule.delay());
        this.boundS = nowMs / 1_000;
        this.sinceMs = nowMs;
    }

    /** The rule's name; with the dimension's when each has an alert of its own. */
    String name() {
        return fellow(rule.name());
    }

    /** What an alert of this rule for the same dimension is called. */
    String fellow(String ruleName) {
        return dimension.isEmpty() ? ruleName : ruleName + '_' + RuleReader.plainName(dimension);
    }

    String id() {
        return chart.chart().id() + '.' + name();
    }

    Chart chart() {
        return chart.chart();
    }

    ChartSeries series() {
        return chart;
    }

    Status status() {
        return status;
    }

    double value() {
        return value;
    }

    long sinceMs() {
        return sinceMs;
    }

    Rule rule() {
        return rule;
    }

    @Nullable WindowValue window() {
        return window;
    }

    /** What data decided last: never STALE or DOWN. */
    Status decided() {
        return decided;
    }

    /** The second it looks at. */
    long nowS() {
        return nowS;
    }

    /** When its chart was sampled last, or nobody could have been heard. */
    long heardS() {
        return heardS;
    }

    Ring values() {
        return values;
    }

    /**
     * Works out the value of this second, if it is time to.
     *
     * @param awakeSinceS since when this program has looked at its targets without a break: nobody
     *     was silent before that
     */
    void observe(long second, long awakeSinceS) {
        nowS = second;
        long sampledS = chart.lastAt(second);
        heardS = Math.max(Math.max(sampledS, boundS - 1), awakeSinceS - 1);
        long missing = second - heardS;
        next = status;
        due = false;
        if (!aboutSilence && missing > (long) UPDATES_MISSED_MAX * chart.updateEveryS()) {
            value = Double.NaN;
            next = silent(sampledS);
        } else if (!aboutSilence && (sampledS == 0 || sampledS < awakeSinceS)) {
            // Nothing was heard since; a value made of what was before would be no news.
            value = sampledS == 0 ? Double.NaN : value;
        } else if (window != null && !window.isReady(second)) {
            value = Double.NaN; // and the status stays until the past has been read
        } else if (second >= nextS || isSilent()) {
            value = compute(second);
            due = true;
            updatedS = second;
            nextS = second + rule.everyS();
        }
        values.put(second, value, false);
    }

    /** Says where the alert stands now; answers the change of its status, if it changed. */
    @Nullable Transition decide(long second, long nowMs, TransitionLog log, Witness witness) {
        if (due) {
            next = judge();
            decided = next;
        }
        Transition transition = next == status ? null : change(next, second, nowMs, log, witness);
        valueBefore = value;
        return transition;
    }

    /** Its chart has left: its last change. */
    Transition remove(long second, long nowMs, TransitionLog log) {
        value = Double.NaN;
        return change(Status.REMOVED, second, nowMs, log, Witness.NOBODY);
    }

    /** A chart that never was sampled is not missed while its target answers. */
    private Status silent(long sampledS) {
        if (!chart.targetAnswers()) {
            return Status.DOWN;
        }
        return sampledS == 0 ? status : Status.STALE;
    }

    private boolean isSilent() {
        return status == Status.STALE || status == Status.DOWN;
    }

    /** The clock was set back: what was noted for later is void. */
    void forgetFrom(long second, long nowMs) {
        values.forgetFrom(second);
        delay.forgetFrom(second);
        nextS = Math.min(nextS, second);
        sinceMs = Math.min(sinceMs, nowMs);
        nonClearSinceMs = Math.min(nonClearSinceMs, nowMs);
    }

    private double compute(long second) {
        if (window != null) {
            value = window.at(second);
        }
        Expression calc = compiled.calc();
        return calc == null ? value : calc.value(names);
    }

    private Status judge() {
        boolean hasValue = window != null || compiled.calc() != null;
        if (hasValue && Double.isNaN(value)) {
            return Status.UNDEFINED;
        }
        double warn = valueOf(compiled.warn());
        double crit = valueOf(compiled.crit());
        if (Expression.isTrue(crit)) {
            return Status.CRITICAL;
        }
        if (Expression.isTrue(warn)) {
            return Status.WARNING;
        }
        boolean judges = compiled.warn() != null || compiled.crit() != null;
        return judges && Double.isNaN(warn) && Double.isNaN(crit) ? Status.UNDEFINED : Status.CLEAR;
    }

    private double valueOf(@Nullable Expression expression) {
        return expression == null ? Double.NaN : expression.value(names);
    }

    private Transition change(
            Status to, long second, long nowMs, TransitionLog log, Witness witness) {
        delay.onChange(second, status, to);
        long nonClearMs = nonClearSinceMs == 0 ? 0 : nowMs - nonClearSinceMs;
        Chart about = chart.chart();
        Transition transition =
                new Transition(
                        log.nextId(),
                        number,
                        ++eventId,
                        id(),
                        name(),
                        about.id(),
                        about.context(),
                        nowMs,
                        status,
                        to,
                        valueBefore,
                        value,
                        units(),
                        Placeholders.filled(rule.summary(), about, dimension),
                        Placeholders.filled(rule.info(), about, dimension),
                        (nowMs - sinceMs) / 1_000,
                        nonClearMs / 1_000,
                        delay.delayS(),
                        second + delay.delayS(),
                        lastTransitionId,
                        0,
                        to.raised() ? culprits(second, witness) : Culprits.NONE,
                        rule);
        log.add(transition);
        lastTransitionId = transition.id();
        if (to == Status.CLEAR) {
            nonClearSinceMs = 0;
        } else if (to.raised() && nonClearSinceMs == 0) {
            nonClearSinceMs = nowMs;
        }
        status = to;
        sinceMs = nowMs;
        return transition;
    }

    private Culprits culprits(long second, Witness witness) {
        long fromS = window == null ? second - MINUTE_S + 1 : window.afterS() + 1;
        long toS = window == null ? second : window.beforeS();
        return witness.between(
                chart.chart().target(),
                chart.chart().context(),
                name -> snapshot().counts(name),
                fromS * 1_000,
                (toS + 1) * 1_000);
    }

    private String units() {
        String units = rule.units();
        return units == null ? chart.chart().units() : units;
    }

    private OptionalDouble limit(boolean raised) {
        Expression warn = compiled.warn();
        return warn == null ? OptionalDouble.empty() : warn.limit(raised);
    }

    Alert snapshot() {
        Chart about = chart.chart();
        return new Alert(
                id(),
                number,
                name(),
                about.id(),
                about.name(),
                about.context(),
                about.family(),
                dimension,
                status,
                value,
                units(),
                limit(false),
                limit(true),
                Placeholders.filled(rule.summary(), about, dimension),
                Placeholders.filled(rule.info(), about, dimension),
                sinceMs,
                updatedS,
                nextS,
                window == null ? 0 : window.afterS(),
                window == null ? 0 : window.beforeS(),
                delay.delayS(),
                delay.untilS(),
                rule,
                about.target());
    }
}
