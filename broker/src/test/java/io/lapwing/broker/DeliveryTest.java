// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import io.lapwing.protocol.UnsubAck;
import io.lapwing.protocol.Unsubscribe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages from publisher to subscriber, over sockets, in every version (5.0 §4.3). */
class DeliveryTest {
    private final TestBroker broker = TestBroker.start();

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void qos0ArrivesOnce(MqttVersion version) {
        TestClient subscriber = broker.client("subscriber", version);
        subscriber.subscribe("plant/+/pressure", 0);
        TestClient publisher = broker.client("publisher", version);

        publisher.publish("plant/7/pressure", 0, 0, "4.2 bar");

        Publish message = subscriber.expect(Publish.class);
        assertThat(message.topic()).isEqualTo("plant/7/pressure");
        assertThat(new String(message.payload(), UTF_8)).isEqualTo("4.2 bar");
        assertThat(message.qos()).isZero();
        subscriber.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void qos1IsAcknowledgedOnBothSides(MqttVersion version) {
        TestClient subscriber = broker.client("subscriber", version);
        subscriber.subscribe("#", 1);
        TestClient publisher = broker.client("publisher", version);

        publisher.publish("plant/7", 1, 77, "on");

        assertThat(publisher.expect(PubAck.class).packetId()).isEqualTo(77);
        Publish message = subscriber.expect(Publish.class);
        assertThat(message.qos()).isEqualTo(1);
        assertThat(message.dup()).isFalse();
        subscriber.send(new PubAck(message.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
        subscriber.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void qos2IsDeliveredOnceThoughThePublisherSendsItTwice(MqttVersion version) {
        TestClient subscriber = broker.client("subscriber", version);
        subscriber.subscribe("#", 2);
        TestClient publisher = broker.client("publisher", version);

        publisher.publish("plant/7", 2, 5, "once");
        assertThat(publisher.expect(PubRec.class).packetId()).isEqualTo(5);
        publisher.publish("plant/7", 2, 5, "once");
        assertThat(publisher.expect(PubRec.class).packetId()).isEqualTo(5);
        publisher.send(new PubRel(5, ReasonCode.SUCCESS, Properties.EMPTY));
        assertThat(publisher.expect(PubComp.class).packetId()).isEqualTo(5);

        Publish message = subscriber.expect(Publish.class);
        assertThat(message.qos()).isEqualTo(2);
        subscriber.send(new PubRec(message.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
        assertThat(subscriber.expect(PubRel.class).packetId()).isEqualTo(message.packetId());
        subscriber.send(new PubComp(message.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
        subscriber.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageIsDeliveredAtTheLowerOfBothQos(MqttVersion version) {
        TestClient subscriber = broker.client("subscriber", version);
        subscriber.subscribe("low", 0);
        subscriber.subscribe("high", 2);
        TestClient publisher = broker.client("publisher", version);

        publisher.publish("low", 1, 1, "a");
        publisher.publish("high", 1, 2, "b");

        assertThat(subscriber.expect(Publish.class).qos()).isZero();
        assertThat(subscriber.expect(Publish.class).qos()).isEqualTo(1);
    }

    @Test
    void aMessageCrossesFromEachVersionToEachOther() {
        for (MqttVersion from : MqttVersion.values()) {
            for (MqttVersion to : MqttVersion.values()) {
                for (int qos = 0; qos <= 2; qos++) {
                    String topic = "from/" + from + "/to/" + to + "/" + qos;
                    TestClient subscriber = broker.client("s" + from + to + qos, to);
                    subscriber.subscribe(topic, qos);
                    TestClient publisher = broker.client("p" + from + to + qos, from);
                    publisher.publish(topic, qos, qos == 0 ? 0 : 9, "payload");

                    Publish message = subscriber.expect(Publish.class);
                    assertThat(message.topic()).isEqualTo(topic);
                    assertThat(message.qos()).isEqualTo(qos);
                    assertThat(new String(message.payload(), UTF_8)).isEqualTo("payload");
                }
            }
        }
    }

    @Test
    void propertiesOfAMessageReachAnMqtt5Subscriber() {
        TestClient subscriber = broker.client("subscriber", MqttVersion.V5);
        subscriber.send(
                new Subscribe(
                        3,
                        List.of(new Subscription("#", 1)),
                        Properties.builder().subscriptionId(42).build()));
        subscriber.expect(SubAck.class);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        Properties sent =
                Properties.builder()
                        .text(Property.CONTENT_TYPE, "text/plain")
                        .text(Property.RESPONSE_TOPIC, "answers")
                        .binary(Property.CORRELATION_DATA, new byte[] {1, 2})
                        .set(Property.MESSAGE_EXPIRY_INTERVAL, 60)
                        .user("unit", "bar")
                        .build();

        publisher.send(new Publish(false, 1, false, "plant/7", 4, sent, new byte[] {9}));

        Properties got = subscriber.expect(Publish.class).properties();
        assertThat(got.text(Property.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(got.text(Property.RESPONSE_TOPIC)).isEqualTo("answers");
        assertThat(got.binary(Property.CORRELATION_DATA)).containsExactly(1, 2);
        assertThat(got.userProperties()).hasSize(1);
        assertThat(got.subscriptionIds()).containsExactly(42);
        assertThat(got.longOr(Property.MESSAGE_EXPIRY_INTERVAL, -1)).isEqualTo(60);
    }

    @ParameterizedTest
    @EnumSource
    void orderIsKeptThroughWindowAndQueue(MqttVersion version) {
        TestClient subscriber = broker.client("subscriber", version);
        subscriber.subscribe("#", 1);
        TestClient publisher = broker.client("publisher", version);
        for (int i = 1; i <= 200; i++) {
            publisher.publish("plant", i % 2, i % 2 == 0 ? 0 : i, "" + i);
        }

        List<String> got = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            Publish message = subscriber.expect(Publish.class);
            got.add(new String(message.payload(), UTF_8));
            if (message.qos() == 1) {
                subscriber.send(
                        new PubAck(message.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
            }
        }

        for (int i = 1; i <= 200; i++) {
            assertThat(got.get(i - 1)).isEqualTo("" + i);
        }
    }

    @Test
    void anMqtt5ClientGetsNoMoreThanItsReceiveMaximum() {
        TestClient subscriber = broker.open(MqttVersion.V5);
        subscriber.connect(
                "subscriber", true, Properties.builder().set(Property.RECEIVE_MAXIMUM, 2).build());
        subscriber.subscribe("#", 1);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        for (int i = 1; i <= 3; i++) {
            publisher.publish("plant", 1, i, "" + i);
        }

        int first = subscriber.expect(Publish.class).packetId();
        subscriber.expect(Publish.class);
        subscriber.expectNothing();
        subscriber.send(new PubAck(first, ReasonCode.SUCCESS, Properties.EMPTY));
        assertThat(subscriber.expectPayload()).isEqualTo("3");
    }

    @ParameterizedTest
    @EnumSource
    void afterUnsubscribeNothingComes(MqttVersion version) {
        TestClient client = broker.client("client", version);
        client.subscribe("a/b", 0);
        client.send(new Unsubscribe(2, List.of("a/b", "never/had"), Properties.EMPTY));
        UnsubAck answer = client.expect(UnsubAck.class);
        if (version.isV5()) {
            assertThat(answer.reasons())
                    .containsExactly(ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED);
        }

        client.publish("a/b", 0, 0, "gone");

        client.expectNothing();
        assertThat(broker.count("router_subscriptions")).isZero();
    }

    @Test
    void noLocalKeepsAClientsOwnMessagesFromIt() {
        TestClient client = broker.client("client", MqttVersion.V5);
        client.send(
                new Subscribe(
                        1, List.of(new Subscription("a", 1, true, false, 0)), Properties.EMPTY));
        client.expect(SubAck.class);

        client.publish("a", 0, 0, "mine");

        client.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void aLargeMessageInSmallPiecesArrivesWhole(MqttVersion version) {
        TestClient subscriber = broker.client("subscriber", version);
        subscriber.subscribe("big", 1);
        TestClient publisher = broker.client("publisher", version);
        String payload = "x".repeat(1_500_000);
        byte[] bytes =
                io.lapwing.protocol.PacketCodec.bytes(
                        TestClient.message("big", 1, false, 8, payload), version);
        for (int at = 0; at < bytes.length; at += 10_007) {
            publisher.sendBytes(
                    java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 10_007)));
        }

        assertThat(subscriber.expectPayload()).isEqualTo(payload);
    }

    @Test
    void aReaderThatStopsCostsDropsThatAreCountedAndNoEndlessMemory() {
        TestClient stuck = broker.client("stuck", MqttVersion.V3_1_1);
        stuck.subscribe("flood", 0);
        TestClient publisher = broker.client("publisher", MqttVersion.V3_1_1);
        String payload = "x".repeat(10_000);
        for (int i = 0; i < 6_000; i++) {
            publisher.publish("flood", 0, 0, payload);
        }
        publisher.expectNothing();

        await().until(() -> broker.count("queue_message_drop") > 0);
        long in = broker.count("queue_message_in");
        assertThat(in).isEqualTo(6_000);
        assertThat(broker.count("queue_message_out") + broker.count("queue_message_drop"))
                .isBetween(in - 1_000, in);
        TestClient other = broker.client("other", MqttVersion.V3_1_1);
        other.expectNothing();
    }

    @Test
    void aTopicOfTheServersOwnIsNotForClients() {
        TestClient client = broker.client("client", MqttVersion.V5);
        client.subscribe("$SYS/#", 0);
        client.publish("$SYS/uptime", 1, 3, "forged");

        assertThat(client.expect(PubAck.class).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        client.expectNothing();
    }
}
