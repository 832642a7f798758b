// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import io.lapwing.agent.collect.DimensionTemplate.ByLabel;
import io.lapwing.agent.collect.DimensionTemplate.Quantiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a chart pack from its text. A line with bars is a chart (scope, id, context, type, units,
 * title), the lines with an equals sign after it are its dimensions, {@code family} holds for the
 * charts that follow, {@code codes} names a list of label values, and {@code everywhere} metrics
 * that all nodes of a cluster tell alike.
 */
final class PackReader {
    private final String file;
    private final Map<String, List<String>> codes = new HashMap<>();
    private final List<ChartTemplate> templates = new ArrayList<>();
    private final Set<String> everyNodeTells = new HashSet<>();
    private List<String> head = List.of();
    private List<DimensionTemplate> dimensions = new ArrayList<>();
    private String family = "";
    private int line;

    private PackReader(String file) {
        this.file = file;
    }

    /** A pack that ships with the program. */
    static ChartPack read(String module, int priority, String resource) {
        try (InputStream in = PackReader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("there is no chart pack " + resource);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            PackReader reader = new PackReader(resource);
            text.lines().forEach(reader::onLine);
            reader.endChart();
            return new ChartPack(
                    module,
                    priority,
                    List.copyOf(reader.templates),
                    Set.copyOf(reader.everyNodeTells));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the chart pack " + resource, e);
        }
    }

    private void onLine(String raw) {
        line++;
        String text = raw.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        if (text.startsWith("family ")) {
            endChart();
            family = text.substring("family ".length());
        } else if (text.startsWith("everywhere ")) {
            everyNodeTells.addAll(List.of(text.split(" +")));
        } else if (text.startsWith("codes ")) {
            List<String> words = List.of(text.split(" +"));
            codes.computeIfAbsent(words.get(1), any -> new ArrayList<>())
                    .addAll(words.subList(2, words.size()));
        } else if (text.contains("|")) {
            endChart();
            head = List.of(text.split(" *\\| *"));
        } else {
            int equals = text.indexOf('=');
            dimensions.add(
                    dimension(text.substring(0, equals).strip(), text.substring(equals + 1)));
        }
    }

    private void endChart() {
        if (!head.isEmpty()) {
            switch (head.get(0)) {
                case "node" -> add(Scope.NODE, false);
                case "3" -> add(Scope.MQTT_4, false);
                case "5" -> add(Scope.MQTT_5, false);
                case "3+5" -> {
                    add(Scope.MQTT_4, false);
                    add(Scope.MQTT_5, false);
                }
                case "target" -> add(Scope.TARGET, false);
                case "always" -> add(Scope.TARGET, true);
                default -> throw wrong("there is no scope " + head.get(0));
            }
        }
        head = List.of();
        dimensions = new ArrayList<>();
    }

    private void add(Scope scope, boolean always) {
        ChartType type =
                switch (head.get(3)) {
                    case "line" -> ChartType.LINE;
                    case "area" -> ChartType.AREA;
                    case "stacked" -> ChartType.STACKED;
                    default -> throw wrong("there is no type " + head.get(3));
                };
        templates.add(
                new ChartTemplate(
                        scope,
                        head.get(1),
                        head.get(5),
                        head.get(4),
                        family,
                        head.get(2),
                        type,
                        List.copyOf(dimensions),
                        always));
    }

    private DimensionTemplate dimension(String id, String text) {
        List<String> words = List.of(text.strip().split(" +"));
        String metric = words.get(1);
        return switch (words.get(0)) {
            case "counter" -> DimensionTemplate.counter(id, metric, 1, divisor(words));
            case "outgoing" -> DimensionTemplate.counter(id, metric, -1, divisor(words));
            case "gauge" -> DimensionTemplate.gauge(id, metric, divisor(words));
            case "rest" -> DimensionTemplate.rest(id, metric, words.subList(2, words.size()));
            case "each" ->
                    new ByLabel(
                            metric,
                            Algorithm.INCREMENTAL,
                            List.of(id.split(",")),
                            known(words.subList(2, words.size())));
            case "levels" ->
                    new ByLabel(metric, Algorithm.ABSOLUTE, List.of(id.split(",")), List.of());
            case "quantiles" -> quantiles(metric, id, divisor(words));
            default -> throw wrong("there is no kind of dimension " + words.get(0));
        };
    }

    private List<String> known(List<String> names) {
        return names.stream()
                .flatMap(name -> codes.getOrDefault(name, List.of()).stream())
                .distinct()
                .toList();
    }

    private static Quantiles quantiles(String histogram, String ids, int divisor) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (String id : ids.split(",")) {
            shares.put(id, Integer.parseInt(id.substring(1)) / 100.0);
        }
        return new Quantiles(histogram, shares, 1.0 / divisor);
    }

    private static int divisor(List<String> words) {
        return words.size() == 4 && words.get(2).equals("/") ? Integer.parseInt(words.get(3)) : 1;
    }

    private IllegalStateException wrong(String what) {
        return new IllegalStateException(file + " line " + line + ": " + what);
    }
}
