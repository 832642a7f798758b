// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.netdata;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.query.DataAnswer;
import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.DataQuery;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.query.Grouping;
import io.lapwing.agent.series.ChartInfo;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** GET /api/v1/badge.svg: the newest value of a chart, or an alert, as a small picture. */
public final class Badge {
    private static final String TYPE = "image/svg+xml; charset=utf-8";
    private static final long TIME_MAX = 100_000_000_000L;
    private static final int REFRESH_MAX_S = 86_400;

    private final AgentView agent;

    public Badge(AgentView agent) {
        this.agent = agent;
    }

    public Answer svg(Request request) {
        String id = request.text("chart");
        if (id == null) {
            throw new HttpError(400, "the parameter chart is missing; /api/v1/charts lists them");
        }
        ChartInfo chart = agent.chart(id).orElse(null);
        if (chart == null) {
            return drawn(
                    request, new Told("chart not found", Double.NaN, "", "chart not found"), 0);
        }
        String alarm = request.text("alarm");
        Told told = alarm == null ? value(request, chart) : alert(alarm, chart);
        return drawn(request, told, refresh(request, chart.updateEveryS()));
    }

    /**
     * What a badge says.
     *
     * @param usualColour by which an alert tells its status; empty for a plain value
     */
    private record Told(String label, double value, String usualColour, String units) {}

    private Told value(Request request, ChartInfo chart) {
        String dimensions = request.text("dimensions", request.text("dimension", ""));
        Set<DataOption> options = DataOption.all(request.text("options", ""));
        Grouping grouping =
                Grouping.of(request.text("group", Group.AVERAGE.word()), "")
                        .orElseThrow(() -> HttpError.wrong("group", "is no group"));
        Optional<DataAnswer> answer =
                agent.data(
                        new DataQuery(
                                chart.chart().id(),
                                dimensions,
                                request.number("after", -chart.updateEveryS(), -TIME_MAX, TIME_MAX),
                                request.number("before", 0, -TIME_MAX, TIME_MAX),
                                1,
                                grouping,
                                0,
                                null,
                                options));
        double sum = Double.NaN;
        if (answer.isPresent() && answer.get().rows() > 0) {
            for (int i = 0; i < answer.get().columns(); i++) {
                double value = answer.get().value(0, i);
                sum = Double.isNaN(value) ? sum : Double.isNaN(sum) ? value : sum + value;
            }
        }
        String label = dimensions.isEmpty() ? chart.chart().name() : dimensions.replace('|', ' ');
        boolean share = options.contains(DataOption.PERCENTAGE);
        return new Told(label, sum, "", share ? "%" : chart.chart().units());
    }

    private Told alert(String name, ChartInfo chart) {
        for (Alert alert : agent.alerts()) {
            if (alert.name().equals(name) && alert.chart().equals(chart.chart().id())) {
                String colour =
                        switch (alert.status()) {
                            case CRITICAL -> "red";
                            case WARNING -> "orange";
                            case CLEAR -> "brightgreen";
                            default -> "lightgrey";
                        };
                return new Told(
                        alert.name().replace('_', ' '), alert.value(), colour, alert.units());
            }
        }
        return new Told("alarm not found", Double.NaN, "lightgrey", "");
    }

    private static Answer drawn(Request request, Told told, int refreshS) {
        double value = told.value;
        value *= number(request, "multiply", 1);
        double divide = number(request, "divide", 1);
        value /= divide == 0 ? 1 : divide;
        String units = request.text("units", told.units);
        int precision = (int) request.number("precision", BadgeText.AUTOMATIC, -1, 10);
        String usual = told.usualColour.isEmpty() ? "brightgreen" : told.usualColour;
        String colour = BadgeColours.of(request.text("value_color", usual), value);
        BadgeText text =
                new BadgeText(
                        request.text("label", told.label),
                        BadgeText.value(value, units, precision),
                        BadgeColours.hex(request.text("label_color", "grey")),
                        colour,
                        BadgeColours.hex(request.text("text_color_lbl", "fff")),
                        BadgeColours.hex(request.text("text_color_val", "fff")));
        String svg =
                text.svg(
                        request.number("scale", 100, 20, 2_000) / 100.0,
                        (int) request.number("fixed_width_lbl", -1, -1, 2_000),
                        (int) request.number("fixed_width_val", -1, -1, 2_000));
        Map<String, String> headers = new LinkedHashMap<>();
        if (refreshS > 0) {
            headers.put("Refresh", Integer.toString(refreshS));
        }
        return new Answer.Whole(200, TYPE, svg.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static int refresh(Request request, int updateEveryS) {
        return request.text("refresh", "").equals("auto")
                ? updateEveryS
                : (int) request.number("refresh", 0, 0, REFRESH_MAX_S);
    }

    private static double number(Request request, String name, double missing) {
        String text = request.text(name);
        if (text == null) {
            return missing;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw HttpError.wrong(name, "must be a number");
        }
    }
}
