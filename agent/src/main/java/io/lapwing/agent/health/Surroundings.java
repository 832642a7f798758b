// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.SeriesStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a rule's expressions may name beyond their own chart: the values of other alerts, dimensions
 * of other charts, and a few of the machine. Owned by the agent's thread.
 */
final class Surroundings {
    private static final String COLLECTED = "_last_collected_t";

    private final Map<String, List<RunningAlert>> byName = new HashMap<>();
    private @Nullable SeriesStore store;
    private long version;
    private long bound;

    /**
     * @param binding another number when alerts have come or gone
     */
    void look(SeriesStore newest, Collection<RunningAlert> running, long binding) {
        store = newest;
        version = newest.version() << 32 | binding;
        if (bound != binding) {
            bound = binding;
            byName.clear();
            for (RunningAlert alert : running) {
                byName.computeIfAbsent(alert.name(), any -> new ArrayList<>()).add(alert);
            }
        }
    }

    /** Another number when names may have come to mean something else. */
    long version() {
        return version;
    }

    /**
     * What a name stands for, as a function of the second; null when it stands for nothing. Where
     * several things have the name, the one nearest to the asking alert's chart is meant.
     */
    @Nullable ToDoubleFunction<Long> find(String name, RunningAlert asking) {
        if (name.equals("active_processors")) {
            return second -> Runtime.getRuntime().availableProcessors();
        }
        RunningAlert alert = alert(name, asking);
        if (alert != null) {
            return second -> alert.value();
        }
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            ToDoubleFunction<Long> found =
                    ofChart(name.substring(0, dot), name.substring(dot + 1), asking);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** An alert for one dimension means its fellow for the same dimension first. */
    private @Nullable RunningAlert alert(String name, RunningAlert asking) {
        List<RunningAlert> named = byName.getOrDefault(asking.fellow(name), List.of());
        if (named.isEmpty()) {
            named = byName.getOrDefault(name, List.of());
        }
        return named.stream()
                .filter(each -> each != asking)
                .max(Comparator.comparingInt(each -> nearness(each.chart(), asking.chart())))
                .orElse(null);
    }

    private @Nullable ToDoubleFunction<Long> ofChart(
            String chartOrContext, String what, RunningAlert asking) {
        if (store == null) {
            return null;
        }
        ChartSeries exact = store.find(chartOrContext);
        Stream<ChartSeries> candidates =
                exact != null
                        ? Stream.of(exact)
                        : store.charts().stream()
                                .filter(each -> each.chart().context().equals(chartOrContext));
        return candidates
                .sorted(Comparator.comparingInt(each -> -nearness(each.chart(), asking.chart())))
                .map(each -> part(each, what))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable ToDoubleFunction<Long> part(ChartSeries chart, String what) {
        int dimension = chart.indexOf(what);
        if (dimension >= 0) {
            return second -> chart.ring(dimension).at(chart.lastAt(second));
        }
        if (what.endsWith(COLLECTED) || what.equals(COLLECTED.substring(1))) {
            return chart::lastAt;
        }
        for (RunningAlert alert : byName.getOrDefault(what, List.of())) {
            if (alert.chart().id().equals(chart.chart().id())) {
                return second -> alert.value();
            }
        }
        return null;
    }

    /** The same chart is nearest, then the one that shares most labels. */
    private static int nearness(Chart one, Chart other) {
        if (one.id().equals(other.id())) {
            return Integer.MAX_VALUE;
        }
        return (int)
                one.labels().entrySet().stream()
                        .filter(each ->
                                Objects.equals(each.getValue(), other.labels().get(each.getKey())))
                        .count();
    }
}
