// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The charts there are, and which of them moved. */
final class ChartsApiTest {
    private static final String CONNACKS = "vernemq_local.mqtt_connack_sent_reason";

    private final TestNode node = TestNode.start();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void everyChartIsListedWithItsDimensions() {
        node.second();

        JsonNode charts = node.json("/api/charts").path("charts");

        assertThat(charts.findValuesAsString("id")).contains(CONNACKS, "lapwing_local.refusals");
        JsonNode one = node.json("/api/charts?find=CONNACK_SENT_reason").path("charts").get(0);
        assertThat(one.path("id").asString()).isEqualTo(CONNACKS);
        assertThat(one.path("units").asString()).isEqualTo("packets/s");
        assertThat(one.path("dimensions").toString()).contains("success");
        assertThat(one.path("changed").asDouble()).isZero();
        assertThat(node.json("/api/charts?find=nosuchchart").path("charts")).isEmpty();
    }

    @Test
    void theChartThatMovedMostHasTheGreatestChange() {
        for (int i = 0; i < 120; i++) {
            node.accept(10 + i % 2);
            node.second();
        }
        for (int i = 0; i < 30; i++) {
            node.accept(100);
            node.second();
        }

        List<JsonNode> charts =
                node.json("/api/charts?changed=30").path("charts").valueStream().toList();
        double moved = changeOf(charts, CONNACKS);

        assertThat(moved).isGreaterThan(20);
        assertThat(charts.stream().filter(each -> each.path("changed").asDouble() > moved))
                .isEmpty();
        assertThat(charts).anyMatch(each -> each.path("changed").asDouble() == 0);
        assertThat(node.get("/api/charts?before=5").statusCode()).isEqualTo(400);
    }

    private static double changeOf(List<JsonNode> charts, String id) {
        return charts.stream()
                .filter(each -> each.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow()
                .path("changed")
                .asDouble();
    }
}
