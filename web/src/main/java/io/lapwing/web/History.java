// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.AgentView;
import io.lapwing.agent.query.DataAnswer;
import io.lapwing.agent.query.DataOption;
import io.lapwing.agent.query.DataQuery;
import io.lapwing.agent.query.Group;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Short questions about the past of charts. */
final class History {
    static final String REFUSALS = "lapwing_local.refusals";
    static final String REASONS = "vernemq_local.mqtt_connack_sent_reason";
    static final String SUCCESS = "success";

    private final AgentView agent;

    History(AgentView agent) {
        this.agent = agent;
    }

    /** What each dimension adds up to in these seconds, the last one included. */
    Map<String, Double> sums(String chart, long firstS, long lastS) {
        Map<String, Double> sums = new LinkedHashMap<>();
        agent.data(
                        new DataQuery(
                                chart,
                                "",
                                firstS,
                                lastS,
                                1,
                                Group.SUM,
                                Set.of(DataOption.UNALIGNED)))
                .ifPresent(answer -> collect(answer, sums));
        return sums;
    }

    private static void collect(DataAnswer answer, Map<String, Double> sums) {
        for (int column = 0; answer.rows() > 0 && column < answer.columns(); column++) {
            double value = answer.value(0, column);
            if (!Double.isNaN(value)) {
                sums.put(answer.head().dimensionNames().get(column), value);
            }
        }
    }
}
