// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PingReq;
import io.lapwing.protocol.PingResp;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import io.lapwing.protocol.UserProperty;
import io.lapwing.protocol.Will;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a will is published, and when it is not (3.1.1 §3.1.2.5, 5.0 §3.1.2.5, §3.1.3.2). */
class WillTest {
    private TestBroker broker = TestBroker.start();

    @AfterEach
    void stop() {
        broker.close();
    }

    private TestClient watcher() {
        TestClient watcher = broker.client("watcher", MqttVersion.V5);
        watcher.send(
                new Subscribe(
                        1,
                        List.of(new Subscription("lost/#", 1, false, true, 0)),
                        Properties.EMPTY));
        watcher.expect(SubAck.class);
        return watcher;
    }

    /** Expiry and delay in seconds; below 0: the property is left out. */
    private TestClient mortal(String id, boolean clean, long expiry, long delay) {
        Properties.Builder properties = Properties.builder();
        if (expiry >= 0) {
            properties.set(Property.SESSION_EXPIRY_INTERVAL, expiry);
        }
        Properties.Builder ofWill = Properties.builder();
        if (delay >= 0) {
            ofWill.set(Property.WILL_DELAY_INTERVAL, delay);
        }
        Will will = new Will("lost/" + id, "gone".getBytes(UTF_8), 1, false, ofWill.build());
        TestClient client = broker.open(MqttVersion.V5);
        client.send(
                new Connect(
                        MqttVersion.V5,
                        false,
                        id,
                        clean,
                        60,
                        will,
                        null,
                        null,
                        properties.build()));
        client.expect(ConnAck.class);
        return client;
    }

    private void left(int clients) {
        await().until(() -> broker.count("active_mqtt_connections") == clients);
    }

    private static void sees(TestClient watcher, String topic) {
        assertThat(watcher.expect(Publish.class).topic()).isEqualTo(topic);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.1.2-8", "MQTT-3.1.2-17"},
            v5 = {"MQTT-3.1.2-7", "MQTT-3.1.2-8", "MQTT-3.1.2-15"})
    void aProtocolErrorOfTheClientLeavesItsWill(MqttVersion version) {
        TestClient watcher = watcher();
        TestClient client = broker.open(version);
        Will will = new Will("lost/x", "gone".getBytes(UTF_8), 2, true, Properties.EMPTY);
        client.send(new Connect(version, false, "x", true, 60, will, null, null, Properties.EMPTY));
        client.expect(ConnAck.class);

        client.sendBytes(new byte[] {(byte) 0xF1, 0});

        Publish message = watcher.expect(Publish.class);
        assertThat(message.topic()).isEqualTo("lost/x");
        assertThat(message.retain()).isTrue(); // as published, for the watcher asked for that
        assertThat(broker.count("retain_messages")).isEqualTo(1);
    }

    @Test
    @Requirement("MQTT-3.1.2-8")
    void aGoodbyeWithTheReasonThatAsksForItLeavesTheWill() {
        TestClient watcher = watcher();
        TestClient client = mortal("x", true, -1, -1);

        client.send(new Disconnect(ReasonCode.DISCONNECT_WITH_WILL_MSG));

        sees(watcher, "lost/x");
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.1.2-10", "MQTT-3.14.4-3"},
            v5 = {"MQTT-3.1.2-10", "MQTT-3.14.4-3"})
    void anOrdinaryGoodbyeLeavesNone(MqttVersion version) {
        TestClient watcher = watcher();
        TestClient client = broker.open(version);
        Will will = new Will("lost/x", "gone".getBytes(UTF_8), 0, false, Properties.EMPTY);
        client.send(new Connect(version, false, "x", true, 60, will, null, null, Properties.EMPTY));
        client.expect(ConnAck.class);

        client.send(new Disconnect(ReasonCode.SUCCESS));
        client.expectClosed();

        left(1);
        watcher.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void aSilentClientsWillIsPublished(MqttVersion version) {
        TestClient watcher = watcher();
        TestClient client = broker.open(version);
        Will will = new Will("lost/x", "gone".getBytes(UTF_8), 1, false, Properties.EMPTY);
        client.send(new Connect(version, false, "x", true, 1, will, null, null, Properties.EMPTY));
        client.expect(ConnAck.class);

        sees(watcher, "lost/x");
    }

    @Test
    @Requirement("MQTT-3.1.2-8")
    void aDelayedWillIsPublishedWhenItsDelayIsOverAndNotBefore() {
        TestClient watcher = watcher();
        TestClient client = mortal("x", true, 60, 1);
        long began = System.nanoTime();

        client.reset();

        sees(watcher, "lost/x");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(ms(990), ms(4_000));
        assertThat(broker.count("queue_processes")).isEqualTo(2); // the session goes on
    }

    @Test
    @Requirement("MQTT-3.1.2-8")
    void theEndOfTheSessionPublishesTheWillBeforeItsDelayIsOver() {
        TestClient watcher = watcher();
        TestClient client = mortal("x", true, 1, 3_600);
        long began = System.nanoTime();

        client.reset();

        sees(watcher, "lost/x");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(ms(990), ms(4_000));
        await().until(() -> broker.count("queue_processes") == 1);
    }

    @Test
    void aSessionThatEndsWithItsConnectionDelaysNoWill() {
        TestClient watcher = watcher();
        TestClient client = mortal("x", true, -1, 3_600);

        client.reset();

        sees(watcher, "lost/x");
    }

    @Test
    @Requirement("MQTT-3.1.3-9")
    void aDelayedWillIsForgottenWhenTheClientIsBackInTime() {
        TestClient watcher = watcher();
        mortal("x", true, 60, 1).reset();
        left(1);

        TestClient back = mortal("x", false, 60, -1);
        broker.client("later", MqttVersion.V5).publish("lost/mark", 0, 0, "mark");
        sees(watcher, "lost/mark");
        broker.secondsGoBy(2, () -> {});
        back.send(new PingReq());
        back.expect(PingResp.class);

        watcher.expectNothing();
    }

    @Test
    void aCleanStartEndsTheSessionAndSoPublishesTheWillThatWaits() {
        TestClient watcher = watcher();
        mortal("x", true, 3_600, 3_600).reset();
        left(1);

        broker.client("x", MqttVersion.V5);

        sees(watcher, "lost/x");
    }

    @Test
    void whoIsPushedOutLeavesItsWillUnlessItIsDelayedAndTheSessionGoesOn() {
        TestClient watcher = watcher();
        mortal("a", true, 3_600, -1);
        mortal("a", false, 3_600, -1);
        sees(watcher, "lost/a");
        mortal("b", true, 3_600, 3_600);
        mortal("b", false, 3_600, 3_600);
        watcher.expectNothing();

        mortal("b", true, 3_600, 3_600);

        sees(watcher, "lost/b");
    }

    @Test
    void aTakeOverLeavesNoWillWhereItIsToBeSuppressed() {
        restart("suppress_lwt_on_session_takeover", "on");
        TestClient watcher = watcher();
        mortal("a", true, 3_600, -1);

        TestClient second = mortal("a", false, 3_600, -1);

        watcher.expectNothing();
        second.reset();
        sees(watcher, "lost/a");
    }

    @Test
    void aDelayIsCutToTheLongestThatIsAllowed() {
        restart("max_last_will_delay", "1s");
        TestClient watcher = watcher();

        mortal("x", true, 3_600, 3_600).reset();

        sees(watcher, "lost/x");
    }

    @Test
    @Requirement("MQTT-3.1.3-10")
    void aWillKeepsItsPropertiesAndTheOrderOfTheUsersAndLosesItsDelay() {
        TestClient watcher = watcher();
        Properties sent =
                Properties.builder()
                        .set(Property.WILL_DELAY_INTERVAL, 0)
                        .set(Property.PAYLOAD_FORMAT_INDICATOR, 1)
                        .set(Property.MESSAGE_EXPIRY_INTERVAL, 100)
                        .text(Property.CONTENT_TYPE, "text/plain")
                        .text(Property.RESPONSE_TOPIC, "answers")
                        .binary(Property.CORRELATION_DATA, new byte[] {7})
                        .user("b", "2")
                        .user("a", "1")
                        .user("b", "1")
                        .build();
        Will will = new Will("lost/x", "gone".getBytes(UTF_8), 1, false, sent);
        TestClient client = broker.open(MqttVersion.V5);
        client.send(
                new Connect(
                        MqttVersion.V5, false, "x", true, 60, will, null, null, Properties.EMPTY));
        client.expect(ConnAck.class);

        client.reset();

        Properties got = watcher.expect(Publish.class).properties();
        assertThat(got.has(Property.WILL_DELAY_INTERVAL)).isFalse();
        assertThat(got.intOr(Property.PAYLOAD_FORMAT_INDICATOR, 0)).isEqualTo(1);
        assertThat(got.longOr(Property.MESSAGE_EXPIRY_INTERVAL, 0)).isBetween(98L, 100L);
        assertThat(got.text(Property.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(got.text(Property.RESPONSE_TOPIC)).isEqualTo("answers");
        assertThat(got.binary(Property.CORRELATION_DATA)).containsExactly(7);
        assertThat(got.userProperties())
                .containsExactly(
                        new UserProperty("b", "2"),
                        new UserProperty("a", "1"),
                        new UserProperty("b", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$SYS/mine", "a/b/c/d/e/f/g/h/i/j/k"})
    void aWillThatNobodyMayPublishIsRefusedBeforeTheSessionIsTakenOver(String topic) {
        TestClient first = broker.client("x", MqttVersion.V5);
        TestClient second = broker.open(MqttVersion.V5);
        Will will = new Will(topic, new byte[0], 0, false, Properties.EMPTY);
        second.send(
                new Connect(
                        MqttVersion.V5, false, "x", true, 60, will, null, null, Properties.EMPTY));

        ReasonCode reason =
                topic.startsWith("$") ? ReasonCode.NOT_AUTHORIZED : ReasonCode.TOPIC_NAME_INVALID;
        assertThat(second.expect(ConnAck.class).code()).isEqualTo(reason.code());
        second.expectClosed();
        first.expectNothing();
    }

    private void restart(String... settings) {
        broker.close();
        broker = TestBroker.start(settings);
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }
}
