// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.NONE;
import static io.lapwing.broker.conformance.Bytes.four;
import static io.lapwing.broker.conformance.Bytes.hex;
import static io.lapwing.broker.conformance.Bytes.join;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The will, and when it is published (3.1.1 §3.1.2.5, 5.0 §3.1.2.5, §3.1.3.2). */
class Chapter31WillTest extends OverTheWire {
    private static final int WILL = 0x06;
    private static final int QOS1 = 0x08;
    private static final int QOS2 = 0x10;
    private static final int RETAIN = 0x20;

    private Wire withWill(MqttVersion version, int flags, String topic, Object... properties) {
        return withWill(version, fresh(), flags, NONE, topic, properties);
    }

    private Wire withWill(
            MqttVersion version,
            String clientId,
            int flags,
            byte[] connect,
            String topic,
            Object... properties) {
        Wire client = open(version);
        byte[] block = client.properties(properties);
        client.connect(WILL | flags, connect, clientId, block, topic, "bye").accepted();
        return client;
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.1.2-8", "MQTT-3.1.2-16"},
            v5 = {"MQTT-3.1.2-7", "MQTT-3.1.2-8", "MQTT-3.1.2-14"})
    void theWillIsPublishedWhenTheConnectionBreaks(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 2);

        withWill(version, QOS1, topic).reset();

        Got will = receiver.expectMessage("bye");
        assertThat(will.qos()).isEqualTo(1);
        assertThat(will.retain()).isFalse();
        receiver(version, topic, 0).ping(); // nothing was retained
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.2-8", v5 = "MQTT-3.1.2-8")
    void theWillIsPublishedWhenTheClientClosesWithoutAGoodbye(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 2);

        withWill(version, QOS2, topic).close();

        assertThat(receiver.expectMessage("bye").qos()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.2-17", v5 = "MQTT-3.1.2-15")
    void aRetainedWillIsRetained(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);

        withWill(version, RETAIN, topic).reset();

        assertThat(receiver.expectMessage("bye").retain()).isFalse();
        assertThat(receiver(version, topic, 0).expectMessage("bye").retain()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.1.2-10", "MQTT-3.14.4-3"},
            v5 = {"MQTT-3.1.2-10", "MQTT-3.14.4-3"})
    void aNormalGoodbyeDiscardsTheWill(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire client = withWill(version, 0, topic);

        client.send(0xE0);

        client.expectClosed();
        receiver.ping();
    }

    @Test
    @Requirement("MQTT-3.14.4-3")
    void aGoodbyeWithTheReasonZeroDiscardsTheWill() {
        String topic = fresh();
        Wire receiver = receiver(V5, topic, 0);
        Wire client = withWill(V5, 0, topic);

        client.send(0xE0, 0x00, 0x00);

        client.expectClosed();
        receiver.ping();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x04, 0x80, 0x82, 0x97})
    @Requirement("MQTT-3.1.2-8")
    void anotherGoodbyeThanTheNormalOnePublishesTheWill(int reason) {
        String topic = fresh();
        Wire receiver = receiver(V5, topic, 0);
        Wire client = withWill(V5, 0, topic);

        client.send(0xE0, reason);

        client.expectClosed();
        receiver.expectMessage("bye");
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.2-8", v5 = "MQTT-3.1.2-8")
    void theWillIsPublishedWhenTheServerClosesBecauseOfAnError(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire client = withWill(version, 0, topic);

        client.sendBytes(hex("36 00"));

        client.expectEnd(0x81);
        receiver.expectMessage("bye");
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.2-8", v5 = "MQTT-3.1.2-8")
    void theWillIsPublishedWhenAnotherConnectionTakesOver(MqttVersion version) {
        String topic = fresh();
        String id = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire client = withWill(version, id, 0, NONE, topic);

        open(version).in(id);

        client.expectEnd(0x8E);
        receiver.expectMessage("bye");
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.1.2-8", "MQTT-3.1.2-24"},
            v5 = {"MQTT-3.1.2-8", "MQTT-3.1.2-22"})
    void aClientThatIsSilentForTooLongIsClosedAndItsWillPublished(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire client = open(version);
        byte[] none = client.properties();
        client.sendBytes(Wire.connect(version, WILL, 1, NONE, fresh(), none, topic, "bye"));
        client.accepted();
        long start = System.nanoTime();

        client.expectEnd(0x8D);

        assertThat((System.nanoTime() - start) / 1_000_000).isBetween(1_500L, 9_000L);
        receiver.expectMessage("bye");
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.2-12", v5 = "MQTT-3.1.2-8")
    void withoutAWillNothingIsPublished(MqttVersion version) {
        Wire receiver = receiver(version, "#", 0);
        Wire client = in(version);

        client.reset();

        awaitClients(1);
        receiver.ping();
    }

    /** The will of an earlier connection is not kept for the next (5.0 §3.1.2.5). */
    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.2-10", v5 = "MQTT-3.1.2-10")
    void theWillGoesWithItsConnection(MqttVersion version) {
        String topic = fresh();
        String id = fresh();
        Wire receiver = receiver(version, topic, 0);
        withWill(version, id, 0, NONE, topic).send(0xE0).expectClosed();

        open(version).in(id).reset();

        awaitClients(1);
        receiver.ping();
    }

    @Test
    @Requirement({"MQTT-3.1.3-10", "MQTT-3.1.2-9", "MQTT-3.3.2-18"})
    void thePropertiesOfAWillArePassedOnInTheirOrder() {
        String topic = fresh();
        Wire receiver = receiver(V5, topic, 0);
        String user = "26 0001 7a 0001 31  26 0001 61 0001 32  26 0001 7a 0001 33";

        withWill(
                        V5,
                        0,
                        topic,
                        hex("01 01 02 00000e10 03 0004 74657874 08 0005 7265706c79"),
                        hex("09 0003 00ff01" + user))
                .reset();

        Got will = receiver.expectMessage("bye");
        assertThat(will.number(0x01, 0)).isEqualTo(1);
        assertThat(will.number(0x02, 0)).isBetween(3_590L, 3_600L);
        assertThat(will.text(0x03)).isEqualTo("text");
        assertThat(will.text(0x08)).isEqualTo("reply");
        assertThat(will.property(0x09)).containsExactly("000300ff01");
        assertThat(will.property(0x26))
                .containsExactly("00017a000131", "000161000132", "00017a000133");
        assertThat(will.property(0x18)).as("the delay is not passed on").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aWillMayBeEmpty(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire client = open(version);
        client.connect(WILL, NONE, fresh(), client.properties(), topic, two(0)).accepted();

        client.reset();

        receiver.expectMessage("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/#", "+/b", ""})
    @Requirement(v3 = "MQTT-4.7.1-1", v5 = "MQTT-4.7.0-1")
    void aWillTopicIsATopicName(String topic) {
        for (MqttVersion version : MqttVersion.values()) {
            Wire client = open(version);

            client.connect(WILL, NONE, fresh(), client.properties(), topic, "bye");

            client.expectRefused(0x81, 0);
        }
    }

    @Test
    @Requirement({"MQTT-3.1.2-8", "MQTT-3.1.2-7"})
    void aDelayedWillWaitsForItsDelay() {
        String topic = fresh();
        Wire receiver = receiver(V5, topic, 0);
        Wire client = withWill(V5, fresh(), 0, join(0x11, four(600)), topic, join(0x18, four(1)));
        client.ping();
        long start = System.nanoTime();

        client.reset();

        receiver.ping();
        receiver.expectMessage("bye");
        assertThat((System.nanoTime() - start) / 1_000_000).isBetween(1_000L, 9_000L);
    }

    @Test
    @Requirement("MQTT-3.1.2-8")
    void aDelayedWillIsPublishedAtTheLatestWhenItsSessionEnds() {
        String topic = fresh();
        Wire receiver = receiver(V5, topic, 0);

        withWill(V5, 0, topic, join(0x18, four(600))).reset();

        receiver.expectMessage("bye");
    }

    @Test
    @Requirement("MQTT-3.1.3-9")
    void aClientThatIsBackWithinTheDelayKeepsItsWillFromBeingSent() {
        String topic = fresh();
        String id = fresh();
        Wire receiver = receiver(V5, topic, 0);
        byte[] stays = join(0x11, four(600));
        withWill(V5, id, 0, stays, topic, join(0x18, four(1))).reset();
        awaitClients(1);

        Wire back = open(V5);
        back.connect(0x00, stays, id).accepted();
        Wire later = withWill(V5, 0, topic, join(0x18, four(0)));
        withWill(V5, fresh(), 0, stays, fresh(), join(0x18, four(2))).reset();
        Wire clock = receiver(V5, "later", 0);
        withWill(V5, fresh(), 0, stays, "later", join(0x18, four(2))).reset();

        clock.expectMessage("bye"); // by now the first delay has passed
        receiver.ping();
        later.reset();
        receiver.expectMessage("bye");
    }

    @Test
    @Requirement("MQTT-3.1.2-8")
    void aCleanStartWithinTheDelayEndsTheSessionAndSendsTheWill() {
        String topic = fresh();
        String id = fresh();
        Wire receiver = receiver(V5, topic, 0);
        withWill(V5, id, 0, join(0x11, four(600)), topic, join(0x18, four(300))).reset();
        awaitClients(1);

        open(V5).in(id);

        receiver.expectMessage("bye");
    }

    /** Also when the new connection takes the session over while the older one is open. */
    @Test
    @Requirement("MQTT-3.1.3-9")
    void aDelayedWillIsNotSentWhenTheSessionIsTakenOver() {
        String topic = fresh();
        String id = fresh();
        Wire receiver = receiver(V5, topic, 0);
        byte[] stays = join(0x11, four(600));
        Wire older = withWill(V5, id, 0, stays, topic, join(0x18, four(1)));
        Wire newer = open(V5);

        newer.connect(0x00, stays, id).accepted();

        older.expectEnd(0x8E);
        broker.secondsGoBy(2, () -> {});
        receiver.ping();
        newer.reset();
        awaitClients(1);
        receiver.ping();
    }
}
