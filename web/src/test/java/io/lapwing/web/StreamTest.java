// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The live stream over real sockets: what comes, in which order, and what a slow reader costs. */
@Timeout(60)
final class StreamTest {
    private final TestNode node = TestNode.start();

    @AfterEach
    void stop() {
        node.close();
    }

    /** One event of the stream. */
    private record Update(long id, String event, String data) {}

    @Test
    void aSecondIsToldWithWhatItBrought() throws IOException {
        try (BufferedReader stream = open()) {
            node.accept(200);
            node.refuse("pump-7");
            node.refuse("pump-7");
            node.second();

            JsonNode second = node.tree(next(stream, "second").data);

            assertThat(SiteTest.keys(second))
                    .containsExactly(
                            "t_s",
                            "late_ms",
                            "refused",
                            "reasons",
                            "accepted",
                            "last_minute",
                            "vitals");
            assertThat(second.path("t_s").asLong()).isEqualTo(TestNode.START / 1_000 + 2);
            assertThat(second.path("refused").toString()).isEqualTo("{\"wrong_password\":2}");
            assertThat(second.path("reasons").toString())
                    .isEqualTo("{\"success\":200,\"bad_username_or_password\":2}");
            assertThat(second.path("accepted").toString()).isEqualTo("200");
            assertThat(second.path("last_minute").path("parts").get(0).path("client").asString())
                    .isEqualTo("pump-7");
            assertThat(second.path("vitals").get(0).toString())
                    .isEqualTo("{\"id\":\"connections\",\"value\":2}");

            node.second();
            JsonNode quiet = node.tree(next(stream, "second").data);
            assertThat(quiet.path("refused").toString()).as("only what is not 0").isEqualTo("{}");
        }
    }

    @Test
    void idsRiseFromUpdateToUpdate() throws IOException {
        try (BufferedReader stream = open()) {
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                node.second();
                ids.add(next(stream, "second").id);
            }
            assertThat(ids).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void anAlertIsToldWithTheSecondThatRaisedItAndWithEachAfterIt() throws IOException {
        try (BufferedReader stream = open()) {
            for (int i = 0; i < 6; i++) {
                node.refuse("pump-7");
            }
            node.second();

            JsonNode raised = node.tree(next(stream, "alerts").data).path("alerts").get(0);
            assertThat(raised.path("status").asString()).isEqualTo("WARNING");
            assertThat(raised.path("value").asInt()).isEqualTo(6);
            node.second();
            assertThat(next(stream, "alerts").data).contains("\"WARNING\"");

            for (int i = 0; i < 60; i++) {
                node.second();
            }
            Update last = next(stream, "alerts");
            while (!last.data.contains("\"status\":\"CLEAR\"")) {
                last = next(stream, "alerts");
            }
            assertThat(node.tree(last.data).path("alerts").get(0).path("value").asInt()).isZero();
        }
    }

    @Test
    void refusedClientsAndWhatChangedAreTold() throws IOException {
        try (BufferedReader stream = open()) {
            node.refuse("pump-7");
            node.clock.advance(Duration.ofSeconds(1));

            JsonNode rows = node.tree(next(stream, "refusals").data);
            assertThat(rows.path("rows").get(0).path("client").asString()).isEqualTo("pump-7");
            assertThat(rows.path("more").asInt()).isZero();

            node.events.happened("reload", "lapwing.passwd reloaded");
            JsonNode event = node.tree(next(stream, "changed").data);
            assertThat(event.path("text").asString()).isEqualTo("lapwing.passwd reloaded");
        }
    }

    @Test
    void aQuietStreamIsKeptAliveByComments() throws IOException {
        try (BufferedReader stream = open()) {
            long started = System.nanoTime();
            String line = stream.readLine();
            while (!": ping".equals(line)) {
                line = stream.readLine();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void whoeverDoesNotReadMissesUpdatesIsCutOffAndHoldsNobodyUp() throws IOException {
        try (Socket deaf = new Socket();
                BufferedReader stream = open()) {
            deaf.setReceiveBufferSize(1_024);
            deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()));
            deaf.getOutputStream()
                    .write(
                            "GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.UTF_8));
            await().until(() -> viewers() == 2);
            String text = "x".repeat(8_000);
            int sent = 0;
            while (viewers() == 2) {
                assertThat(sent).as("updates before the deaf one is cut off").isLessThan(100_000);
                node.events.happened("reload", text + sent);
                assertThat(next(stream, "changed").data).endsWith("x" + sent + "\",\"key\":false}");
                sent++;
            }

            assertThat(dropped()).isGreaterThanOrEqualTo(Viewer.MISSED_MAX);
            assertThat(sent).isGreaterThan(Viewer.QUEUE_MAX);
        }
    }

    @Test
    void tooManyPagesAreToldSo() throws IOException {
        List<HttpResponse<?>> open = new ArrayList<>();
        for (int i = 0; i < LiveStream.VIEWERS_MAX; i++) {
            open.add(node.stream());
        }
        await().until(() -> viewers() == LiveStream.VIEWERS_MAX);

        HttpResponse<String> response = node.get("/api/stream");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"error\":\"64 pages follow the stream already\"}");
        for (HttpResponse<?> each : open) {
            ((InputStream) each.body()).close();
        }
        await().atMost(Duration.ofSeconds(15)).until(() -> viewers() == 0);
    }

    @Test
    void closingEndsTheStreamAtOnce() throws IOException {
        try (BufferedReader stream = open()) {
            long started = System.nanoTime();
            node.http.close();

            String line = stream.readLine();
            while (line != null) {
                line = stream.readLine();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    /** Opens the stream and waits until it is followed, so that nothing is missed. */
    private BufferedReader open() throws IOException {
        long before = viewers();
        HttpResponse<InputStream> response = node.stream();
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("text/event-stream; charset=utf-8");
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        assertThat(reader.readLine()).isEqualTo("retry: 1000");
        await().until(() -> viewers() == before + 1);
        return reader;
    }

    private static Update next(BufferedReader stream, String event) throws IOException {
        long id = 0;
        String name = "";
        String line = stream.readLine();
        while (line != null) {
            if (line.startsWith("id: ")) {
                id = Long.parseLong(line.substring(4));
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ") && name.equals(event)) {
                return new Update(id, name, line.substring(6));
            }
            line = stream.readLine();
        }
        throw new AssertionError("the stream ended without " + event);
    }

    private long viewers() {
        return metric("http_stream_viewers");
    }

    private long dropped() {
        return metric("http_stream_updates_dropped");
    }

    private long metric(String name) {
        return node.metrics.series().stream()
                .filter(each -> each.family().name().equals(name))
                .mapToLong(node.metrics::value)
                .sum();
    }
}
