// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.Ring;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A rule bound to a chart, and where it stands. Owned by the agent's thread. */
final class RunningAlert {
    /** A chart that misses more updates than these has gone stale. */
    static final int UPDATES_MISSED_MAX = 3;

    private final int number;
    private final CompiledRule compiled;
    private final Rule rule;
    private final ChartSeries chart;
    private final @Nullable WindowValue window;
    private final NotifyDelay delay;
    private final Ring values = new Ring();
    private Status status = Status.UNINITIALIZED;
    private Status decided = Status.UNINITIALIZED;
    private double value = Double.NaN;
    private double valueBefore = Double.NaN;
    private long sinceMs;
    private long nonClearSinceMs;
    private long updatedS;
    private long nextS;
    private long nowS;
    private long eventId;
    private long lastTransitionId;

    RunningAlert(int number, CompiledRule compiled, ChartSeries chart, long nowMs) {
        this.number = number;
        this.compiled = compiled;
        this.rule = compiled.rule();
        this.chart = chart;
        this.window = rule.lookup() == null ? null : new WindowValue(rule.lookup(), chart);
        this.delay = new NotifyDelay(rule.delay());
        this.sinceMs = nowMs;
    }

    String id() {
        return chart.chart().id() + '.' + rule.name();
    }

    Status status() {
        return status;
    }

    long sinceMs() {
        return sinceMs;
    }

    Ring values() {
        return values;
    }

    /** Brings the alert up to this second; answers the change of its status, if it changed. */
    @Nullable Transition evaluate(long second, long nowMs, TransitionLog log) {
        nowS = second;
        Status found = status;
        long missing = second - chart.lastS();
        if (chart.lastS() == 0) {
            value = Double.NaN;
        } else if (missing > (long) UPDATES_MISSED_MAX * ChartSeries.UPDATE_EVERY_S) {
            found = Status.STALE;
            value = Double.NaN;
        } else if (second >= nextS || status == Status.STALE) {
            value = compute(second);
            found = judge();
            decided = found;
            updatedS = second;
            nextS = second + rule.everyS();
        }
        values.put(second, value, false);
        Transition transition = found == status ? null : change(found, second, nowMs, log);
        valueBefore = value;
        return transition;
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
        return calc == null ? value : calc.value(this::name);
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
        return Double.isNaN(warn) && Double.isNaN(crit) ? Status.UNDEFINED : Status.CLEAR;
    }

    private double valueOf(@Nullable Expression expression) {
        return expression == null ? Double.NaN : expression.value(this::name);
    }

    /** What a name in the rule's expressions stands for. */
    private double name(String name) {
        return switch (name) {
            case "this" -> value;
            case "status" -> decided.number();
            case "now" -> nowS;
            case "after" -> window == null ? Double.NaN : window.afterS();
            case "before" -> window == null ? Double.NaN : window.beforeS();
            case "last_collected_t" -> chart.lastS();
            case "update_every" -> ChartSeries.UPDATE_EVERY_S;
            case "green" -> rule.green() == null ? Double.NaN : rule.green();
            case "red" -> rule.red() == null ? Double.NaN : rule.red();
            default -> constantOrDimension(name);
        };
    }

    private double constantOrDimension(String name) {
        for (Status constant : Status.values()) {
            if (constant.name().equals(name)) {
                return constant.number();
            }
        }
        int dimension = chart.indexOf(name);
        if (dimension >= 0) {
            return chart.ring(dimension).at(chart.lastS());
        }
        String collected = "_last_collected_t";
        boolean known =
                name.endsWith(collected)
                        && chart.indexOf(name.substring(0, name.length() - collected.length()))
                                >= 0;
        return known ? chart.lastS() : Double.NaN;
    }

    private Transition change(Status to, long second, long nowMs, TransitionLog log) {
        delay.onChange(second, status, to);
        long nonClearMs = nonClearSinceMs == 0 ? 0 : nowMs - nonClearSinceMs;
        Chart about = chart.chart();
        Transition transition =
                new Transition(
                        log.nextId(),
                        number,
                        ++eventId,
                        id(),
                        rule.name(),
                        about.id(),
                        about.context(),
                        nowMs,
                        status,
                        to,
                        valueBefore,
                        value,
                        units(),
                        Placeholders.filled(rule.summary(), about),
                        Placeholders.filled(rule.info(), about),
                        (nowMs - sinceMs) / 1_000,
                        nonClearMs / 1_000,
                        delay.delayS(),
                        second + delay.delayS(),
                        lastTransitionId,
                        0,
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
                rule.name(),
                about.id(),
                about.name(),
                about.context(),
                about.family(),
                status,
                value,
                units(),
                limit(false),
                limit(true),
                Placeholders.filled(rule.summary(), about),
                Placeholders.filled(rule.info(), about),
                sinceMs,
                updatedS,
                nextS,
                window == null ? 0 : window.afterS(),
                window == null ? 0 : window.beforeS(),
                delay.delayS(),
                delay.untilS(),
                rule);
    }
}
