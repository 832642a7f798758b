// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.collect.Metric;
import io.lapwing.agent.collect.Relabel;
import io.lapwing.agent.collect.Samples;
import io.lapwing.agent.collect.Target.Answer;
import io.lapwing.base.Clock;
import io.lapwing.base.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class AskedTargetTest {
    private static final int OWN = 3; // series about the asking itself

    private final Deque<String> answers = new ArrayDeque<>();
    private final Samples samples = new Samples(false);

    @Test
    void typesAndLabelsAreReadAsTheTargetTellsThem() throws IOException {
        tell(
                """
                # HELP http_requests Requests, \\"all\\" of them.
                # TYPE http_requests counter
                http_requests_total{method="GET",path="a\\"b\\\\c",} 12 1395066363000
                http_requests_total { method = "PUT" } 1.5e3
                # TYPE heat gauge
                heat -0.25
                # TYPE took histogram
                took_bucket{le="0.5"} 3 # {trace="x"} 0.4 1.2
                took_bucket{le="+Inf"} 4
                took_sum 1
                # TYPE quick summary
                quick{quantile="0.5"} NaN
                quick_count 9
                untold 7
                # EOF
                """);

        Map<Metric, Double> told = readOnce();

        assertThat(told)
                .containsEntry(
                        new Metric(
                                "http_requests_total",
                                Map.of("method", "GET", "path", "a\"b\\c"),
                                Kind.COUNTER,
                                "Requests, \"all\" of them."),
                        12.0)
                .containsEntry(
                        new Metric(
                                "http_requests_total",
                                Map.of("method", "PUT"),
                                Kind.COUNTER,
                                "Requests, \"all\" of them."),
                        1500.0)
                .containsEntry(new Metric("heat", Map.of(), Kind.GAUGE), -0.25)
                .containsEntry(new Metric("took_bucket", Map.of("le", "0.5"), Kind.COUNTER), 3.0)
                .containsEntry(new Metric("took_sum", Map.of(), Kind.COUNTER), 1.0)
                .containsEntry(new Metric("quick_count", Map.of(), Kind.COUNTER), 9.0)
                .containsEntry(new Metric("untold", Map.of(), Kind.GAUGE), 7.0)
                .doesNotContainKey(new Metric("quick", Map.of("quantile", "0.5"), Kind.GAUGE));
    }

    @Test
    void aSeriesKeepsItsPlaceWhateverStandsBetween() throws IOException {
        tell("a 1\nb 2\nc 3\n", "a 10\nx 9\nc 30\n", "c 300\nb 200\nab 5\na 100\n");
        try (ScriptedServer server = scripted();
                AskedTarget target = target(server)) {
            read(target, 1);
            read(target, 2);
            assertThat(value("a")).isEqualTo(10);
            assertThat(value("b")).isNaN();
            assertThat(value("c")).isEqualTo(30);
            assertThat(value("x")).isEqualTo(9);
            read(target, 3);
            assertThat(value("a")).isEqualTo(100);
            assertThat(value("b")).isEqualTo(200);
            assertThat(value("c")).isEqualTo(300);
            assertThat(value("ab")).isEqualTo(5);
            assertThat(value("x")).isNaN();
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void anAnswerBelongsToTheSecondItWasAskedForAndToNoOther() throws IOException {
        tell("a 1\n", "a 2\n", "a 3\n");
        try (ScriptedServer server = scripted();
                AskedTarget target = target(server)) {
            read(target, 1);
            target.ask(2);
            // the second passed while the answer was on its way
            assertThat(target.read(3, samples)).isEqualTo(Answer.NOT_DUE);
            target.ask(4);

            assertThat(target.read(4, samples)).isEqualTo(Answer.TOLD);
            assertThat(value("a")).isEqualTo(3);
        }
    }

    @Test
    void aCounterThatBeganAgainCountsFromZero() throws IOException {
        String type = "# TYPE a counter\n";
        tell(type + "a 100\n", type + "a 107\n", type + "a 4\n");
        try (ScriptedServer server = scripted();
                AskedTarget target = target(server)) {
            read(target, 1);
            assertThat(samples.gained(OWN)).isNaN();
            read(target, 2);
            assertThat(samples.gained(OWN)).isEqualTo(7);
            read(target, 3);
            assertThat(samples.gained(OWN)).isEqualTo(4);
            assertThat(samples.reset(OWN)).isTrue();
        }
    }

    @Test
    void aPackedAnswerIsUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("a 5\n".repeat(3).getBytes(StandardCharsets.UTF_8));
        }
        try (ScriptedServer server =
                        ScriptedServer.start(out -> {
                            String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n";
                            String length = "Content-Length: " + packed.size() + "\r\n\r\n";
                            out.write((head + length).getBytes(StandardCharsets.UTF_8));
                            out.write(packed.toByteArray());
                        });
                AskedTarget target = target(server)) {
            read(target, 1);
            read(target, 2);
            assertThat(value("a")).isEqualTo(5);
        }
    }

    @Test
    void aTargetThatComesBackIsAskedOnANewConnection() throws IOException {
        int port;
        try (ScriptedServer server = ScriptedServer.telling("a 1\n")) {
            port = server.url().getPort();
            AskedTarget target = target(server);
            read(target, 1);
            server.close();
            target.ask(2);
            assertThat(target.read(2, samples)).isEqualTo(Answer.SILENT);
            assertThat(target.why()).isNotEmpty();

            ServerSocket again = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            try (ScriptedServer back =
                    ScriptedServer.start(again, out -> out.write(ScriptedServer.ok("a 2\n")))) {
                read(target, 3);
                assertThat(value("a")).isEqualTo(2);
                assertThat(target.why()).isEmpty();
                assertThat(back.requests).hasSize(1);
            }
            target.close();
        }
    }

    @Test
    void seriesAreKeptDroppedAndRenamed() throws IOException {
        tell("go_gc 1\nhttp{code=\"200\"} 2\nhttp{code=\"500\"} 3\nbig_x 4\n");
        List<Relabel> steps =
                List.of(
                        Relabel.of("drop __name__ go_.*"),
                        Relabel.of("keep __name__ http|big_.*"),
                        Relabel.of("replace code ([0-9]).* to $1xx"),
                        Relabel.of("replace __name__ big_(.*) to small_$1"));
        try (ScriptedServer server = scripted();
                AskedTarget target =
                        AskedTarget.of(
                                Clock.system(),
                                TestWishes.of(server.url(), Duration.ofSeconds(5), steps))) {
            Map<Metric, Double> told = read(target, 1);
            assertThat(told)
                    .containsEntry(new Metric("http", Map.of("code", "2xx"), Kind.GAUGE), 2.0)
                    .containsEntry(new Metric("http", Map.of("code", "5xx"), Kind.GAUGE), 3.0)
                    .containsEntry(new Metric("small_x", Map.of(), Kind.GAUGE), 4.0);
            assertThat(told.keySet()).noneMatch(each -> each.name().equals("go_gc"));
        }
    }

    private void tell(String... bodies) {
        answers.addAll(List.of(bodies));
    }

    private ScriptedServer scripted() throws IOException {
        return ScriptedServer.start(out ->
                out.write(ScriptedServer.ok(answers.size() > 1 ? answers.poll() : answers.peek())));
    }

    private static AskedTarget target(ScriptedServer server) {
        return AskedTarget.of(Clock.system(), TestWishes.of(server.url(), Duration.ofSeconds(5)));
    }

    private Map<Metric, Double> readOnce() throws IOException {
        try (ScriptedServer server = scripted();
                AskedTarget target = target(server)) {
            return read(target, 1);
        }
    }

    private Map<Metric, Double> read(AskedTarget target, long second) {
        target.ask(second);
        assertThat(target.read(second, samples)).as(target.why()).isEqualTo(Answer.TOLD);
        Map<Metric, Double> told = new HashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            if (!Double.isNaN(samples.value(i))) {
                told.put(samples.metric(i), samples.value(i));
            }
        }
        return told;
    }

    private double value(String name) {
        for (int i = 0; i < samples.size(); i++) {
            if (samples.metric(i).name().equals(name)) {
                return samples.value(i);
            }
        }
        return Double.NaN;
    }
}
