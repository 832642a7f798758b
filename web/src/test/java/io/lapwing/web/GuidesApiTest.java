// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GuidesApiTest {
    private final TestNode node = TestNode.start();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aGuideIsAPageForPeopleAndAnAnswerForPrograms() {
        var page = node.get("/guides/target_down");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.body()).contains("<h1>target_down</h1>", "What it means", "<li>Look");

        assertThat(node.json("/api/guides/target_down").path("steps").size()).isEqualTo(3);
        assertThat(node.json("/api/guides").path("guides").size()).isGreaterThan(30);
        assertThat(node.get("/guides/no_such").statusCode()).isEqualTo(404);
    }

    @Test
    void anAlertCarriesItsGuide() {
        String id =
                "vernemq_local.mqtt_connack_sent_reason."
                        + "vernemq_mqtt_connack_sent_reason_unsuccessful";

        assertThat(node.json("/api/alerts/" + id).path("guide").path("meaning").asString(""))
                .contains("CONNACK");
    }
}
