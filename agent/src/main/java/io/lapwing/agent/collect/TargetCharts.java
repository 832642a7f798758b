// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import io.lapwing.agent.collect.DimensionTemplate.ByLabel;
import io.lapwing.agent.collect.DimensionTemplate.Quantiles;
import io.lapwing.agent.collect.DimensionTemplate.Sum;
import io.lapwing.agent.collect.DimensionTemplate.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The charts that a target's metrics make by a pack. Each metric is looked at once, when it first
 * appears. Owned by the agent's thread.
 */
public final class TargetCharts {
    /** A place in a chart where metrics of one name belong. */
    private record Place(ChartTemplate template, int priority, int dimension) {}

    private final ChartPack pack;
    private final Naming naming;
    private final Map<String, List<Place>> places = new HashMap<>();
    private final Map<String, LiveChart> byId = new LinkedHashMap<>();
    private final Map<String, Buckets> buckets = new HashMap<>();
    private final Set<String> histograms = new HashSet<>();
    private final List<LiveChart> charts = new ArrayList<>();
    private String prefix = "";

    public TargetCharts(ChartPack pack, Naming naming) {
        this.pack = pack;
        this.naming = naming;
        for (int i = 0; i < pack.templates().size(); i++) {
            index(pack.templates().get(i), pack.priority() + i);
        }
    }

    /** All charts so far, in the order they appeared. Only grows. */
    public List<LiveChart> charts() {
        return charts;
    }

    /** Notes on all charts whether the target answered when it was asked last. */
    public void targetAnswers(boolean answers) {
        charts.forEach(chart -> chart.targetAnswers(answers));
    }

    /** What the target puts before all names that the pack knows. */
    void prefix(String before) {
        prefix = before;
    }

    /** Gives a new metric its places; false when it has none here. */
    boolean bind(Metric metric, int index) {
        String name =
                metric.name().startsWith(prefix)
                        ? metric.name().substring(prefix.length())
                        : metric.name();
        List<Place> known = places.getOrDefault(name, List.of());
        for (Place place : known) {
            if (place.template.scope().takes(metric)) {
                bind(place, name, metric, index);
            }
        }
        return !known.isEmpty() || histograms.contains(histogramOf(name));
    }

    /** The sum and the count of a histogram belong to it. */
    private static String histogramOf(String name) {
        int end = name.endsWith("_sum") ? 4 : name.endsWith("_count") ? 6 : 0;
        return name.substring(0, name.length() - end);
    }

    private void index(ChartTemplate template, int priority) {
        for (int i = 0; i < template.dimensions().size(); i++) {
            Place place = new Place(template, priority, i);
            switch (template.dimensions().get(i)) {
                case Sum sum -> sum.terms().forEach(term -> place(term.metric(), place));
                case ByLabel byLabel -> place(byLabel.metric(), place);
                case Quantiles quantiles -> {
                    histograms.add(quantiles.histogram());
                    place(quantiles.histogram() + "_bucket", place);
                }
            }
        }
        if (template.always()) {
            LiveChart unused = chart(template, priority, naming.node());
        }
    }

    private void place(String metric, Place place) {
        places.computeIfAbsent(metric, any -> new ArrayList<>()).add(place);
    }

    private void bind(Place place, String name, Metric metric, int index) {
        String itsNode = metric.labels().getOrDefault(Scope.NODE_LABEL, naming.node());
        LiveChart chart = chart(place.template, place.priority, itsNode);
        switch (place.template.dimensions().get(place.dimension)) {
            case Sum sum -> {
                TermSum live = chart.sum(sum.dimension().id());
                for (Term term : sum.terms()) {
                    if (term.metric().equals(name)) {
                        live.add(index, term.weight());
                    }
                }
            }
            case ByLabel byLabel ->
                    byLabel.labels().stream()
                            .map(metric::label)
                            .filter(value -> !value.isEmpty())
                            .findFirst()
                            .ifPresent(value -> byLabel(chart, byLabel, value, index));
            case Quantiles quantiles ->
                    buckets(chart.chart().id(), quantiles).add(metric.label("le"), index);
        }
    }

    private static void byLabel(LiveChart chart, ByLabel template, String value, int index) {
        TermSum sum =
                template.algorithm() == Algorithm.INCREMENTAL
                        ? chart.counter(value)
                        : chart.gauge(value);
        if (sum != null) {
            sum.add(index, 1);
        }
    }

    private Buckets buckets(String chartId, Quantiles quantiles) {
        return buckets.computeIfAbsent(chartId + ' ' + quantiles.histogram(), any -> new Buckets());
    }

    private LiveChart chart(ChartTemplate template, int priority, String itsNode) {
        String id =
                pack.module()
                        + '_'
                        + naming.target()
                        + '.'
                        + template.scope().chartId(itsNode, template.id());
        LiveChart known = byId.get(id);
        if (known != null) {
            return known;
        }
        Map<String, String> labels = new LinkedHashMap<>(naming.labels());
        labels.put("node", itsNode);
        if (!template.scope().version().isEmpty()) {
            labels.put("mqtt_version", template.scope().version());
        }
        LiveChart added =
                new LiveChart(
                        new Chart(
                                id,
                                id,
                                template.title(),
                                naming.units(template.units()),
                                template.family(),
                                pack.module() + '.' + template.context(),
                                template.type(),
                                priority,
                                labels,
                                List.of()),
                        template.always());
        template.dimensions().forEach(dimension -> addDimensions(added, dimension));
        byId.put(id, added);
        charts.add(added);
        return added;
    }

    private void addDimensions(LiveChart chart, DimensionTemplate template) {
        switch (template) {
            case Sum sum ->
                    chart.add(sum.dimension(), new TermSum(sum.dimension(), sum.atLeastZero()));
            case ByLabel byLabel ->
                    byLabel.known()
                            .forEach(id -> {
                                TermSum unused = chart.counter(id);
                            });
            case Quantiles quantiles ->
                    quantiles
                            .shares()
                            .forEach((id, share) ->
                                    chart.add(
                                            new Dimension(id, id, Algorithm.ABSOLUTE, 1, 1),
                                            new Quantile(
                                                    buckets(chart.chart().id(), quantiles),
                                                    share,
                                                    quantiles.factor())));
        }
    }
}
