// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.Agent;
import io.lapwing.agent.notify.Notifier;
import io.lapwing.agent.notify.TopicOutlet;
import io.lapwing.agent.silence.Silences;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Family;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.broker.refusals.Attempt;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Check;
import io.lapwing.broker.refusals.Refusal;
import io.lapwing.protocol.MqttVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole HTTP side on a free port, over a real journal and a real agent, on a clock of the test's.
 */
final class TestNode implements AutoCloseable {
    static final long START = 1_795_000_000_000L;

    /** As the broker counts them. */
    private static final Family CONNACK =
            Family.counter("mqtt_connack_sent", "CONNACK sent.", "mqtt_version", "reason_code");

    private static final Family REFUSALS =
            Family.counter("refusals", "Refused.", "cause", "listener", "mqtt_version");
    private static final Family OPENED = Family.counter("socket_open", "Opened.");
    private static final Family CLOSED = Family.counter("socket_close", "Closed.");

    final ManualClock clock = new ManualClock(START);
    final Metrics metrics = new Metrics();
    final Events events = new Events(clock);
    final TestBroker broker = new TestBroker(clock, metrics);
    final Agent agent;
    final Silences silences;
    final Notifier notifications;
    final Map<String, String> levels = new TreeMap<>(Map.of("io.lapwing", "info"));
    final HttpSide http;
    final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JsonMapper json = JsonMapper.builder().build();
    private final Series success = metrics.series(CONNACK, "5", "success");
    private final Series bad = metrics.series(CONNACK, "5", "bad_username_or_password");
    private final Series wrongPassword =
            metrics.series(REFUSALS, "wrong_password", "tcp.default", "5");

    private TestNode(Config config) {
        metrics.shared().add(metrics.series(OPENED), 3);
        metrics.shared().add(metrics.series(CLOSED), 1);
        agent = Agent.of(clock, metrics, events, config, "node-1");
        agent.hear(new RefusalWitness(broker));
        silences = Silences.open(folder().resolve("silences"), clock, events);
        notifications = notifier(config);
        http =
                HttpSide.start(
                        new Sources(
                                config,
                                clock,
                                metrics,
                                events,
                                broker,
                                agent,
                                silences,
                                notifications,
                                List::of,
                                new Levels(),
                                new NodeInfo("node-1", "0.1.0", START)));
        second();
    }

    private Notifier notifier(Config config) {
        try {
            return Notifier.start(
                    config,
                    clock,
                    metrics,
                    agent,
                    new Notifier.Place(
                            "node-1",
                            folder().resolve("notify"),
                            "http://here.example",
                            alert -> silences.of(alert).isPresent(),
                            new AlertBackground(broker, config),
                            TopicOutlet.NONE));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static TestNode start() {
        return start(Map.of());
    }

    static TestNode start(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putIfAbsent("listener.http.default", "127.0.0.1:0");
        return new TestNode(Config.of(all));
    }

    /** With the rule for refused connections alone, written into this folder. */
    static TestNode withOneRule(Path folder) {
        try (var in = TestNode.class.getResourceAsStream("/health.d/broker.conf")) {
            String stock = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int second = stock.indexOf("template:", stock.indexOf("template:") + 1);
            Files.writeString(
                    folder.resolve("broker.conf"),
                    stock.substring(0, second).lines().limit(20).collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return start(Map.of("health.rules_dir", folder.toString(), "health.stock_rules", "none"));
    }

    /** A second passes, and the agent samples it. */
    void second() {
        clock.advance(Duration.ofSeconds(1));
        agent.tick();
    }

    void accept(int connections) {
        metrics.shared().add(success, connections);
    }

    /** A wrong password of this client: counted and journalled, as the broker does it. */
    void refuse(String clientId) {
        metrics.shared().increment(bad);
        metrics.shared().increment(wrongPassword);
        broker.refusals.refused(refusal(Cause.WRONG_PASSWORD, clientId, clientId));
    }

    /** The refusal without its counters. */
    Refusal refusal(Cause cause, @Nullable String clientId, @Nullable String user) {
        return new Refusal(
                cause,
                clock.epochMillis(),
                new Attempt("tcp.default", "10.0.0.7", 50123, MqttVersion.V5, 5, clientId, user),
                "the check said no",
                List.of(
                        Check.passed("Listener tcp.default"),
                        Check.failed("Password file: no match", "lapwing.passwd, line 112"),
                        new Check(Check.Outcome.ANSWERED, "Told 0x86", null)));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    int port() {
        return http.bound().getFirst().address().getPort();
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return sent(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.ofString(body));
        return sent(headers.length == 0 ? request : request.headers(headers));
    }

    /** A change as the page makes it, with the header that guards it. */
    HttpResponse<String> change(String method, String path, String body) {
        return send(method, path, body, "X-Lapwing", "1", "Content-Type", "application/json");
    }

    JsonNode json(String path) {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
        return json.readTree(response.body());
    }

    JsonNode tree(String text) {
        return json.readTree(text);
    }

    HttpResponse<InputStream> stream() {
        try {
            return client.send(
                    HttpRequest.newBuilder(uri("/api/stream")).build(),
                    BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) {
        try {
            return client.send(
                    request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.close();
        notifications.close();
        agent.close();
        silences.close();
        broker.refusals.close();
        client.close();
    }

    /** A fresh folder, gone with the process. */
    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("lapwing-web-test");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final class Levels implements LogLevels {
        @Override
        public Map<String, String> levels() {
            return levels;
        }

        @Override
        public void set(@Nullable String logger, String level) {
            if (!List.of("debug", "info", "warning").contains(level)) {
                throw new IllegalArgumentException("level must be debug, info or warning");
            }
            levels.put(logger == null ? "io.lapwing" : logger, level);
        }
    }
}
