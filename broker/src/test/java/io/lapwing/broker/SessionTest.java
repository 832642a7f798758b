// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import io.lapwing.protocol.Will;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What outlives a connection and what does not (5.0 §3.1, §3.3.1.3, §4.1, §4.4). */
class SessionTest {
    private static final Properties KEPT =
            Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 3_600).build();

    private final TestBroker broker = TestBroker.start();

    @AfterEach
    void stop() {
        broker.close();
    }

    private static Properties kept(MqttVersion version) {
        return version.isV5() ? KEPT : Properties.EMPTY;
    }

    private TestClient persistent(String clientId, MqttVersion version, boolean present) {
        TestClient client = broker.open(version);
        ConnAck answer = client.connect(clientId, false, kept(version));
        if (version != MqttVersion.V3_1) { // which has no such flag
            assertThat(answer.sessionPresent()).isEqualTo(present);
        }
        return client;
    }

    private void left(long clients) {
        await().until(() -> broker.count("active_mqtt_connections") == clients);
    }

    @ParameterizedTest
    @EnumSource
    void messagesWaitForAClientThatIsAwayAndComeBackWithIt(MqttVersion version) {
        TestClient first = persistent("device", version, false);
        first.subscribe("orders", 1);
        first.close();
        left(0);
        TestClient publisher = broker.client("publisher", version);
        publisher.publish("orders", 1, 1, "one");
        publisher.expect(PubAck.class);
        publisher.publish("orders", 0, 0, "qos 0 does not wait");
        publisher.publish("orders", 1, 2, "two");
        publisher.expect(PubAck.class);

        TestClient back = persistent("device", version, true);

        assertThat(back.expectPayload()).isEqualTo("one");
        assertThat(back.expectPayload()).isEqualTo("two");
        back.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasNotAcknowledgedIsSentAgainWithTheSameIdAndDup(MqttVersion version) {
        TestClient first = persistent("device", version, false);
        first.subscribe("orders", 1);
        TestClient publisher = broker.client("publisher", version);
        publisher.publish("orders", 1, 1, "one");
        Publish sent = first.expect(Publish.class);
        first.reset();
        left(1);

        TestClient back = persistent("device", version, true);

        Publish again = back.expect(Publish.class);
        assertThat(again.packetId()).isEqualTo(sent.packetId());
        assertThat(again.dup()).isTrue();
        assertThat(again.payload()).isEqualTo(sent.payload());
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.2-6", v5 = "MQTT-3.1.2-4")
    void aCleanStartForgetsTheOldSession(MqttVersion version) {
        persistent("device", version, false).subscribe("orders", 1);

        TestClient clean = broker.open(version);
        ConnAck answer = clean.connect("device", true);

        assertThat(answer.sessionPresent()).isFalse();
        assertThat(broker.count("router_subscriptions")).isZero();
    }

    @Test
    void anExpiredSessionIsGone() {
        TestClient client = broker.open(MqttVersion.V5);
        client.connect(
                "device",
                false,
                Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 1).build());
        client.subscribe("a", 1);
        client.close();

        await().until(() -> broker.count("router_subscriptions") == 0);
        assertThat(broker.count("queue_processes")).isZero();
    }

    @Test
    void theOldConnectionIsToldThatItsSessionWasTakenOver() {
        TestClient old = broker.client("device", MqttVersion.V5);
        broker.client("device", MqttVersion.V5);

        assertThat(old.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.SESSION_TAKEN_OVER);
        old.expectClosed();
        left(1);
    }

    @Test
    void manyConnectionsThatFightForOneClientIdLeaveExactlyOne() {
        for (int i = 0; i < 50; i++) {
            TestClient client = broker.open(MqttVersion.V3_1_1);
            client.send(connect(MqttVersion.V3_1_1, "device", i % 2 == 0, 60, null));
        }
        TestClient last = broker.open(MqttVersion.V3_1_1);
        last.connect("device", false);

        await().until(() -> broker.count("mqtt_connack_sent", "4", "success") == 51);
        left(1);
        await().until(() -> broker.count("queue_processes") == 1);
    }

    @ParameterizedTest
    @EnumSource
    void theWillOfALostClientIsPublishedWithItsQosAndRetain(MqttVersion version) {
        TestClient watcher = broker.client("watcher", version);
        watcher.subscribe("lost/#", 1);
        TestClient client = broker.open(version);
        Will will = new Will("lost/device", "gone".getBytes(UTF_8), 1, true, Properties.EMPTY);
        client.send(connect(version, "device", true, 60, will));
        client.expect(ConnAck.class);

        client.reset();

        Publish message = watcher.expect(Publish.class);
        assertThat(message.topic()).isEqualTo("lost/device");
        assertThat(message.qos()).isEqualTo(1);
        assertThat(message.retain()).isFalse(); // the watcher subscribed before
        assertThat(broker.count("retain_messages")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatSaysGoodbyeLeavesNoWill(MqttVersion version) {
        TestClient watcher = broker.client("watcher", version);
        watcher.subscribe("lost/#", 1);
        TestClient client = broker.open(version);
        Will will = new Will("lost/device", "gone".getBytes(UTF_8), 1, false, Properties.EMPTY);
        client.send(connect(version, "device", true, 60, will));
        client.expect(ConnAck.class);

        client.send(new Disconnect(ReasonCode.SUCCESS));
        client.expectClosed();

        left(1);
        watcher.expectNothing();
    }

    @Test
    void aWillWithADelayIsNotSentWhenTheClientComesBackInTime() {
        TestClient watcher = broker.client("watcher", MqttVersion.V5);
        watcher.subscribe("lost/#", 0);
        Properties delay = Properties.builder().set(Property.WILL_DELAY_INTERVAL, 2).build();
        Will will = new Will("lost/device", "gone".getBytes(UTF_8), 0, false, delay);
        TestClient client = broker.open(MqttVersion.V5);
        client.send(new Connect(MqttVersion.V5, false, "d", false, 60, will, null, null, KEPT));
        client.expect(ConnAck.class);
        client.reset();
        left(1);

        TestClient back = persistent("d", MqttVersion.V5, true);
        back.send(
                new Disconnect(
                        ReasonCode.SUCCESS,
                        Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 3).build()));

        // When the session is over, three seconds on, the will's time has passed as well.
        await().until(() -> broker.count("queue_processes") == 1);
        watcher.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void aRetainedMessageIsThereForWhoSubscribesLater(MqttVersion version) {
        TestClient publisher = broker.client("publisher", version);
        publisher.send(TestClient.message("plant/1/state", 1, true, 1, "on"));
        publisher.expect(PubAck.class);
        publisher.send(TestClient.message("plant/2/state", 1, true, 2, "off"));
        publisher.expect(PubAck.class);
        publisher.send(TestClient.message("plant/1/state", 1, true, 3, ""));
        publisher.expect(PubAck.class);

        TestClient subscriber = broker.client("subscriber", version);
        subscriber.subscribe("plant/+/state", 1);

        Publish message = subscriber.expect(Publish.class);
        assertThat(message.topic()).isEqualTo("plant/2/state");
        assertThat(message.retain()).isTrue();
        subscriber.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void aSilentClientIsDroppedAfterOneAndAHalfKeepAlives(MqttVersion version) {
        TestClient client = broker.open(version);
        client.send(connect(version, "device", true, 1, null));
        client.expect(ConnAck.class);

        if (version.isV5()) {
            assertThat(client.expect(Disconnect.class).reason())
                    .isEqualTo(ReasonCode.KEEP_ALIVE_TIMEOUT);
        }
        client.expectClosed();
        String label = version.isV5() ? "5" : "4";
        assertThat(broker.count("client_keepalive_expired", label)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void packetsInSingleBytesAreReadLikeAnyOthers(MqttVersion version) {
        TestClient client = broker.open(version);
        byte[] connect = PacketCodec.bytes(connect(version, "slow", true, 60, null), version);
        byte[] publish = PacketCodec.bytes(TestClient.message("a", 1, false, 9, "x"), version);
        for (byte[] packet : new byte[][] {connect, publish}) {
            for (byte each : packet) {
                client.sendBytes(new byte[] {each});
            }
        }

        assertThat(client.expect(ConnAck.class).code()).isZero();
        assertThat(client.expect(PubAck.class).packetId()).isEqualTo(9);
    }

    @Test
    void everythingInOneSegmentIsAnsweredInOrder() {
        TestClient client = broker.open(MqttVersion.V3_1_1);
        byte[] connect =
                PacketCodec.bytes(
                        connect(MqttVersion.V3_1_1, "fast", true, 60, null), MqttVersion.V3_1_1);
        byte[] publish =
                PacketCodec.bytes(TestClient.message("a", 1, false, 9, "x"), MqttVersion.V3_1_1);
        byte[] both = java.util.Arrays.copyOf(connect, connect.length + publish.length);
        System.arraycopy(publish, 0, both, connect.length, publish.length);

        client.sendBytes(both);

        client.expect(ConnAck.class);
        assertThat(client.expect(PubAck.class).packetId()).isEqualTo(9);
    }

    @Test
    void aSecondConnectEndsTheConnection() {
        TestClient client = broker.client("device", MqttVersion.V5);
        client.send(connect(MqttVersion.V5, "device", true, 60, null));

        assertThat(client.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        client.expectClosed();
    }

    @Test
    void aStopTellsMqtt5ClientsAndClosesAll() {
        TestClient five = broker.client("five", MqttVersion.V5);
        TestClient three = broker.client("three", MqttVersion.V3_1_1);
        Thread stop = Thread.ofVirtual().start(broker.broker()::close);

        assertThat(five.expect(Disconnect.class).reason())
                .isEqualTo(ReasonCode.SERVER_SHUTTING_DOWN);
        five.expectClosed();
        three.expectClosed();
        five.close();
        three.close();
        await().until(() -> !stop.isAlive());
    }

    private static Connect connect(
            MqttVersion version, String id, boolean clean, int keepAlive, Will will) {
        return new Connect(
                version, false, id, clean, keepAlive, will, null, null, Properties.EMPTY);
    }
}
