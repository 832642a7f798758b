// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lapwing.app.system.RunningLapwing.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From the sixth refusal to whoever is to know of it, through the program as it runs. */
class NotifyTest {
    /** What was posted to the receiver, and when. */
    private record Post(long atNanos, JsonNode body) {}

    private final List<Post> posts = new CopyOnWriteArrayList<>();

    @Test
    void theSixthRefusalIsToldWithinTwoSecondsWithItsClients() throws IOException {
        HttpServer receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
        try (RunningLapwing lapwing = start(url)) {
            Ended test = command(lapwing, "test", "ops");
            assertThat(test.code()).as(test.err()).isZero();
            assertThat(test.out()).isEqualTo("ops has taken the test\n");
            assertThat(posts.getLast().body.get("test").asBoolean()).isTrue();
            posts.clear();

            for (int i = 0; i < 6; i++) {
                refused(lapwing, "pump-" + i);
            }
            long sixthNanos = System.nanoTime();

            Post told = soon().until(() -> warning(posts), found -> found != null);
            assertThat(Duration.ofNanos(told.atNanos - sixthNanos))
                    .isLessThanOrEqualTo(Duration.ofSeconds(2).plus(lapwing.lateness()));
            assertThat(told.body.get("title").asString()).contains("Refused connections");
            assertThat(told.body.get("text").asString())
                    .contains("pump-0 (1)", "127.0.0.1 (6)", "wrong_password (6)", "What to do:")
                    .contains("/alerts/vernemq_local.mqtt_connack_sent_reason");
            Ended list = command(lapwing, "list");
            assertThat(list.out()).contains("ops", "webhook", "WARNING");
            assertThat(lapwing.json("/api/notify").toString()).doesNotContain("/hook");
            Ended unknown = command(lapwing, "test", "nobody");
            assertThat(unknown.code()).isEqualTo(1);
            assertThat(unknown.err()).contains("there is no receiver notify.nobody");
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void aMessageGoesToTheBrokersOwnTopic() throws IOException {
        try (RunningLapwing lapwing =
                RunningLapwing.startIn(
                        RunningLapwing.temporaryFolder(),
                        "allow_anonymous=on",
                        "log.console=file",
                        "notify.bus=mqtt",
                        "notify.bus.to=alerts/lapwing",
                        "notify.bus.retain=on")) {
            Ended test = command(lapwing, "test", "bus");
            assertThat(test.code()).as(test.err()).isZero();

            List<String> listener =
                    List.of(
                            "mosquitto_sub",
                            "-p",
                            Integer.toString(lapwing.mqttPort()),
                            "-t",
                            "alerts/#",
                            "-C",
                            "1",
                            "-v");
            try (Tool listens = Tool.start(listener)) {
                assertThat(listens.exitCode()).isZero();
                assertThat(listens.out()).startsWith("alerts/lapwing {").contains("This is a test");
            }
        }
    }

    @Test
    void allThatReceiversLackIsToldAtOnce() {
        Ended ended =
                RunningLapwing.run(
                        RunningLapwing.temporaryFolder(),
                        "",
                        "start",
                        "--set",
                        "notify.ops=telegram",
                        "--set",
                        "notify.mail.host=here:25");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains("telegram needs notify.ops.token")
                .contains("telegram needs notify.ops.to")
                .contains("there is no receiver notify.mail");
    }

    private static RunningLapwing start(String url) throws IOException {
        Path folder = RunningLapwing.temporaryFolder();
        try (InputStream users =
                NotifyTest.class.getResourceAsStream("/testdata/mosquitto_passwd.txt")) {
            Files.copy(users, folder.resolve("lapwing.passwd"));
        }
        return RunningLapwing.startIn(
                folder,
                "vmq_passwd.password_file=lapwing.passwd",
                "log.console=file",
                "nodename=here",
                "notify.ops=webhook",
                "notify.ops.url=" + url);
    }

    private static Ended command(RunningLapwing lapwing, String... words) {
        List<String> all = new ArrayList<>(List.of("notify", words[0]));
        all.addAll(List.of("--url", lapwing.url("/").toString()));
        all.addAll(List.of(words).subList(1, words.length));
        return RunningLapwing.run(RunningLapwing.temporaryFolder(), "", all.toArray(String[]::new));
    }

    private static Post warning(List<Post> posts) {
        return posts.stream()
                .filter(each -> each.body.get("title").asString().contains("WARNING"))
                .findFirst()
                .orElse(null);
    }

    private void receive(HttpExchange exchange) throws IOException {
        JsonNode body = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
        posts.add(new Post(System.nanoTime(), body));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static void refused(RunningLapwing lapwing, String clientId) {
        try (RawClient client = new RawClient(lapwing.mqttPort())) {
            byte[] connect = HandWritten.connect311(clientId, "pump-7", "not it");
            assertThat(client.send(connect).readToEnd()).isEqualTo("20020004");
        }
    }
}
