// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PingReq;
import io.lapwing.protocol.PingResp;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import io.lapwing.protocol.UnsubAck;
import io.lapwing.protocol.Unsubscribe;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Retained messages, over sockets, in every version (3.1.1 §3.3.1.3, 5.0 §3.3.1.3). */
class RetainedTest {
    private static final int MANY = 5_000;

    private TestBroker broker = TestBroker.start();

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.3.1-5", "MQTT-3.3.1-6", "MQTT-3.3.1-8"},
            v5 = {"MQTT-3.3.1-5", "MQTT-3.3.1-9"})
    void theLastRetainedMessageOfATopicIsSentToWhoSubscribes(MqttVersion version) {
        TestClient publisher = broker.client("publisher", version);
        retain(publisher, "plant/7", "old");
        retain(publisher, "plant/7", "new");
        TestClient subscriber = broker.client("subscriber", version);

        subscriber.subscribe("plant/+", 1);

        Publish message = subscriber.expect(Publish.class);
        assertThat(new String(message.payload(), UTF_8)).isEqualTo("new");
        assertThat(message.retain()).isTrue();
        assertThat(message.qos()).isEqualTo(1);
        assertThat(broker.count("retain_messages")).isEqualTo(1);
        subscriber.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.3.1-10", "MQTT-3.3.1-11", "MQTT-3.3.1-9"},
            v5 = {"MQTT-3.3.1-6", "MQTT-3.3.1-7", "MQTT-3.3.1-12"})
    void anEmptyRetainedMessageDeletesAndIsDeliveredLikeAnyOther(MqttVersion version) {
        TestClient publisher = broker.client("publisher", version);
        retain(publisher, "plant/7", "on");
        TestClient early = broker.client("early", version);
        early.subscribe("plant/7", 0);
        assertThat(early.expectPayload()).isEqualTo("on");

        retain(publisher, "plant/7", "");

        Publish live = early.expect(Publish.class);
        assertThat(live.payload()).isEmpty();
        assertThat(live.retain()).isFalse();
        TestClient late = broker.client("late", version);
        late.subscribe("plant/7", 0);
        late.expectNothing();
        assertThat(broker.count("retain_messages")).isZero();
        assertThat(broker.count("retain_memory")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.3.1-12", v5 = "MQTT-3.3.1-8")
    void aMessageWithoutRetainLeavesTheRetainedOneAsItIs(MqttVersion version) {
        TestClient publisher = broker.client("publisher", version);
        retain(publisher, "plant/7", "kept");
        publisher.publish("plant/7", 1, 9, "passing");
        publisher.expect(PubAck.class);
        TestClient subscriber = broker.client("subscriber", version);

        subscriber.subscribe("plant/7", 0);

        assertThat(subscriber.expectPayload()).isEqualTo("kept");
        subscriber.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void manyMoreThanAQueueHoldsAreAllSentAtQos0(MqttVersion version) {
        retainMany(version);
        TestClient subscriber = broker.client("subscriber", version);

        subscriber.subscribe("many/#", 0);

        assertThat(receive(subscriber)).hasSize(MANY);
        subscriber.expectNothing();
        assertThat(broker.count("queue_message_drop")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void manyMoreThanTheWindowHoldsAreAllSentAtQos1AsTheClientAcknowledges(MqttVersion version) {
        retainMany(version);
        TestClient subscriber = broker.client("subscriber", version);

        subscriber.subscribe("many/#", 1);

        assertThat(receive(subscriber)).hasSize(MANY);
        subscriber.expectNothing();
        assertThat(broker.count("queue_message_drop")).isZero();
    }

    @Test
    void whatIsPublishedDuringAReplayIsDeliveredOnceAndNeverBeforeItsOlderValue() {
        retainMany(MqttVersion.V5);
        TestClient subscriber = broker.open(MqttVersion.V5);
        subscriber.connect("slow", true, receiveMaximum(1));
        subscriber.subscribe("many/#", 1);
        Publish first = subscriber.expect(Publish.class);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        Set<String> open = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            open.add("many/" + i % 10 + "/" + i);
        }
        open.remove(first.topic());
        String changed = open.iterator().next();

        retain(publisher, changed, "changed");
        subscriber.send(new PubAck(first.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));

        Publish live = subscriber.expect(Publish.class);
        assertThat(live.topic()).isEqualTo(changed);
        assertThat(live.retain()).isFalse();
        subscriber.send(new PubAck(live.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
        open.remove(changed);
        while (!open.isEmpty()) {
            Publish replayed = subscriber.expect(Publish.class);
            assertThat(open.remove(replayed.topic())).as(replayed.topic()).isTrue();
            subscriber.send(new PubAck(replayed.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
        }
        subscriber.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void aReplayEndsWithItsSubscription(MqttVersion version) {
        retainMany(version);
        TestClient subscriber = broker.open(version);
        subscriber.connect(
                "subscriber", true, version.isV5() ? receiveMaximum(20) : Properties.EMPTY);
        subscriber.subscribe("many/#", 1);
        Publish first = subscriber.expect(Publish.class);

        subscriber.send(new Unsubscribe(5, List.of("many/#"), Properties.EMPTY));

        int inFlight = 1;
        Packet next = subscriber.next();
        while (next instanceof Publish) {
            inFlight++;
            next = subscriber.next();
        }
        assertThat(next).isInstanceOf(UnsubAck.class);
        assertThat(inFlight).isLessThan(MANY);
        for (int id = first.packetId(); id < first.packetId() + inFlight; id++) {
            subscriber.send(new PubAck(id, ReasonCode.SUCCESS, Properties.EMPTY));
        }
        subscriber.expectNothing();
    }

    @Test
    @Requirement(v5 = {"MQTT-3.3.1-9", "MQTT-3.3.1-10", "MQTT-3.3.1-11", "MQTT-3.8.4-4"})
    void retainHandlingSaysWhetherASubscriptionGetsThem() {
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        retain(publisher, "plant/7", "on");
        TestClient subscriber = broker.client("subscriber", MqttVersion.V5);

        subscribe(subscriber, new Subscription("plant/7", 0, false, false, 2));
        subscriber.expectNothing();
        subscribe(subscriber, new Subscription("plant/7", 0, false, false, 1));
        subscriber.expectNothing(); // it is there already
        subscribe(subscriber, new Subscription("plant/7", 0, false, false, 0));
        assertThat(subscriber.expectPayload()).isEqualTo("on");
        subscribe(subscriber, new Subscription("plant/+", 0, false, false, 1));
        assertThat(subscriber.expectPayload()).isEqualTo("on");
        subscriber.expectNothing();
    }

    @Test
    @Requirement(v5 = {"MQTT-3.3.1-12", "MQTT-3.3.1-13"})
    void retainAsPublishedKeepsTheFlagOfALiveMessage() {
        TestClient asPublished = broker.client("asPublished", MqttVersion.V5);
        subscribe(asPublished, new Subscription("#", 0, false, true, 0));
        TestClient plain = broker.client("plain", MqttVersion.V5);
        plain.subscribe("#", 0);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);

        retain(publisher, "plant/7", "on");
        publisher.publish("plant/7", 0, 0, "off");

        assertThat(asPublished.expect(Publish.class).retain()).isTrue();
        assertThat(asPublished.expect(Publish.class).retain()).isFalse();
        assertThat(plain.expect(Publish.class).retain()).isFalse();
        assertThat(plain.expect(Publish.class).retain()).isFalse();
    }

    @Test
    @Requirement(v5 = {"MQTT-3.3.2-5", "MQTT-3.3.2-6"})
    void anExpiredRetainedMessageIsGoneAndSweptOut() {
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        retain(publisher, "plant/8", "for long", expiry(1_000));
        retain(publisher, "plant/7", "short", expiry(1));
        assertThat(broker.count("retain_messages")).isEqualTo(2);

        await().until(() -> broker.count("retain_messages") == 1);

        assertThat(broker.count("retain_messages_expired")).isEqualTo(1);
        TestClient subscriber = broker.client("subscriber", MqttVersion.V5);
        subscriber.subscribe("plant/#", 0);
        Publish message = subscriber.expect(Publish.class);
        assertThat(message.topic()).isEqualTo("plant/8");
        assertThat(message.properties().longOr(Property.MESSAGE_EXPIRY_INTERVAL, 0))
                .isBetween(900L, 999L);
        subscriber.expectNothing();
    }

    @Test
    void whatDoesNotFitIsDeliveredAndNotKept() {
        broker.close();
        broker = TestBroker.start("max_retained_messages", "2");
        TestClient live = broker.client("live", MqttVersion.V5);
        live.subscribe("#", 0);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);

        for (String topic : List.of("a", "b", "c", "b")) {
            retain(publisher, topic, topic);
        }

        for (String topic : List.of("a", "b", "c", "b")) {
            assertThat(live.expectPayload()).isEqualTo(topic);
        }
        assertThat(broker.count("retain_messages")).isEqualTo(2);
        assertThat(broker.count("retain_messages_dropped")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void theSubackComesBeforeTheRetainedMessages(MqttVersion version) {
        TestClient publisher = broker.client("publisher", version);
        retain(publisher, "plant/7", "on");
        TestClient subscriber = broker.client("subscriber", version);

        subscriber.send(
                new Subscribe(
                        3,
                        List.of(new Subscription("plant/7", 0), new Subscription("plant/+", 0)),
                        Properties.EMPTY));

        assertThat(subscriber.expect(SubAck.class).reasons()).hasSize(2);
        assertThat(subscriber.expectPayload()).isEqualTo("on");
        assertThat(subscriber.expectPayload()).isEqualTo("on"); // once for each subscription
        subscriber.expectNothing();
    }

    private void retainMany(MqttVersion version) {
        TestClient publisher = broker.client("publisher", version);
        for (int i = 0; i < MANY; i++) {
            String topic = "many/" + i % 10 + "/" + i;
            publisher.send(TestClient.message(topic, 1, true, i + 1, "" + i));
        }
        for (int i = 0; i < MANY; i++) {
            publisher.expect(PubAck.class);
        }
        publisher.close();
    }

    /** Acknowledges all that comes before the answer to a ping, until there is nothing more. */
    private static Set<String> receive(TestClient subscriber) {
        Set<String> topics = new HashSet<>();
        while (topics.size() < MANY) {
            Publish message = subscriber.expect(Publish.class);
            assertThat(topics.add(message.topic())).isTrue();
            if (message.qos() == 1) {
                subscriber.send(
                        new PubAck(message.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
            }
        }
        return topics;
    }

    private static void retain(TestClient publisher, String topic, String payload) {
        retain(publisher, topic, payload, Properties.EMPTY);
    }

    private static void retain(
            TestClient publisher, String topic, String payload, Properties properties) {
        publisher.send(new Publish(false, 1, true, topic, 77, properties, payload.getBytes(UTF_8)));
        publisher.expect(PubAck.class);
        publisher.send(new PingReq());
        publisher.expect(PingResp.class);
    }

    private static void subscribe(TestClient subscriber, Subscription wish) {
        subscriber.send(new Subscribe(4, List.of(wish), Properties.EMPTY));
        subscriber.expect(SubAck.class);
    }

    private static Properties receiveMaximum(int messages) {
        return Properties.builder().set(Property.RECEIVE_MAXIMUM, messages).build();
    }

    private static Properties expiry(int seconds) {
        return Properties.builder().set(Property.MESSAGE_EXPIRY_INTERVAL, seconds).build();
    }
}
