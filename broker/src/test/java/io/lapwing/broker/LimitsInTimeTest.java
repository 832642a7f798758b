// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keep-alive, life times and numbers of connections, and what a CONNACK says of them. */
class LimitsInTimeTest {
    private TestBroker broker = TestBroker.start();

    @AfterEach
    void stop() {
        broker.close();
    }

    private void restart(String... settings) {
        broker.close();
        broker = TestBroker.start(settings);
    }

    private static Connect connect(MqttVersion version, int keepAlive, Properties properties) {
        return new Connect(version, false, "x", true, keepAlive, null, null, null, properties);
    }

    private static Properties expiry(long seconds) {
        return Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, seconds).build();
    }

    private Properties connack(int keepAlive, Properties properties) {
        TestClient client = broker.open(MqttVersion.V5);
        client.send(connect(MqttVersion.V5, keepAlive, properties));
        return client.expect(ConnAck.class).properties();
    }

    @Test
    @Requirement({"MQTT-3.1.2-21", "MQTT-3.2.2-21", "MQTT-3.2.2-22"})
    void anOtherKeepAliveThanTheClientsIsToldAndThenHolds() {
        restart("max_keepalive", "2");

        assertThat(connack(1, Properties.EMPTY).has(Property.SERVER_KEEP_ALIVE)).isFalse();
        assertThat(connack(60, Properties.EMPTY).intOr(Property.SERVER_KEEP_ALIVE, 0)).isEqualTo(2);
        TestClient client = broker.open(MqttVersion.V5);
        client.send(connect(MqttVersion.V5, 0, Properties.EMPTY));
        long began = System.nanoTime();
        assertThat(client.expect(ConnAck.class).properties().intOr(Property.SERVER_KEEP_ALIVE, 0))
                .isEqualTo(2);

        assertThat(client.expect(Disconnect.class).reason())
                .isEqualTo(ReasonCode.KEEP_ALIVE_TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(2_900), Duration.ofMillis(6_000));
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.2-24", v5 = "MQTT-3.1.2-22")
    void whateverAClientSendsKeepsItAlive(MqttVersion version) {
        TestClient client = broker.open(version);
        client.send(connect(version, 1, Properties.EMPTY));
        client.expect(ConnAck.class);

        broker.secondsGoBy(4, client::expectNothing); // which pings

        assertThat(broker.count("active_mqtt_connections")).isEqualTo(1);
    }

    @Test
    void aSessionIsKeptNoLongerThanAllowedAndTheClientIsTold() {
        restart("persistent_client_expiration", "1h");

        assertThat(connack(60, expiry(60)).has(Property.SESSION_EXPIRY_INTERVAL)).isFalse();
        assertThat(connack(60, expiry(0xFFFF_FFFFL)).longOr(Property.SESSION_EXPIRY_INTERVAL, 0))
                .isEqualTo(3_600);
        assertThat(connack(60, Properties.EMPTY).has(Property.SESSION_EXPIRY_INTERVAL)).isFalse();
    }

    @Test
    void aKeptSessionOfMqtt3EndsWhenItsTimeIsOver() {
        restart("persistent_client_expiration", "1s");
        TestClient client = broker.open(MqttVersion.V3_1_1);
        client.connect("kept", false);
        client.close();

        await().until(() -> broker.count("active_mqtt_connections") == 0);
        await().until(() -> broker.count("queue_processes") == 0);
    }

    @Test
    @Requirement("MQTT-3.1.2-23")
    void aGoodbyeChangesHowLongTheSessionIsKept() {
        TestClient longer = broker.open(MqttVersion.V5);
        longer.connect("longer", false, expiry(1));
        longer.send(new Disconnect(ReasonCode.SUCCESS, expiry(3_600)));
        TestClient ends = broker.open(MqttVersion.V5);
        ends.connect("ends", false, expiry(3_600));
        ends.send(new Disconnect(ReasonCode.SUCCESS, expiry(0)));

        await().until(() -> broker.count("queue_processes") == 1);
        broker.secondsGoBy(2, () -> {});
        assertThat(broker.open(MqttVersion.V5).connect("longer", false).sessionPresent()).isTrue();
    }

    @Test
    void aGoodbyeThatRaisesTheExpiryFromZeroIsAProtocolError() {
        TestClient client = broker.client("x", MqttVersion.V5);

        client.send(new Disconnect(ReasonCode.SUCCESS, expiry(5)));

        assertThat(client.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        client.expectClosed();
        await().until(() -> broker.count("queue_processes") == 0);
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionLastsNoLongerThanTheListenerAllows(MqttVersion version) {
        restart("listener.max_connection_lifetime", "1");
        TestClient client = broker.client("x", version);
        long began = System.nanoTime();

        if (version.isV5()) {
            assertThat(client.expect(Disconnect.class).reason())
                    .isEqualTo(ReasonCode.ADMINISTRATIVE_ACTION);
        }
        client.expectClosed();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(900), Duration.ofMillis(4_000));
    }

    @Test
    void theConnackSaysNothingThatGoesWithoutSaying() {
        restart("topic_alias_max_client", "0");
        assertThat(connack(60, expiry(60)).toString())
                .doesNotContain("maximum", "retain", "wildcard", "identifier", "expiry", "keep");
    }

    @Test
    void aFullListenerRefusesEveryOneMoreAndLetsInWhenThereIsRoom() {
        restart("listener.max_connections", "2", "mqtt_connect_timeout", "60000");
        TestClient first = broker.client("a", MqttVersion.V5);
        broker.client("b", MqttVersion.V3_1_1);
        TestClient five = broker.open(MqttVersion.V5);
        five.send(connect(MqttVersion.V5, 60, Properties.EMPTY));
        assertThat(five.expect(ConnAck.class).code()).isEqualTo(ReasonCode.QUOTA_EXCEEDED.code());
        TestClient three = broker.open(MqttVersion.V3_1_1);
        three.send(connect(MqttVersion.V3_1_1, 60, Properties.EMPTY));
        assertThat(three.expect(ConnAck.class).code()).isEqualTo(3);
        TestClient patient = broker.open(MqttVersion.V5);
        await().until(() -> broker.count("socket_open") == 5);
        first.send(new Disconnect(ReasonCode.SUCCESS));
        first.expectClosed();
        await().until(() -> broker.count("listener_connections", "tcp.default") == 1);

        patient.connect("x", true);
    }

    @Test
    void aStormLeavesExactlyAsManyConnectionsAsAllowed() throws Exception {
        restart("listener.max_connections", "25", "workers", "4");
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String id = "storm-" + i;
            TestClient client = broker.open(MqttVersion.V3_1_1);
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                client.send(
                                        new Connect(
                                                MqttVersion.V3_1_1,
                                                false,
                                                id,
                                                true,
                                                60,
                                                null,
                                                null,
                                                null,
                                                Properties.EMPTY));
                                client.expect(ConnAck.class);
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(broker.count("mqtt_connack_sent", "4", "success")).isEqualTo(25);
        assertThat(broker.count("mqtt_connack_sent", "4", "server_unavailable")).isEqualTo(75);
    }
}
