// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.lapwing.app.system.ForeignClient.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, WebSocket and both, with the libraries that programs use. */
class TransportsTest {
    private static final String LARGE = "x".repeat(100_000);

    private static RunningLapwing lapwing;
    private static SelfSigned own;
    private static int ssl;
    private static int ws;
    private static int wss;

    @BeforeAll
    static void start() throws IOException {
        Path folder = RunningLapwing.temporaryFolder();
        own = SelfSigned.in(folder);
        ssl = RunningLapwing.freePort();
        ws = RunningLapwing.freePort();
        wss = RunningLapwing.freePort();
        lapwing =
                LibraryBroker.start(
                        "listener.ssl.default=127.0.0.1:" + ssl,
                        "listener.ws.default=127.0.0.1:" + ws,
                        "listener.wss.default=127.0.0.1:" + wss,
                        "listener.ssl.certfile=" + own.certificate(),
                        "listener.ssl.keyfile=" + own.key(),
                        "listener.wss.certfile=" + own.certificate(),
                        "listener.wss.keyfile=" + own.key());
    }

    @AfterAll
    static void stop() {
        lapwing.close();
    }

    private static int port(String scheme) {
        return switch (scheme) {
            case "ssl", "mqtts" -> ssl;
            case "ws" -> ws;
            default -> wss;
        };
    }

    @Test
    void hiveMqsClientOverTls() throws Exception {
        Mqtt5BlockingClient client =
                Mqtt5Client.builder()
                        .identifier("hive-tls")
                        .serverHost("localhost")
                        .serverPort(ssl)
                        .sslConfig()
                        .trustManagerFactory(own.trusting())
                        .applySslConfig()
                        .simpleAuth()
                        .username(ForeignClient.USER)
                        .password(ForeignClient.PASSWORD.getBytes(StandardCharsets.UTF_8))
                        .applySimpleAuth()
                        .buildBlocking();
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        client.toAsync()
                .publishes(
                        MqttGlobalPublishFilter.ALL,
                        message ->
                                arrived.add(
                                        new String(
                                                message.getPayloadAsBytes(),
                                                StandardCharsets.UTF_8)));
        client.connect();
        client.subscribeWith().topicFilter("hive/tls").send();
        client.publishWith()
                .topic("hive/tls")
                .payload(LARGE.getBytes(StandardCharsets.UTF_8))
                .send();
        assertThat(arrived.poll(20, TimeUnit.SECONDS)).isEqualTo(LARGE);
        client.disconnect();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssl", "ws", "wss"})
    void pahosClient(String scheme) throws Exception {
        String path = scheme.startsWith("ws") ? "/mqtt" : "";
        MqttClient client =
                new MqttClient(
                        scheme + "://localhost:" + port(scheme) + path,
                        "paho-" + scheme,
                        new MemoryPersistence());
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(ForeignClient.USER);
        options.setPassword(ForeignClient.PASSWORD.getBytes(StandardCharsets.UTF_8));
        options.setSocketFactory(scheme.equals("ws") ? null : own.context().getSocketFactory());
        client.connect(options);
        String topic = "paho/" + scheme;
        client.setCallback(
                new Arrivals(message -> arrived.add(new String(message, StandardCharsets.UTF_8))));
        client.subscribe(new MqttSubscription[] {new MqttSubscription(topic, 1)});
        client.publish(
                topic, new MqttMessage(LARGE.getBytes(StandardCharsets.UTF_8), 1, false, null));
        assertThat(arrived.poll(20, TimeUnit.SECONDS)).isEqualTo(LARGE);
        client.disconnect();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts", "ws", "wss"})
    void theClientOfJavaScript(String scheme) throws Exception {
        try (MqttJsClient client =
                new MqttJsClient(port(scheme), "js-" + scheme, 5).over(scheme, own.certificate())) {
            boolean unused = client.connect(Login.CLEAN);
            client.subscribe("js/" + scheme, 1);
            client.publish("js/" + scheme, 1, false, LARGE);
            assertThat(client.next()).isEqualTo("js/" + scheme + " 1 " + LARGE);
        }
    }
}
