// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.collect.Algorithm;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.series.ChartSeries;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the names in one alert's expressions stand for, nearest first: the alert itself, statuses,
 * the dimensions of its chart, then its surroundings. Owned by the agent's thread.
 */
final class AlertNames implements Expression.Names {
    static final String COLLECTED = "last_collected_t";

    private static final Status[] STATUSES = Status.values();
    private static final ToDoubleFunction<Long> NOTHING = second -> Double.NaN;

    private final RunningAlert alert;
    private final ChartSeries chart;
    private final Surroundings surroundings;
    private final Map<String, ToDoubleFunction<Long>> found = new HashMap<>();
    private long foundVersion = -1;

    AlertNames(RunningAlert alert, ChartSeries chart, Surroundings surroundings) {
        this.alert = alert;
        this.chart = chart;
        this.surroundings = surroundings;
    }

    @Override
    public double value(String name) {
        WindowValue window = alert.window();
        return switch (name) {
            case "this" -> alert.value();
            case "status" -> alert.decided().number();
            case "now" -> alert.nowS();
            case "after" -> window == null ? Double.NaN : window.afterS();
            case "before" -> window == null ? Double.NaN : window.beforeS();
            case COLLECTED -> alert.heardS();
            case "update_every" -> chart.updateEveryS();
            case "green" -> number(alert.rule().green());
            case "red" -> number(alert.rule().red());
            default -> constantOrDimension(name);
        };
    }

    private static double number(@Nullable Double limit) {
        return limit == null ? Double.NaN : limit;
    }

    private double constantOrDimension(String name) {
        for (Status constant : STATUSES) {
            if (constant.name().equals(name)) {
                return constant.number();
            }
        }
        int own = chart.indexOf(name);
        if (own >= 0) {
            return latest(own);
        }
        if (name.endsWith('_' + COLLECTED)
                && chart.indexOf(name.substring(0, name.length() - COLLECTED.length() - 1)) >= 0) {
            return alert.heardS();
        }
        if (name.endsWith("_raw")) {
            int index = chart.indexOf(name.substring(0, name.length() - "_raw".length()));
            if (index >= 0) {
                return raw(index);
            }
        }
        return elsewhere(name);
    }

    private double latest(int index) {
        return chart.ring(index).at(chart.lastAt(alert.nowS()));
    }

    /** As collected; of a counter only what it gained is kept. */
    private double raw(int index) {
        Dimension about = chart.chart().dimensions().get(index);
        return about.algorithm() == Algorithm.ABSOLUTE
                ? latest(index) * about.divisor() / about.multiplier()
                : Double.NaN;
    }

    /** Names are looked up once, and again when alerts or charts have joined. */
    private double elsewhere(String name) {
        if (foundVersion != surroundings.version()) {
            foundVersion = surroundings.version();
            found.clear();
        }
        ToDoubleFunction<Long> source =
                found.computeIfAbsent(
                        name,
                        any -> {
                            ToDoubleFunction<Long> thing = surroundings.find(name, alert);
                            return thing == null ? NOTHING : thing;
                        });
        return source.applyAsDouble(alert.nowS());
    }
}
