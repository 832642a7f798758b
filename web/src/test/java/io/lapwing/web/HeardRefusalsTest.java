// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.health.Culprits;
import io.lapwing.broker.refusals.Attempt;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Heard;
import io.lapwing.broker.refusals.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Refusals that the logs of other brokers tell, beside our own. */
final class HeardRefusalsTest {
    private static final String BY_CODE_3 = "vernemq.node_mqtt_connack_sent_by_return_code";
    private static final String BY_CODE_5 = "vernemq.node_mqtt_connack_sent_by_reason_code";

    private final TestNode node = TestNode.start();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void whatTheLogOfAnotherBrokerTellsIsListedAndExplained() {
        node.refuse("pump-7");
        hear("plant-3", null);

        JsonNode answer = node.json("/api/refusals?target=plant-3");
        assertThat(answer.path("total").asInt()).isEqualTo(1);
        JsonNode row = answer.path("rows").get(0);
        assertThat(row.path("target").asString()).isEqualTo("plant-3");
        assertThat(row.path("code").asString()).isEqualTo("5 or 0x86");
        assertThat(node.json("/api/refusals?target=").path("rows").get(0).path("target").isNull())
                .isTrue();
        assertThat(node.json("/api/refusals").path("total").asInt()).isEqualTo(2);

        JsonNode opened = node.json("/api/refusals/" + row.path("id").asString());
        assertThat(opened.path("wire").path("log_line").asString())
                .isEqualTo("can't authenticate …");
        assertThat(opened.path("steps").get(0).path("command").asString())
                .startsWith("vmq-passwd ");
        assertThat(opened.path("text").asString())
                .startsWith("A connection from 10.0.0.9 was refused 1 time by plant-3");
    }

    @Test
    void theAlertOfATargetNamesThoseWhomItsOwnLogTells() {
        node.refuse("pump-7");
        hear("plant-3", "cam-1");
        hear("plant-3", "cam-1");
        hear("plant-4", "cam-2");

        assertThat(clients("plant-3", BY_CODE_3, "not_authorized"))
                .containsExactly(new Culprits.Share("cam-1", 2));
        assertThat(clients("plant-3", BY_CODE_5, "bad_username_or_password"))
                .containsExactly(new Culprits.Share("cam-1", 2));
        assertThat(clients("plant-3", BY_CODE_5, "not_authorized")).isEmpty();
        assertThat(clients("plant-4", BY_CODE_3, "not_authorized"))
                .containsExactly(new Culprits.Share("cam-2", 1));
        assertThat(clients("", BY_CODE_5, "bad_username_or_password"))
                .containsExactly(new Culprits.Share("pump-7", 1));
        assertThat(clients("", "lapwing.refusals", "unknown_user")).hasSize(2);
    }

    private List<Culprits.Share> clients(String target, String context, String dimension) {
        long now = node.clock.epochMillis();
        return new RefusalWitness(node.broker)
                .between(target, context, dimension::equals, now - 60_000, now + 1_000)
                .clients();
    }

    private void hear(String target, @Nullable String client) {
        node.broker.refusals.refused(
                new Refusal(
                        Cause.UNKNOWN_USER,
                        node.clock.epochMillis(),
                        new Attempt("", "10.0.0.9", 5, null, -1, client, null),
                        "VerneMQ says plugin_chain_exhausted",
                        List.of(),
                        null,
                        new Heard(
                                target,
                                "vernemq",
                                "can't authenticate …",
                                "not_authorized",
                                "bad_username_or_password")));
    }
}
