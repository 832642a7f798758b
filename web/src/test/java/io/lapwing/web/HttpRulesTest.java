// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every path: headers, methods, errors, limits. */
final class HttpRulesTest {
    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/api/snapshot", "/metrics", "/api/stream2", "/health"})
    void everyAnswerCarriesTheHeadersThatKeepOtherSitesOut(String path) {
        HttpResponse<String> response = node.get(path);

        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'self';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }

    @Test
    void aForeignNameInTheHostHeaderGetsNothing() throws IOException {
        String answer = raw("GET /api/snapshot HTTP/1.1\r\nHost: evil.example\r\n");

        assertThat(answer).startsWith("HTTP/1.1 421 ").contains("{\"error\":");
        assertThat(raw("GET /api/snapshot HTTP/1.1\r\nHost: [::1]:8888\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aConnectionIsClosedWhenTheAskerWantsItSo() throws IOException {
        // raw reads to the end of the stream, which comes only when the server closes
        assertThat(raw("GET /health HTTP/1.1\r\nHost: localhost\r\n"))
                .endsWith("{\"status\":\"OK\"}");
    }

    @Test
    void whatIsNoHttpIsToldSoInTheSameShape() throws IOException {
        assertThat(raw("GET /\u0001 HTTP/1.1\r\nHost: localhost\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("{\"error\":\"the request is not valid HTTP\"}");
    }

    @Test
    void aChangeNeedsTheHeaderThatNoFormCanSend() {
        HttpResponse<String> response =
                node.send(
                        "POST",
                        "/api/bans",
                        "{\"user\":\"u\"}",
                        "Content-Type",
                        "application/json");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("{\"error\":\"POST needs the header X-Lapwing: 1\"}");
        assertThat(node.broker.bans).isEmpty();
    }

    @Test
    void aBodyMustBeJsonAndShort() {
        assertThat(node.send("POST", "/api/bans", "{}", "X-Lapwing", "1").statusCode())
                .isEqualTo(415);
        HttpResponse<String> large = node.change("POST", "/api/bans", " ".repeat(16 * 1024 + 1));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).isEqualTo("{\"error\":\"a body may have at most 16384 bytes\"}");
        assertThat(node.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownPathAndAWrongMethodAreTold() {
        assertThat(node.get("/nowhere").body())
                .isEqualTo("{\"error\":\"there is nothing at “/nowhere”\"}");
        assertThat(node.get("/nowhere").statusCode()).isEqualTo(404);
        HttpResponse<String> wrong = node.change("DELETE", "/api/refusals", "");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).hasValue("GET");
        assertThat(wrong.body()).isEqualTo("{\"error\":\"/api/refusals takes GET, not DELETE\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/refusals?limit=0 | limit must be a whole number from 1 to 10000, not “0”",
                "/api/refusals?limit=x | limit must be a whole number from 1 to 10000, not “x”",
                "/api/refusals?casue=x | there is no parameter “casue” here; there are after,",
                "/api/refusals?cause=x | cause must be a list of these: wrong_password,",
                "/api/refusals?after=12345 | after must be a time in epoch milliseconds,",
                "/api/refusals?after=-1&before=-2 | after must be earlier than before",
                "/api/alerts?x=1 | there is no parameter “x” here; there is none",
                "/api/v1/chart | the parameter chart is missing",
                "/api/v1/data | the parameter chart is missing",
                "/api/v1/data?chart=refusals&points=-1 | points must be a whole number from 0",
                "/api/v1/data?chart=refusals&format=cvs | format must be one of json",
                "/api/v1/data?chart=refusals&group=avrg | group must be one of average, sum",
                "/api/v1/alarm_count?status=BAD | status must be one of REMOVED,"
            })
    void aWrongParameterIsNamedWithWhatIsValid(String path, String error) {
        HttpResponse<String> response = node.get(path);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(node.tree(response.body()).path("error").asString()).startsWith(error);
    }

    @Test
    void aBrokenPercentSignIsTold() throws IOException {
        assertThat(raw("GET /api/refusals?find=%zz HTTP/1.1\r\nHost: localhost\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void aLongAnswerIsCompressedForWhoeverTakesIt() throws IOException, InterruptedException {
        HttpResponse<byte[]> zipped =
                node.client.send(
                        HttpRequest.newBuilder(node.uri("/metrics"))
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(zipped.headers().firstValue("Content-Type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        byte[] text = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
        assertThat(text.length).isGreaterThan(5 * zipped.body().length);
        assertThat(new String(text, StandardCharsets.UTF_8))
                .contains(
                        "\nvernemq_mqtt_connack_sent{node=\"node-1\",mqtt_version=\"5\","
                                + "reason_code=\"success\"} ")
                .contains("\nvernemq_http_requests{node=\"node-1\",status=\"2xx\"} ")
                .endsWith("\n");
    }

    @Test
    void headAnswersAsGetWithoutTheBody() {
        HttpResponse<String> head = node.send("HEAD", "/health", "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).hasValue("15");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void requestsAtTheSameTimeAreAllAnswered() {
        List<Thread> threads =
                IntStream.range(0, 50)
                        .mapToObj(
                                i -> Thread.ofVirtual().unstarted(() -> node.get("/api/refusals")))
                        .toList();
        long before = answered();

        threads.forEach(Thread::start);
        threads.forEach(HttpRulesTest::join);

        assertThat(answered() - before).isEqualTo(50 + 1);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long answered() {
        return node.get("/metrics")
                .body()
                .lines()
                .filter(line ->
                        line.startsWith("vernemq_http_requests{node=\"node-1\",status=\"2xx"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }

    /** Sends these lines and asks to close; answers everything until the server does. */
    private static String raw(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
