// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.drops.DropRow;
import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest packet each side takes (5.0 §3.1.2.11.4, §3.2.2.3.6). */
class PacketSizeTest {
    private static Properties takes(int bytes) {
        return Properties.builder().set(Property.MAXIMUM_PACKET_SIZE, bytes).build();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Requirement({"MQTT-3.1.2-24", "MQTT-3.1.2-25"})
    void aMessageTooLargeForAClientCountsAsSentAndTakesNoPacketId(int qos) {
        try (TestBroker broker = TestBroker.start()) {
            TestClient small = broker.open(MqttVersion.V5);
            small.connect("small", true, takes(40));
            small.subscribe("a", qos);
            TestClient publisher = broker.client("publisher", MqttVersion.V5);
            int id = qos == 0 ? 0 : 1;
            publisher.publish("a", qos, id, "x".repeat(100));
            publisher.publish("a", qos, id * 2, "fits");

            Publish message = small.expect(Publish.class);
            assertThat(message.payload()).hasSize(4);
            assertThat(message.packetId()).isEqualTo(qos == 0 ? 0 : 1);
            small.expectNothing();
            assertThat(broker.count("queue_message_drop")).isEqualTo(1);
            assertThat(broker.count("messages_dropped", "too_large")).isEqualTo(1);
            await().until(() -> !broker.broker().drops(10).rows().isEmpty());
            DropRow row = broker.broker().drops(10).rows().getFirst();
            assertThat(row.clientId()).isEqualTo("small");
            assertThat(row.reason()).isEqualTo(DropReason.TOO_LARGE);
            assertThat(row.count()).isEqualTo(1);
        }
    }

    @Test
    @Requirement({"MQTT-3.1.2-24", "MQTT-3.1.2-25"})
    void aMessageThatWaitedIsNotSentWhereItIsTooLarge() {
        try (TestBroker broker = TestBroker.start()) {
            Properties kept =
                    Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 60).build();
            TestClient first = broker.open(MqttVersion.V5);
            first.connect("device", false, kept);
            first.subscribe("a", 1);
            TestClient publisher = broker.client("publisher", MqttVersion.V5);
            publisher.publish("a", 1, 1, "in flight ".repeat(10));
            first.expect(Publish.class);
            first.close();
            await().until(() -> broker.count("active_mqtt_connections") == 1);
            publisher.publish("a", 1, 2, "waits ".repeat(20));
            publisher.publish("a", 1, 3, "fits");

            TestClient back = broker.open(MqttVersion.V5);
            back.connect(
                    "device",
                    false,
                    kept.toBuilder().set(Property.MAXIMUM_PACKET_SIZE, 40).build());

            assertThat(back.expectPayload()).isEqualTo("fits");
            assertThat(broker.count("messages_dropped", "too_large")).isEqualTo(2);
        }
    }

    @Test
    @Requirement("MQTT-3.2.2-15")
    void aPacketAboveOurMaximumEndsTheConnection() {
        try (TestBroker broker = TestBroker.start("max_message_size", "100")) {
            TestClient client = broker.open(MqttVersion.V5);
            ConnAck answer = client.connect("client", true);
            assertThat(answer.properties().intOr(Property.MAXIMUM_PACKET_SIZE, 0)).isEqualTo(100);
            client.publish("a", 1, 1, "x".repeat(80));
            client.expect(PubAck.class);

            client.publish("a", 1, 2, "x".repeat(200));

            assertThat(client.expect(Disconnect.class).reason())
                    .isEqualTo(ReasonCode.PACKET_TOO_LARGE);
            assertThat(broker.count("mqtt_invalid_msg_size_error", "5")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V3_1", "V3_1_1"})
    void anMqtt3PacketAboveOurMaximumClosesTheConnection(MqttVersion version) {
        try (TestBroker broker = TestBroker.start("max_message_size", "100")) {
            TestClient client = broker.client("client", version);

            client.publish("a", 1, 2, "x".repeat(200));

            client.expectClosed();
            assertThat(broker.count("mqtt_invalid_msg_size_error", "4")).isEqualTo(1);
        }
    }

    @Test
    @Requirement({"MQTT-3.1.2-24", "MQTT-3.14.0-1"})
    void aConnackTheClientDoesNotTakeIsNotSent() {
        try (TestBroker broker = TestBroker.start()) {
            TestClient client = broker.open(MqttVersion.V5);
            client.send(
                    new Connect(MqttVersion.V5, false, "", true, 60, null, null, null, takes(6)));

            client.expectClosed();
        }
    }
}
