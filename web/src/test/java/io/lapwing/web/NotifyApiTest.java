// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the API tells and takes about notifications. */
class NotifyApiTest {
    private static final String ALERT =
            "vernemq_local.mqtt_connack_sent_reason.vernemq_mqtt_connack_sent_reason_unsuccessful";

    @Test
    void receiversAreListedWithoutTheirSecretsAndCanBeTested() throws IOException {
        HttpServer receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(
                            exchange.getRequestURI().getPath().equals("/good") ? 200 : 403, -1);
                    exchange.close();
                });
        receiver.start();
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort();
        try (TestNode node =
                TestNode.start(
                        Map.of(
                                "notify.ops",
                                "webhook",
                                "notify.ops.url",
                                url + "/good",
                                "notify.bad",
                                "slack",
                                "notify.bad.url",
                                url + "/services/secret"))) {
            JsonNode state = node.json("/api/notify");
            assertThat(state.get("receivers")).hasSize(2);
            assertThat(state.toString()).doesNotContain("secret").doesNotContain("/good");

            HttpResponse<String> good = node.change("POST", "/api/notify/ops/test", "");
            HttpResponse<String> bad = node.change("POST", "/api/notify/bad/test", "");
            HttpResponse<String> none = node.change("POST", "/api/notify/none/test", "");

            assertThat(good.statusCode()).isEqualTo(200);
            assertThat(bad.statusCode()).isEqualTo(502);
            assertThat(bad.body()).contains("127.0.0.1 answers 403").doesNotContain("secret");
            assertThat(none.statusCode()).isEqualTo(404);
            assertThat(node.send("POST", "/api/notify/ops/test", "").statusCode()).isEqualTo(403);

            for (int i = 0; i < 6; i++) {
                node.refuse("pump-7");
            }
            node.second();
            JsonNode open = node.json("/api/notify").get("open").get(0);
            assertThat(open.get("alert").asString()).isEqualTo(ALERT);
            HttpResponse<String> taken =
                    node.change(
                            "POST",
                            "/api/notify/acks",
                            "{\"alert\": \"" + ALERT + "\", \"by\": \"ann\", \"note\": \"on it\"}");
            assertThat(node.tree(taken.body()).get("open").get(0).get("acknowledged_by").asString())
                    .isEqualTo("ann");
            assertThat(node.change("DELETE", "/api/notify/acks/" + ALERT, "").statusCode())
                    .isEqualTo(200);
            assertThat(node.change("DELETE", "/api/notify/acks/nothing", "").statusCode())
                    .isEqualTo(404);
        } finally {
            receiver.stop(0);
        }
    }
}
