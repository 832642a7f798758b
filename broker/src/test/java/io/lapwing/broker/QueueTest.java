// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.drops.DropRow;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits for a client, how long, and what is dropped. */
class QueueTest {
    private static final Properties KEPT =
            Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 3_600).build();

    private static Properties kept(MqttVersion version) {
        return version.isV5() ? KEPT : Properties.EMPTY;
    }

    private static TestClient away(TestBroker broker, MqttVersion version) {
        TestClient client = broker.open(version);
        client.connect("device", false, kept(version));
        client.subscribe("a", 1);
        client.close();
        await().until(() -> broker.count("active_mqtt_connections") == 0);
        return client;
    }

    private static TestClient back(TestBroker broker, MqttVersion version) {
        TestClient client = broker.open(version);
        client.connect("device", false, kept(version));
        return client;
    }

    private static void publish(TestBroker broker, int count) {
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        for (int i = 1; i <= count; i++) {
            publisher.publish("a", 1, i, "" + i);
            publisher.expect(PubAck.class);
        }
    }

    private static void publishExpiring(TestClient publisher, int seconds, String payload) {
        Properties properties =
                Properties.builder().set(Property.MESSAGE_EXPIRY_INTERVAL, seconds).build();
        publisher.send(new Publish(false, 1, false, "a", 1, properties, payload.getBytes(UTF_8)));
        publisher.expect(PubAck.class);
    }

    private static List<String> payloads(TestClient client, int count) {
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Publish message = client.expect(Publish.class);
            payloads.add(new String(message.payload(), UTF_8));
            client.send(new PubAck(message.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
        }
        client.expectNothing();
        return payloads;
    }

    private static DropRow dropOf(TestBroker broker) {
        await().until(() -> broker.broker().drops(10).rows().size() == 1);
        return broker.broker().drops(10).rows().getFirst();
    }

    @ParameterizedTest
    @EnumSource
    void aFullQueueDropsTheNewestMessageUnlessSetOtherwise(MqttVersion version) {
        try (TestBroker broker = TestBroker.start("max_offline_messages", "3")) {
            away(broker, version);
            publish(broker, 5);

            assertThat(payloads(back(broker, version), 3)).containsExactly("1", "2", "3");
            assertThat(broker.count("queue_message_drop")).isEqualTo(2);
            DropRow row = dropOf(broker);
            assertThat(row.clientId()).isEqualTo("device");
            assertThat(row.reason()).isEqualTo(DropReason.OFFLINE_QUEUE_FULL);
            assertThat(row.count()).isEqualTo(2);
        }
    }

    @Test
    void aLifoQueueDropsTheOldestMessage() {
        try (TestBroker broker =
                TestBroker.start("max_offline_messages", "3", "queue_type", "lifo")) {
            away(broker, MqttVersion.V5);
            publish(broker, 5);

            assertThat(payloads(back(broker, MqttVersion.V5), 3)).containsExactly("3", "4", "5");
            assertThat(broker.count("messages_dropped", "offline_queue_full")).isEqualTo(2);
        }
    }

    @Test
    void aQueueIsBoundedInBytesToo() {
        try (TestBroker broker = TestBroker.start("max_queued_bytes", "2000")) {
            away(broker, MqttVersion.V5);
            TestClient publisher = broker.client("publisher", MqttVersion.V5);
            String payload = "x".repeat(800);
            for (int i = 1; i <= 5; i++) {
                publisher.publish("a", 1, i, payload);
                publisher.expect(PubAck.class);
            }

            assertThat(payloads(back(broker, MqttVersion.V5), 2)).hasSize(2);
            assertThat(broker.count("queue_message_drop")).isEqualTo(3);
        }
    }

    @Test
    void noMoreThanTheOnlineMaximumIsKeptForAClientThatComesBack() {
        try (TestBroker broker = TestBroker.start("max_online_messages", "2")) {
            away(broker, MqttVersion.V5);
            publish(broker, 5);

            assertThat(payloads(back(broker, MqttVersion.V5), 2)).containsExactly("1", "2");
            assertThat(broker.count("messages_dropped", "queue_full")).isEqualTo(3);
        }
    }

    @Test
    void theOnlineMaximumCanBeOverriddenForWhatWaitedOffline() {
        try (TestBroker broker =
                TestBroker.start(
                        "max_online_messages", "2", "override_max_online_messages", "on")) {
            away(broker, MqttVersion.V5);
            publish(broker, 5);

            assertThat(payloads(back(broker, MqttVersion.V5), 5))
                    .containsExactly("1", "2", "3", "4", "5");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectedClientThatDoesNotAnswerHasABoundedQueue(MqttVersion version) {
        try (TestBroker broker =
                TestBroker.start(
                        "max_online_messages", "4",
                        "max_inflight_messages", "1",
                        "receive_max_client", "1")) {
            TestClient subscriber = broker.client("device", version);
            subscriber.subscribe("a", 1);
            publish(broker, 10);
            await().until(() -> broker.count("queue_message_drop") == 5);

            assertThat(payloads(subscriber, 5)).containsExactly("1", "2", "3", "4", "5");
            assertThat(dropOf(broker).reason()).isEqualTo(DropReason.QUEUE_FULL);
        }
    }

    @Test
    @Requirement({"MQTT-3.3.2-5", "MQTT-3.3.2-6"})
    void aMessageExpiresInTheQueueOfAClientThatIsAway() {
        try (TestBroker broker = TestBroker.start()) {
            away(broker, MqttVersion.V5);
            TestClient publisher = broker.client("publisher", MqttVersion.V5);
            publishExpiring(publisher, 1, "expires");
            publishExpiring(publisher, 60, "stays");
            TestClient clock = broker.client("clock", MqttVersion.V5);
            long start = System.nanoTime();
            await().until(() -> System.nanoTime() - start > 1_100_000_000L);
            clock.expectNothing();

            TestClient back = back(broker, MqttVersion.V5);

            Publish message = back.expect(Publish.class);
            assertThat(message.payload()).isEqualTo("stays".getBytes(UTF_8));
            long left = message.properties().longOr(Property.MESSAGE_EXPIRY_INTERVAL, -1);
            assertThat(left).isBetween(55L, 59L);
            assertThat(broker.count("queue_message_expired")).isEqualTo(1);
            assertThat(broker.count("queue_message_drop")).isZero();
            assertThat(dropOf(broker).reason()).isEqualTo(DropReason.EXPIRED);
        }
    }

    @Test
    @Requirement("MQTT-3.3.2-5")
    void aMessageExpiresWhileAConnectedClientIsSlow() {
        try (TestBroker broker = TestBroker.start("receive_max_client", "1")) {
            TestClient slow = broker.client("slow", MqttVersion.V5);
            slow.subscribe("a", 1);
            TestClient publisher = broker.client("publisher", MqttVersion.V5);
            publishExpiring(publisher, 60, "in flight");
            publishExpiring(publisher, 1, "expires");
            publishExpiring(publisher, 60, "stays");
            Publish first = slow.expect(Publish.class);
            long start = System.nanoTime();
            await().until(() -> System.nanoTime() - start > 1_100_000_000L);

            slow.send(new PubAck(first.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));

            assertThat(slow.expectPayload()).isEqualTo("stays");
            assertThat(broker.count("queue_message_expired")).isEqualTo(1);
        }
    }

    @Test
    void theSubscriptionsQosMayUpgradeAMessage() {
        try (TestBroker broker = TestBroker.start("upgrade_outgoing_qos", "on")) {
            TestClient subscriber = broker.client("subscriber", MqttVersion.V3_1_1);
            subscriber.subscribe("a", 2);
            TestClient publisher = broker.client("publisher", MqttVersion.V5);

            publisher.publish("a", 0, 0, "x");
            publisher.publish("a", 1, 1, "x");

            assertThat(subscriber.expect(Publish.class).qos()).isEqualTo(2);
            assertThat(subscriber.expect(Publish.class).qos()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoPublishesTooFastIsReadMoreSlowlyAndLosesNothing(MqttVersion version) {
        try (TestBroker broker = TestBroker.start("max_message_rate", "20")) {
            TestClient subscriber = broker.client("subscriber", version);
            subscriber.subscribe("a", 0);
            TestClient publisher = broker.client("publisher", version);
            long start = System.nanoTime();
            for (int i = 1; i <= 50; i++) {
                publisher.publish("a", 0, 0, "" + i);
            }

            for (int i = 1; i <= 50; i++) {
                assertThat(subscriber.expectPayload()).isEqualTo("" + i);
            }
            assertThat(System.nanoTime() - start).isGreaterThan(1_000_000_000L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAClientSentBeforeItLeftIsPublishedThoughItIsHeld(MqttVersion version) {
        try (TestBroker broker = TestBroker.start("max_message_rate", "1")) {
            TestClient subscriber = broker.client("subscriber", version);
            subscriber.subscribe("a", 0);
            TestClient publisher = broker.client("publisher", version);
            for (int i = 1; i <= 100; i++) {
                publisher.publish("a", 0, 0, "" + i);
            }
            publisher.close();

            for (int i = 1; i <= 100; i++) {
                assertThat(subscriber.expectPayload()).isEqualTo("" + i);
            }
        }
    }
}
