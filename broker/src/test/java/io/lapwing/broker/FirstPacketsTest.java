// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.PingReq;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes first, what may come twice, and what comes last (§3.1.0, §3.1.4, §3.14.4). */
class FirstPacketsTest {
    private final TestBroker broker = TestBroker.start();

    @AfterEach
    void stop() {
        broker.close();
    }

    private static Connect connect(MqttVersion version, String id) {
        return new Connect(version, false, id, true, 60, null, null, null, Properties.EMPTY);
    }

    private static byte[] inOne(MqttVersion version, Packet... packets) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Packet packet : packets) {
            all.writeBytes(PacketCodec.bytes(packet, version));
        }
        return all.toByteArray();
    }

    private void nobodyIsLeft() {
        await().until(() -> broker.count("listener_connections", "tcp.default") == 0);
        assertThat(broker.count("active_mqtt_connections")).isZero();
        assertThat(broker.count("worker_bugs")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.0-1", v5 = "MQTT-3.1.0-1")
    void whatBeginsWithAnotherPacketThanConnectIsClosed(MqttVersion version) {
        for (Packet packet : List.of(new PingReq(), TestClient.message("a", 0, false, 0, "x"))) {
            TestClient client = broker.open(version);
            client.sendBytes(inOne(version, packet));
            client.expectClosed();
        }
        nobodyIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.0-2", v5 = "MQTT-3.1.0-2")
    void aSecondConnectEndsTheConnectionAlsoInTheSameSegment(MqttVersion version) {
        TestClient client = broker.open(version);

        client.sendBytes(inOne(version, connect(version, "x"), connect(version, "x")));

        client.expect(ConnAck.class);
        if (version.isV5()) {
            assertThat(client.expect(Disconnect.class).reason())
                    .isEqualTo(ReasonCode.PROTOCOL_ERROR);
        }
        client.expectClosed();
        nobodyIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.2.0-1", v5 = "MQTT-3.2.0-1")
    void whatComesRightBehindTheConnectIsDoneAfterItsAnswer(MqttVersion version) {
        TestClient client = broker.open(version);

        client.sendBytes(
                inOne(
                        version,
                        connect(version, "x"),
                        new Subscribe(7, List.of(new Subscription("a", 0)), Properties.EMPTY),
                        TestClient.message("a", 1, false, 9, "mine"),
                        new Disconnect(ReasonCode.SUCCESS)));

        client.expect(ConnAck.class);
        client.expect(SubAck.class);
        assertThat(client.next()).isInstanceOfAny(Publish.class, PubAck.class);
        assertThat(client.next()).isInstanceOfAny(Publish.class, PubAck.class);
        client.expectClosed();
        nobodyIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void whatComesBehindAGoodbyeIsNotLookedAt(MqttVersion version) {
        TestClient watcher = broker.client("watcher", version);
        watcher.subscribe("a", 0);
        TestClient client = broker.client("x", version);

        client.sendBytes(
                inOne(
                        version,
                        new Disconnect(ReasonCode.SUCCESS),
                        TestClient.message("a", 0, false, 0, "too late")));

        client.expectClosed();
        watcher.expectNothing();
        watcher.close();
        nobodyIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatShutsItsSideIsAnsweredAllTheSame(MqttVersion version) {
        TestClient watcher = broker.client("watcher", version);
        watcher.subscribe("a", 0);
        TestClient client = broker.open(version);

        client.sendBytes(
                inOne(
                        version,
                        connect(version, "x"),
                        TestClient.message("a", 1, false, 9, "the last")));
        client.shutDownOutput();

        client.expect(ConnAck.class);
        assertThat(client.expect(PubAck.class).packetId()).isEqualTo(9);
        client.expectClosed();
        assertThat(watcher.expectPayload()).isEqualTo("the last");
        watcher.close();
        nobodyIsLeft();
    }

    @Test
    @Requirement("MQTT-3.1.4-6")
    void whatComesBehindAConnectThatIsRefusedIsNotDone() {
        TestClient watcher = broker.client("watcher", MqttVersion.V5);
        watcher.subscribe("a", 0);
        TestClient client = broker.open(MqttVersion.V5);

        client.sendBytes(
                inOne(
                        MqttVersion.V5,
                        connect(MqttVersion.V5, "x".repeat(200)),
                        TestClient.message("a", 0, false, 0, "in vain")));

        assertThat(client.expect(ConnAck.class).code())
                .isEqualTo(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID.code());
        client.expectClosed();
        watcher.expectNothing();
    }

    @Test
    @Requirement(
            v3 = "MQTT-3.1.3-8",
            v5 = {"MQTT-3.1.3-6", "MQTT-3.1.3-7", "MQTT-3.2.2-16"})
    void anEmptyClientIdIsReplacedWhereTheVersionAllowsIt() {
        TestClient five = broker.open(MqttVersion.V5);
        ConnAck answer = five.connect("", false);
        assertThat(answer.properties().text(Property.ASSIGNED_CLIENT_IDENTIFIER))
                .matches("[A-Za-z0-9_-]{1,23}");
        broker.open(MqttVersion.V3_1_1).connect("", true);
        broker.open(MqttVersion.V3_1_1).connect("", true);

        for (MqttVersion version : List.of(MqttVersion.V3_1, MqttVersion.V3_1_1)) {
            TestClient client = broker.open(version);
            client.send(
                    new Connect(version, false, "", false, 60, null, null, null, Properties.EMPTY));
            assertThat(client.expect(ConnAck.class).code()).isEqualTo(2);
            client.expectClosed();
        }
    }

    /** A bridge of Mosquitto sets the highest bit of its level. */
    @Test
    void aBridgeDoesNotGetBackWhatItSent() {
        TestClient bridge = broker.open(MqttVersion.V3_1_1);
        bridge.send(
                new Connect(
                        MqttVersion.V3_1_1,
                        true,
                        "bridge",
                        true,
                        60,
                        null,
                        null,
                        null,
                        Properties.EMPTY));
        bridge.expect(ConnAck.class);
        bridge.subscribe("a", 0);

        bridge.publish("a", 0, 0, "mine");
        bridge.expectNothing();
        TestClient other = broker.client("other", MqttVersion.V3_1_1);
        other.send(TestClient.message("a", 0, true, 0, "others'"));

        Publish message = bridge.expect(Publish.class);
        assertThat(message.retain()).isTrue(); // a bridge passes it on as it was
    }
}
