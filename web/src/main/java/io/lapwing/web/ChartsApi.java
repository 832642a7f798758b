// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.query.DataAnswer;
import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.DataQuery;
import io.lapwing.agent.query.Group;
import io.lapwing.agent.series.ChartInfo;
import io.lapwing.base.Clock;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The charts there are, and how much each has changed against the hour before a window. */
final class ChartsApi {
    private static final long WINDOW_S_MAX = 7L * 86_400;
    private static final long BEFORE_S = 3_600;

    /** A change of so small a part of what a series was is none. */
    private static final double NOISE = 0.02;

    /** Not at whole multiples of the window. */
    private static final Set<DataOption> EXACTLY = Set.of(DataOption.UNALIGNED);

    private final AgentView agent;
    private final Clock clock;

    ChartsApi(AgentView agent, Clock clock) {
        this.agent = agent;
        this.clock = clock;
    }

    /** GET /api/charts. */
    Answer list(Request request) {
        request.knowsOnly("find", "changed", "before");
        String find = request.text("find", "").toLowerCase(Locale.ROOT);
        long window = request.number("changed", 0, 0, WINDOW_S_MAX);
        long before = request.number("before", 0, 0, Long.MAX_VALUE);
        if (before > 0 && window == 0) {
            throw HttpError.wrong("changed", "is needed with before: the seconds of the window");
        }
        long end = before > 0 ? before : clock.epochMillis() / 1_000;
        return Answer.json(
                new Api.ChartList(
                        agent.charts().stream()
                                .filter(each -> matches(each.chart(), find))
                                .map(each -> of(each, end, window))
                                .toList()));
    }

    private static boolean matches(Chart chart, String find) {
        return find.isEmpty()
                || (chart.id() + '\n' + chart.title() + '\n' + chart.family() + '\n' + names(chart))
                        .toLowerCase(Locale.ROOT)
                        .contains(find);
    }

    private static List<String> names(Chart chart) {
        return chart.dimensions().stream().map(Dimension::name).toList();
    }

    private Api.ChartLine of(ChartInfo info, long end, long window) {
        Chart chart = info.chart();
        return new Api.ChartLine(
                chart.id(),
                chart.title(),
                chart.units(),
                chart.family(),
                chart.context(),
                chart.type().name().toLowerCase(Locale.ROOT),
                names(chart),
                info.firstEntryS(),
                window == 0 ? 0 : changed(chart, end, window));
    }

    /**
     * How far the mean of a window lies from that of the hour before it, in standard deviations of
     * that hour; of the dimension that moved most.
     */
    private double changed(Chart chart, long end, long window) {
        long start = end - window;
        DataAnswer now = one(chart, start, end, Group.AVERAGE);
        DataAnswer then = one(chart, start - BEFORE_S, start, Group.AVERAGE);
        DataAnswer spread = one(chart, start - BEFORE_S, start, Group.STDDEV);
        if (now == null || then == null || spread == null) {
            return 0;
        }
        double most = 0;
        for (int i = 0; i < Math.min(now.columns(), then.columns()); i++) {
            double moved = Math.abs(now.value(0, i) - then.value(0, i));
            double noise = NOISE * (Math.abs(then.value(0, i)) + Math.abs(now.value(0, i)));
            double score = moved / (spread.value(0, i) + noise);
            most = Double.isFinite(score) ? Math.max(most, score) : most;
        }
        return most;
    }

    private @Nullable DataAnswer one(Chart chart, long after, long before, Group group) {
        return agent.data(new DataQuery(chart.id(), "", after, before, 1, group, EXACTLY))
                .filter(answer -> answer.rows() > 0)
                .orElse(null);
    }
}
