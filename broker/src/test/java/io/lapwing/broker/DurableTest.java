// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.base.ManualClock;
import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.UnsubAck;
import io.lapwing.protocol.Unsubscribe;
import io.lapwing.protocol.Will;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What outlives the broker: sessions, their messages and exchanges, retained messages, wills. */
class DurableTest {
    private static final Properties HOUR =
            Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 3_600).build();

    private final ManualClock clock = new ManualClock(1_795_000_000_000L);
    @TempDir Path folder;
    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.startIn(folder, clock, "max_offline_messages", "100000");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void restart(String... settings) {
        broker.close();
        broker = TestBroker.startIn(folder, clock, settings);
    }

    private TestClient persistent(String clientId, MqttVersion version, boolean present) {
        TestClient client = broker.open(version);
        ConnAck answer = client.connect(clientId, false, version.isV5() ? HOUR : Properties.EMPTY);
        if (version != MqttVersion.V3_1) { // which has no such flag
            assertThat(answer.sessionPresent()).isEqualTo(present);
        }
        return client;
    }

    private void left(long clients) {
        await().until(() -> broker.count("active_mqtt_connections") == clients);
    }

    /** A client that has subscribed and is away. */
    private void away(String clientId, String filter, int qos, MqttVersion version) {
        TestClient first = persistent(clientId, version, false);
        first.subscribe(filter, qos);
        first.close();
        left(0);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedWaitsBeyondARestart(MqttVersion version) {
        away("device", "orders", 1, version);
        TestClient publisher = broker.client("publisher", version);
        publisher.publish("orders", 1, 1, "one");
        publisher.expect(PubAck.class);
        restart();
        publisher = broker.client("publisher", version);
        publisher.publish("orders", 1, 1, "two");
        publisher.expect(PubAck.class);

        TestClient back = persistent("device", version, true);

        assertThat(back.expectPayload()).isEqualTo("one");
        assertThat(back.expectPayload()).isEqualTo("two");
        back.expectNothing();
    }

    @Test
    void severalSessionsShareAMessageAndEachGetsIt() {
        for (String client : List.of("a", "b", "c")) {
            away(client, "orders", 1, MqttVersion.V5);
        }
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        publisher.publish("orders", 1, 1, "one");
        publisher.expect(PubAck.class);
        restart();

        for (String client : List.of("a", "b", "c")) {
            TestClient back = persistent(client, MqttVersion.V5, true);
            Publish got = back.expect(Publish.class);
            assertThat(new String(got.payload(), StandardCharsets.UTF_8)).isEqualTo("one");
            back.send(new PubAck(got.packetId()));
            back.expectNothing();
            back.close();
        }
        restart();
        persistent("b", MqttVersion.V5, true).expectNothing();
    }

    @Test
    void aLongQueueKeepsItsOrderAndWhatComesMeanwhileStandsBehindIt() {
        away("device", "orders", 1, MqttVersion.V5);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        publish(publisher, 0, 3_000);
        restart("max_online_messages", "-1");
        TestClient back = persistent("device", MqttVersion.V5, true);
        publisher = broker.client("publisher", MqttVersion.V5);
        publish(publisher, 3_000, 3_500);

        for (int i = 0; i < 3_500; i++) {
            Publish got = back.expect(Publish.class);
            assertThat(new String(got.payload(), StandardCharsets.UTF_8)).isEqualTo("m" + i);
            back.send(new PubAck(got.packetId()));
        }
        back.expectNothing();
        back.close();
        left(1);
        restart();
        persistent("device", MqttVersion.V5, true).expectNothing();
    }

    private static void publish(TestClient publisher, int from, int to) {
        for (int i = from; i < to; i++) {
            publisher.publish("orders", 1, i % 60_000 + 1, "m" + i);
        }
        for (int i = from; i < to; i++) {
            publisher.expect(PubAck.class);
        }
    }

    @Test
    void aClientThatComesBackGetsNoMoreThanMayWaitForOneThatIsHere() {
        away("device", "orders", 1, MqttVersion.V5);
        publish(broker.client("publisher", MqttVersion.V5), 0, 20);
        restart("max_online_messages", "5");

        TestClient back = persistent("device", MqttVersion.V5, true);

        for (int i = 0; i < 5; i++) {
            assertThat(back.expectPayload()).isEqualTo("m" + i);
        }
        back.expectNothing();
        assertThat(broker.count("messages_dropped", "queue_full")).isEqualTo(15);
    }

    @ParameterizedTest
    @EnumSource
    void aFullQueueDropsWhatItIsToldTo(MqttVersion version) {
        restart("max_offline_messages", "3", "queue_type", "lifo");
        away("device", "orders", 1, version);
        publish(broker.client("publisher", version), 0, 10);

        TestClient back = persistent("device", version, true);

        for (int i = 7; i < 10; i++) {
            assertThat(back.expectPayload()).isEqualTo("m" + i);
        }
        back.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void anExchangeOfQos2GoesOnWhereItWas(MqttVersion version) {
        TestClient device = persistent("device", version, false);
        device.subscribe("orders", 2);
        TestClient publisher = persistent("publisher", version, false);
        publisher.publish("orders", 2, 7, "one");
        publisher.expect(PubRec.class);
        Publish first = device.expect(Publish.class);
        publisher.publish("orders", 2, 8, "two");
        publisher.expect(PubRec.class);
        Publish second = device.expect(Publish.class);
        device.send(new PubRec(first.packetId()));
        device.expect(PubRel.class);
        restart();

        publisher = persistent("publisher", version, true);
        publisher.publish("orders", 2, 7, "one"); // it has not heard of the PUBREC
        publisher.expect(PubRec.class);
        publisher.send(new PubRel(7));
        publisher.expect(PubComp.class);
        device = persistent("device", version, true);
        assertThat(device.expect(PubRel.class).packetId()).isEqualTo(first.packetId());
        Publish again = device.expect(Publish.class);
        assertThat(again.packetId()).isEqualTo(second.packetId());
        assertThat(again.dup()).isTrue();
        device.send(new PubComp(first.packetId()));
        device.send(new PubRec(again.packetId()));
        device.expect(PubRel.class);
        device.send(new PubComp(again.packetId()));
        device.expectNothing();
        publisher.publish("orders", 2, 7, "three"); // the id is free again
        publisher.expect(PubRec.class);
        assertThat(device.expectPayload()).isEqualTo("three");
    }

    @Test
    void whatIsCompletedNeverComesAgain() {
        away("other", "orders", 2, MqttVersion.V5);
        TestClient device = persistent("device", MqttVersion.V5, false);
        device.subscribe("orders", 2);
        TestClient publisher = persistent("publisher", MqttVersion.V5, false);
        for (int i = 1; i <= 20; i++) {
            publisher.publish("orders", 2, i, "m" + i);
            publisher.expect(PubRec.class);
        }
        List<Integer> ids = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            ids.add(device.expect(Publish.class).packetId());
        }
        ids.subList(0, 10).forEach(id -> device.send(new PubRec(id)));
        for (int i = 1; i <= 10; i++) {
            device.send(new PubComp(device.expect(PubRel.class).packetId()));
        }
        device.expectNothing();
        restart();

        TestClient back = persistent("device", MqttVersion.V5, true);
        for (int i = 11; i <= 20; i++) {
            Publish got = back.expect(Publish.class);
            assertThat(got.dup()).isTrue();
            assertThat(new String(got.payload(), StandardCharsets.UTF_8)).isEqualTo("m" + i);
            back.send(new PubRec(got.packetId()));
        }
        for (int i = 11; i <= 20; i++) {
            back.send(new PubComp(back.expect(PubRel.class).packetId()));
        }
        back.expectNothing();
        restart();

        persistent("device", MqttVersion.V5, true).expectNothing();
    }

    @Test
    void subscriptionsAreThereAsTheyWereLeft() {
        TestClient device = persistent("device", MqttVersion.V3_1_1, false);
        device.subscribe("kept", 1);
        device.subscribe("given/up", 1);
        device.send(new Unsubscribe(2, List.of("given/up"), Properties.EMPTY));
        device.expect(UnsubAck.class);
        persistent("other", MqttVersion.V3_1_1, false).subscribe("kept", 1);
        broker.client("other", MqttVersion.V3_1_1); // with a clean session
        restart();

        await().until(() -> broker.count("queue_processes") == 1);
        assertThat(broker.count("router_subscriptions")).isEqualTo(1);
        TestClient publisher = broker.client("publisher", MqttVersion.V3_1_1);
        publisher.publish("given/up", 1, 1, "lost");
        publisher.expect(PubAck.class);
        publisher.publish("kept", 1, 2, "found");
        publisher.expect(PubAck.class);
        assertThat(persistent("device", MqttVersion.V3_1_1, true).expectPayload())
                .isEqualTo("found");
    }

    @Test
    void aSessionEndsWhenItsTimeIsOverThoughTheBrokerWasDownMeanwhile() {
        away("device", "orders", 1, MqttVersion.V5);
        broker.close();
        clock.advance(java.time.Duration.ofHours(2));
        broker = TestBroker.startIn(folder, clock);

        await().until(() -> broker.count("queue_processes") == 0);
        persistent("device", MqttVersion.V5, false);
    }

    @Test
    void aMessageGetsOlderWhileTheBrokerIsDown() {
        away("device", "#", 1, MqttVersion.V5);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        publisher.send(expiring("short", 10));
        publisher.expect(PubAck.class);
        publisher.send(expiring("long", 100));
        publisher.expect(PubAck.class);
        broker.close();
        clock.advance(java.time.Duration.ofSeconds(30));
        broker = TestBroker.startIn(folder, clock);

        Publish got = persistent("device", MqttVersion.V5, true).expect(Publish.class);

        assertThat(got.topic()).isEqualTo("long");
        assertThat(got.properties().longOr(Property.MESSAGE_EXPIRY_INTERVAL, 0)).isEqualTo(70);
    }

    private static Publish expiring(String topic, int seconds) {
        Properties expiry =
                Properties.builder().set(Property.MESSAGE_EXPIRY_INTERVAL, seconds).build();
        return new Publish(false, 1, false, topic, 1, expiry, new byte[] {1});
    }

    @Test
    void aClockThatWentBackMakesNothingOlder() {
        away("device", "#", 1, MqttVersion.V5);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        publisher.send(expiring("short", 10));
        publisher.expect(PubAck.class);
        broker.close();
        ManualClock earlier = new ManualClock(1_795_000_000_000L - 86_400_000L);
        broker = TestBroker.startIn(folder, earlier);

        Publish got = persistent("device", MqttVersion.V5, true).expect(Publish.class);

        assertThat(got.properties().longOr(Property.MESSAGE_EXPIRY_INTERVAL, 0)).isEqualTo(10);
    }

    @Test
    void retainedMessagesAreThereAndThoseThatWereDeletedAreNot() {
        TestClient publisher = broker.client("publisher", MqttVersion.V3_1_1);
        publisher.send(TestClient.message("a/kept", 1, true, 1, "old"));
        publisher.expect(PubAck.class);
        publisher.send(TestClient.message("a/kept", 1, true, 2, "new"));
        publisher.expect(PubAck.class);
        publisher.send(TestClient.message("a/gone", 1, true, 3, "gone"));
        publisher.expect(PubAck.class);
        publisher.send(TestClient.message("a/gone", 1, true, 4, ""));
        publisher.expect(PubAck.class);
        restart();

        TestClient reader = broker.client("reader", MqttVersion.V3_1_1);
        reader.subscribe("a/#", 1);

        Publish got = reader.expect(Publish.class);
        assertThat(got.retain()).isTrue();
        assertThat(new String(got.payload(), StandardCharsets.UTF_8)).isEqualTo("new");
        reader.expectNothing();
    }

    @Test
    void aWillThatIsStillToComeComesAfterARestart() {
        Properties delay = Properties.builder().set(Property.WILL_DELAY_INTERVAL, 2).build();
        Will will = new Will("gone", "device".getBytes(StandardCharsets.UTF_8), 1, false, delay);
        TestClient device = broker.open(MqttVersion.V5);
        device.send(new Connect(MqttVersion.V5, false, "device", true, 60, will, null, null, HOUR));
        device.expect(ConnAck.class);
        away("watcher", "gone", 1, MqttVersion.V5, 1);
        device.reset();
        left(0);
        restart();

        TestClient watcher = persistent("watcher", MqttVersion.V5, true);

        assertThat(watcher.expectPayload()).isEqualTo("device");
    }

    private void away(String clientId, String filter, int qos, MqttVersion version, int others) {
        TestClient first = persistent(clientId, version, false);
        first.subscribe(filter, qos);
        first.close();
        left(others);
    }
}
