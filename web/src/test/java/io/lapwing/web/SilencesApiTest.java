// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Silences, replays and culprits, as programs and the page ask for them. */
final class SilencesApiTest {
    private static final String ALERT =
            "vernemq_local.mqtt_connack_sent_reason.vernemq_mqtt_connack_sent_reason_unsuccessful";

    private final TestNode node = TestNode.start();

    @BeforeEach
    void sixRefusals() {
        for (int i = 0; i < 4; i++) {
            node.refuse("pump-7");
        }
        node.refuse("pump-8");
        node.refuse("pump-8");
        node.second();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private JsonNode alarm() {
        return node.json("/api/v1/alarms").path("alarms").path(ALERT);
    }

    @Test
    void aSilencedAlertStaysRaisedAndSaysWhoSilencedIt() {
        assertThat(alarm().path("silenced").asBoolean()).isFalse();
        var added =
                node.change(
                        "POST",
                        "/api/silences",
                        """
                        {"alert": "vernemq_*", "reason": "rollout", "author": "ann", \
                        "for_seconds": 600}\
                        """);
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(node.tree(added.body()).path("id").asString("")).isEqualTo("1");

        assertThat(alarm().path("silenced").asBoolean()).isTrue();
        assertThat(alarm().path("status").asString("")).isEqualTo("WARNING");
        JsonNode silence = node.json("/api/alerts/" + ALERT).path("silence");
        assertThat(silence.path("author").asString("")).isEqualTo("ann");
        assertThat(silence.path("holds").asBoolean()).isTrue();
        JsonNode other = node.json("/api/alerts").path("alerts").get(3);
        assertThat(other.path("silence").isNull()).isTrue();

        assertThat(node.change("DELETE", "/api/silences/1", "").statusCode()).isEqualTo(200);
        assertThat(node.change("DELETE", "/api/silences/1", "").statusCode()).isEqualTo(404);
        assertThat(alarm().path("silenced").asBoolean()).isFalse();
    }

    @Test
    void aSilenceEndsByItself() {
        var unused =
                node.change(
                        "POST",
                        "/api/silences",
                        """
                        {"chart": "vernemq_local.*", "reason": "r", "author": "a", \
                        "for_seconds": 30}\
                        """);
        assertThat(node.json("/api/silences").path("silences")).hasSize(1);
        node.clock.advance(Duration.ofSeconds(30));
        assertThat(node.json("/api/silences").path("silences")).isEmpty();
    }

    @Test
    void whatIsWrongWithAWishIsSaid() {
        String[] wrong = {
            "{\"reason\": \"r\", \"author\": \"a\", \"for_seconds\": 5}",
            "{\"alert\": \"*\", \"author\": \"a\", \"for_seconds\": 5}",
            "{\"alert\": \"*\", \"reason\": \"r\", \"author\": \"a\"}",
            "{\"alert\": \"*\", \"reason\": \"r\", \"author\": \"a\", \"until\": 5}",
            "{\"alert\": \"*\", \"reason\": \"r\", \"author\": \"a\", \"for_seconds\": 5,"
                    + " \"schedule\": \"now and then\"}",
            "{\"alerts\": \"*\"}",
        };
        for (String body : wrong) {
            assertThat(node.change("POST", "/api/silences", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(node.send("POST", "/api/silences", wrong[0]).statusCode()).isEqualTo(403);
    }

    @Test
    void anAlertNamesWhoIsBehindIt() {
        assertThat(alarm().path("top_clients").toString())
                .isEqualTo("[{\"name\":\"pump-7\",\"count\":4},{\"name\":\"pump-8\",\"count\":2}]");
        assertThat(alarm().path("top_causes").toString())
                .isEqualTo("[{\"name\":\"wrong_password\",\"count\":6}]");
        assertThat(alarm().path("top_addresses").toString())
                .isEqualTo("[{\"name\":\"10.0.0.7\",\"count\":6}]");
        JsonNode culprits = node.json("/api/alerts/" + ALERT).path("culprits");
        assertThat(culprits.path("total").asInt()).isEqualTo(6);

        JsonNode raise =
                node.json("/api/v1/alarm_log?chart=vernemq_local.mqtt_connack_sent_reason").get(0);
        assertThat(raise.path("status").asString("")).isEqualTo("WARNING");
        assertThat(raise.path("top_clients").get(0).path("name").asString("")).isEqualTo("pump-7");
    }

    @Test
    void aReplayTellsWhatARuleWouldHaveDone() {
        String name = "vernemq_mqtt_connack_sent_reason_unsuccessful";
        JsonNode replay = node.json("/api/replay?rule=" + name);
        assertThat(replay.path("raises").asInt()).isEqualTo(1);
        assertThat(replay.path("seconds").asInt()).isEqualTo(2);
        assertThat(replay.path("transitions").get(1).path("to").asString("")).isEqualTo("WARNING");
        assertThat(node.get("/api/replay?rule=no_such").statusCode()).isEqualTo(404);
        assertThat(node.get("/api/replay").statusCode()).isEqualTo(400);

        var thought =
                node.change(
                        "POST",
                        "/api/replay",
                        """
                        {"text": "template: strict\\non: vernemq.mqtt_connack_sent_reason\\n\
                        lookup: sum -1m unaligned of !success,*\\nevery: 1s\\nwarn: $this > 9\\n"}\
                        """);
        assertThat(thought.statusCode()).isEqualTo(200);
        assertThat(node.tree(thought.body()).path("raises").asInt()).isZero();
        var wrong = node.change("POST", "/api/replay", "{\"text\": \"template: a\\nwarn: (\\n\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("line 2");
    }
}
