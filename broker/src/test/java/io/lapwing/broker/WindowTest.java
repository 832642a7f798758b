// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much may be in flight, in both directions, and what is sent again (5.0 §4.4, §4.9). */
class WindowTest {
    private static final Properties KEPT =
            Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 3_600).build();

    private static Properties kept(MqttVersion version) {
        return version.isV5() ? KEPT : Properties.EMPTY;
    }

    private static Properties keptWithWindow(int receiveMax) {
        return KEPT.toBuilder().set(Property.RECEIVE_MAXIMUM, receiveMax).build();
    }

    private static PubAck ack(int id) {
        return new PubAck(id, ReasonCode.SUCCESS, Properties.EMPTY);
    }

    private static void left(TestBroker broker, long clients) {
        await().until(() -> broker.count("active_mqtt_connections") == clients);
    }

    @Test
    @Requirement("MQTT-3.3.4-7")
    void whoSendsMoreThanOurReceiveMaximumIsDisconnected() {
        try (TestBroker broker = TestBroker.start("receive_max_broker", "2")) {
            TestClient client = broker.open(MqttVersion.V5);
            ConnAck answer = client.connect("client", true);
            assertThat(answer.properties().intOr(Property.RECEIVE_MAXIMUM, 0)).isEqualTo(2);
            for (int id = 1; id <= 2; id++) {
                client.publish("a", 2, id, "x");
                client.expect(PubRec.class);
            }
            client.publish("a", 1, 9, "QoS 1 is acknowledged at once");
            client.expect(PubAck.class);

            client.publish("a", 2, 3, "x");

            assertThat(client.expect(Disconnect.class).reason())
                    .isEqualTo(ReasonCode.RECEIVE_MAX_EXCEEDED);
            client.expectClosed();
        }
    }

    @Test
    @Requirement("MQTT-3.3.4-7")
    void releasedMessagesMakeRoomForOthers() {
        try (TestBroker broker = TestBroker.start("receive_max_broker", "1")) {
            TestClient client = broker.client("client", MqttVersion.V5);
            for (int id = 1; id <= 5; id++) {
                client.publish("a", 2, id, "x");
                client.expect(PubRec.class);
                client.send(new PubRel(id, ReasonCode.SUCCESS, Properties.EMPTY));
                client.expect(PubComp.class);
            }
        }
    }

    @Test
    void mqtt3KnowsNoReceiveMaximumOfOurs() {
        try (TestBroker broker = TestBroker.start("receive_max_broker", "1")) {
            TestClient client = broker.client("client", MqttVersion.V3_1_1);
            for (int id = 1; id <= 200; id++) {
                client.publish("a", 2, id, "x");
            }
            for (int id = 200; id >= 1; id--) {
                client.expect(PubRec.class);
            }
            for (int id = 200; id >= 1; id--) {
                client.publish("a", 2, id, "again");
                client.expect(PubRec.class);
                client.send(new PubRel(id, ReasonCode.SUCCESS, Properties.EMPTY));
                assertThat(client.expect(PubComp.class).packetId()).isEqualTo(id);
            }
        }
    }

    @Test
    @Requirement({"MQTT-3.3.4-9", "MQTT-4.9.0-2", "MQTT-4.9.0-3", "MQTT-3.3.4-10"})
    void theBrokersOwnMaximumBoundsWhatAClientGetsAndQos0Passes() {
        try (TestBroker broker = TestBroker.start("receive_max_client", "2")) {
            TestClient subscriber = broker.client("subscriber", MqttVersion.V5);
            subscriber.subscribe("slow", 1);
            subscriber.subscribe("other", 0);
            TestClient publisher = broker.client("publisher", MqttVersion.V5);
            for (int id = 1; id <= 2; id++) {
                publisher.publish("slow", 1, id, "" + id);
                publisher.expect(PubAck.class);
            }
            publisher.publish("other", 0, 0, "passes");
            publisher.publish("slow", 1, 3, "3");
            publisher.expect(PubAck.class);

            int first = subscriber.expect(Publish.class).packetId();
            assertThat(subscriber.expectPayload()).isEqualTo("2");
            assertThat(subscriber.expectPayload()).isEqualTo("passes");
            subscriber.expectNothing();
            subscriber.send(ack(first));
            assertThat(subscriber.expectPayload()).isEqualTo("3");
        }
    }

    @Test
    @Requirement({"MQTT-4.9.0-2", "MQTT-4.4.0-2"})
    void aQos2MessageIsInFlightUntilPubcompOrUntilItIsRefused() {
        try (TestBroker broker = TestBroker.start("receive_max_client", "1")) {
            TestClient subscriber = broker.client("subscriber", MqttVersion.V5);
            subscriber.subscribe("a", 2);
            TestClient publisher = broker.client("publisher", MqttVersion.V5);
            for (int id = 1; id <= 3; id++) {
                publisher.publish("a", 2, id, "" + id);
                publisher.expect(PubRec.class);
            }

            int id = subscriber.expect(Publish.class).packetId();
            subscriber.send(new PubRec(id, ReasonCode.SUCCESS, Properties.EMPTY));
            subscriber.expect(PubRel.class);
            subscriber.expectNothing();
            subscriber.send(new PubComp(id, ReasonCode.SUCCESS, Properties.EMPTY));
            Publish second = subscriber.expect(Publish.class);
            subscriber.send(
                    new PubRec(second.packetId(), ReasonCode.QUOTA_EXCEEDED, Properties.EMPTY));
            assertThat(subscriber.expectPayload()).isEqualTo("3");
        }
    }

    @Test
    @Requirement({"MQTT-4.4.0-1", "MQTT-4.6.0-1", "MQTT-3.3.4-9"})
    void whatIsSentAgainKeepsItsOrderAndFitsASmallerWindow() {
        try (TestBroker broker = TestBroker.start()) {
            TestClient first = broker.open(MqttVersion.V5);
            first.connect("device", false, keptWithWindow(10));
            first.subscribe("a", 1);
            TestClient publisher = broker.client("publisher", MqttVersion.V5);
            for (int id = 1; id <= 12; id++) {
                publisher.publish("a", 1, id, "" + id);
                publisher.expect(PubAck.class);
            }
            List<Integer> ids = new ArrayList<>();
            for (int i = 1; i <= 10; i++) {
                ids.add(first.expect(Publish.class).packetId());
            }
            first.reset();
            left(broker, 1);

            TestClient back = broker.open(MqttVersion.V5);
            back.connect("device", false, keptWithWindow(3));

            List<Publish> open = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                open.add(back.expect(Publish.class));
            }
            back.expectNothing();
            List<String> payloads = new ArrayList<>();
            while (payloads.size() < 12) {
                Publish message = open.removeFirst();
                payloads.add(
                        new String(message.payload(), java.nio.charset.StandardCharsets.UTF_8));
                int nth = payloads.size();
                assertThat(message.dup()).isEqualTo(nth <= 10);
                if (nth <= 10) {
                    assertThat(message.packetId()).isEqualTo(ids.get(nth - 1));
                }
                back.send(ack(message.packetId()));
                if (nth <= 9) {
                    open.add(back.expect(Publish.class));
                }
            }
            for (int i = 1; i <= 12; i++) {
                assertThat(payloads.get(i - 1)).isEqualTo("" + i);
            }
            back.expectNothing();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-4.4.0-1", "MQTT-4.3.3-1"},
            v5 = {"MQTT-4.4.0-1", "MQTT-4.3.3-5", "MQTT-4.3.3-6"})
    void afterPubrecOnlyPubrelIsSentAgain(MqttVersion version) {
        try (TestBroker broker = TestBroker.start()) {
            TestClient first = broker.open(version);
            first.connect("device", false, kept(version));
            first.subscribe("a", 2);
            TestClient publisher = broker.client("publisher", version);
            for (int id = 1; id <= 3; id++) {
                publisher.publish("a", 2, id, "" + id);
                publisher.expect(PubRec.class);
            }
            List<Integer> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ids.add(first.expect(Publish.class).packetId());
            }
            first.send(new PubRec(ids.get(1), ReasonCode.SUCCESS, Properties.EMPTY));
            first.expect(PubRel.class);
            first.reset();
            left(broker, 1);

            TestClient back = broker.open(version);
            back.connect("device", false, kept(version));

            assertThat(back.expect(Publish.class).packetId()).isEqualTo(ids.get(0));
            assertThat(back.expect(PubRel.class).packetId()).isEqualTo(ids.get(1));
            assertThat(back.expect(Publish.class).dup()).isTrue();
            back.send(new PubComp(ids.get(1), ReasonCode.SUCCESS, Properties.EMPTY));
            back.expectNothing();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V3_1", "V3_1_1"})
    void anMqtt3ClientThatDoesNotAnswerGetsItAgain(MqttVersion version) {
        try (TestBroker broker = TestBroker.start("retry_interval", "1")) {
            TestClient subscriber = broker.client("subscriber", version);
            subscriber.subscribe("a", 2);
            TestClient publisher = broker.client("publisher", version);
            publisher.publish("a", 1, 1, "one");
            publisher.publish("a", 2, 2, "two");

            Publish one = subscriber.expect(Publish.class);
            assertThat(one.dup()).isFalse();
            Publish two = subscriber.expect(Publish.class);
            Publish again = subscriber.expect(Publish.class);
            assertThat(again.dup()).isTrue();
            assertThat(again.packetId()).isEqualTo(one.packetId());
            assertThat(subscriber.expect(Publish.class).packetId()).isEqualTo(two.packetId());
            subscriber.send(ack(one.packetId()));
            subscriber.send(new PubRec(two.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
            assertThat(subscriber.expect(PubRel.class).packetId()).isEqualTo(two.packetId());
            assertThat(subscriber.expect(PubRel.class).packetId()).isEqualTo(two.packetId());
            subscriber.send(new PubComp(two.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
            subscriber.expectNothing();
        }
    }
}
