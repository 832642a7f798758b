// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.delivery.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Charts as JSON with the keys of Netdata's exporter: an object for each dimension, one a line over
 * a socket, in one list over HTTP.
 */
final class JsonCharts implements Encoder {
    private final Plan plan;
    private final Place place;

    JsonCharts(Plan plan, Place place) {
        this.plan = plan;
        this.place = place;
    }

    @Override
    public Batch encode(Source source, long atS) {
        List<ChartValue> values = source.charts(plan.only(), atS, plan.every().toSeconds());
        String text =
                plan.isHttp()
                        ? values.stream()
                                .map(this::object)
                                .collect(Collectors.joining(",\n", "[\n", "\n]\n"))
                        : values.stream()
                                .map(each -> object(each) + '\n')
                                .collect(Collectors.joining());
        return new Batch(text.getBytes(StandardCharsets.UTF_8), values.size());
    }

    private String object(ChartValue value) {
        Chart chart = value.chart();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("prefix", plan.prefix().isEmpty() ? NetdataGraphite.PREFIX : plan.prefix());
        object.put("hostname", place.node());
        if (!plan.labels().isEmpty()) {
            object.put("labels", plan.labels());
        }
        object.put("chart_id", chart.id());
        object.put("chart_name", chart.name());
        object.put("chart_family", chart.family());
        object.put("chart_context", chart.context());
        object.put("chart_type", chart.id().substring(0, chart.id().indexOf('.')));
        object.put("units", chart.units());
        object.put("id", value.id());
        object.put("name", value.name());
        object.put("value", value.value());
        object.put("timestamp", value.atS());
        return Json.text(object);
    }
}
