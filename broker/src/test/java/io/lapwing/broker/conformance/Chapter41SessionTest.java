// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.NONE;
import static io.lapwing.broker.conformance.Bytes.four;
import static io.lapwing.broker.conformance.Bytes.join;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a session keeps and when it ends (3.1.1 §3.1.2.4, §4.1, 5.0 §3.1.2.4, §4.1). */
class Chapter41SessionTest extends OverTheWire {

    private boolean present(Wire client, Got connack) {
        return client.sessionPresent(connack);
    }

    /** Leaves without a goodbye, and the server saw it. */
    private void leave(Wire client, long others) {
        client.reset();
        awaitClients(others);
    }

    @ParameterizedTest
    @EnumSource(names = {"V3_1_1", "V5"})
    @Requirement(
            v3 = {"MQTT-3.1.2-4", "MQTT-3.2.2-2", "MQTT-3.2.2-3", "MQTT-3.1.3-2"},
            v5 = {"MQTT-3.1.2-5", "MQTT-3.1.2-6", "MQTT-3.1.2-23", "MQTT-3.2.2-3"})
    void aSessionGoesOnWithItsSubscriptions(MqttVersion version) {
        String id = fresh();
        String topic = fresh();
        Wire client = open(version);
        assertThat(present(client, client.resume(id, false))).isFalse();
        client.subscribe(topic, 1);
        leave(client, 0);

        Wire back = open(version);

        assertThat(present(back, back.resume(id, false))).isTrue();
        in(version).publish(0, 0, topic, "still here");
        back.expectMessage("still here");
    }

    @ParameterizedTest
    @EnumSource(names = {"V3_1_1", "V5"})
    @Requirement(
            v3 = {"MQTT-3.1.2-6", "MQTT-3.1.4-3", "MQTT-3.2.2-1"},
            v5 = {"MQTT-3.1.2-4", "MQTT-3.1.4-4", "MQTT-3.2.2-2"})
    void aCleanStartForgetsSubscriptionsAndMessages(MqttVersion version) {
        String id = fresh();
        String topic = fresh();
        Wire client = open(version);
        client.resume(id, false);
        client.subscribe(topic, 1);
        leave(client, 0);
        Wire publisher = in(version);
        publisher.publish(1, 1, topic, "lost").next(Got.PUBACK);

        Wire clean = open(version);

        assertThat(present(clean, clean.resume(id, true))).isFalse();
        publisher.publish(1, 1, topic, "nobody listens").next(Got.PUBACK);
        clean.ping();
        Wire back = open(version);
        assertThat(present(back, back.resume(id, false))).isEqualTo(version.isV5());
    }

    @ParameterizedTest
    @EnumSource(names = {"V3_1_1", "V5"})
    @Requirement(v3 = "MQTT-3.1.2-6", v5 = "MQTT-4.1.0-2")
    void aSessionThatEndsWithItsConnectionIsGoneAfterIt(MqttVersion version) {
        String id = fresh();
        Wire client = open(version).in(id).subscribe(fresh(), 1);
        leave(client, 0);

        Wire back = open(version);

        assertThat(present(back, back.resume(id, false))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.1.2-5", "MQTT-4.1.0-1", "MQTT-4.5.0-1"},
            v5 = {"MQTT-4.1.0-1", "MQTT-4.5.0-1"})
    void messagesWaitForASessionWhoseClientIsAway(MqttVersion version) {
        String id = fresh();
        String topic = fresh();
        Wire client = open(version);
        client.resume(id, false);
        client.subscribe(topic, 2);
        client.send(0xE0).expectClosed();
        awaitClients(0);
        Wire publisher = in(version);
        publisher.publish(1, 1, topic, "one").expect(0x40, two(1));
        publisher.publish(2, 2, topic, "two").expect(0x50, two(2));
        publisher.ack(Got.PUBREL, 2).expect(0x70, two(2));
        publisher.publish(1, 3, topic, "three").expect(0x40, two(3));

        Wire back = open(version);
        back.resume(id, false);

        assertThat(back.expectMessage("one").qos()).isEqualTo(1);
        assertThat(back.expectMessage("two").qos()).isEqualTo(2);
        assertThat(back.expectMessage("three").qos()).isEqualTo(1);
        back.ping();
    }

    @Test
    @Requirement("MQTT-4.1.0-2")
    void aSessionIsForgottenWhenItsExpiryHasPassed() {
        String id = fresh();
        byte[] second = join(0x11, four(1));
        open(V5).connect(0x00, second, id).accepted();

        await().pollInterval(Duration.ofMillis(2_200))
                .until(() -> {
                    Wire back = open(V5);
                    Got answer = back.connect(0x00, second, id).accepted();
                    back.close();
                    return !back.sessionPresent(answer);
                });
    }

    @Test
    @Requirement({"MQTT-3.1.2-23", "MQTT-4.1.0-2"})
    void aGoodbyeMaySetAnotherExpiry() {
        String id = fresh();
        Wire client = open(V5);
        client.resume(id, false);
        client.send(0xE0, 0, client.properties(0x11, four(0))).expectClosed();
        awaitClients(0);

        Wire back = open(V5);

        assertThat(back.sessionPresent(back.resume(id, false))).isFalse();
    }

    @Test
    void aGoodbyeMayNotKeepASessionThatWasToEnd() {
        Wire client = in(V5);

        client.send(0xE0, 0, client.properties(0x11, four(60)));

        client.expectEnd(0x82);
    }

    @Test
    @Requirement(v3 = "MQTT-3.1.2-7")
    void retainedMessagesOutliveTheSessionOfTheirSender() {
        String topic = fresh();
        in(V3).retain(topic, "kept").send(0xE0).expectClosed();
        awaitClients(0);

        assertThat(receiver(V3, topic, 0).expectMessage("kept").retain()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"V3_1_1", "V5"})
    @Requirement(v3 = "MQTT-4.1.0-2", v5 = "MQTT-4.1.0-1")
    void aSessionMovesToTheConnectionThatTakesItOver(MqttVersion version) {
        String id = fresh();
        String topic = fresh();
        Wire first = open(version);
        first.resume(id, false);
        first.subscribe(topic, 1);
        in(version).publish(1, 1, topic, "not acknowledged").next();
        first.expectMessage("not acknowledged");

        Wire second = open(version);

        assertThat(present(second, second.resume(id, false))).isTrue();
        first.expectEnd(0x8E);
        assertThat(second.expectMessage("not acknowledged").dup()).isTrue();
    }

    /** In MQTT 3.1 the flag was not there, and its bit stays zero. */
    @Test
    void mqtt31IsNotToldWhetherASessionWasPresent() {
        String id = fresh();
        Wire client = open(MqttVersion.V3_1);
        client.resume(id, false);
        leave(client, 0);

        Wire back = open(MqttVersion.V3_1);

        assertThat(back.resume(id, false).byteAt(0)).isZero();
    }

    @Test
    @Requirement({"MQTT-3.1.2-22", "MQTT-3.2.2-22"})
    void aKeepAliveOfZeroLetsAClientBeSilent() {
        Wire silent = open(V5);
        silent.sendBytes(Wire.connect(V5, 2, 0, NONE, fresh())).next(Got.CONNACK);
        Wire expiring = open(V5);
        expiring.sendBytes(Wire.connect(V5, 2, 1, NONE, fresh())).next(Got.CONNACK);

        expiring.expectEnd(0x8D);

        silent.ping();
    }

    /** Identifier, no local and retain as published belong to the subscription, which stays. */
    @Test
    @Requirement("MQTT-3.1.2-5")
    void theOptionsOfSubscriptionsAreKept() {
        String id = fresh();
        String topic = fresh();
        Wire client = open(V5);
        client.resume(id, false);
        client.send(0x82, two(1), client.properties(0x0B, 9), topic, 0x0C).next(Got.SUBACK);
        leave(client, 0);
        Wire back = open(V5);
        back.resume(id, false);

        back.publish(0, 0, topic, "mine").ping();
        in(V5).retain(topic, "yours");

        Got got = back.expectMessage("yours");
        assertThat(got.retain()).isTrue();
        assertThat(got.property(0x0B)).containsExactly("09");
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-4.5.0-1", v5 = "MQTT-4.5.0-1")
    void aClientThatIsAwayGetsItsOwnWill(MqttVersion version) {
        String id = fresh();
        String topic = fresh();
        Wire client = open(version);
        byte[] expiry = join(0x11, four(600));
        client.connect(0x0C, expiry, id, client.properties(), topic, "bye").accepted();
        client.subscribe(topic, 1);

        leave(client, 0);

        Wire back = open(version);
        back.resume(id, false);
        back.expectMessage("bye");
    }

    @Test
    void aSessionMayNeverExpire() {
        String id = fresh();
        byte[] never = join(0x11, four(0xFFFF_FFFFL));
        Wire client = open(V5);
        client.connect(0x00, never, id).accepted();
        leave(client, 0);

        Wire back = open(V5);

        assertThat(back.sessionPresent(back.connect(0x00, never, id).accepted())).isTrue();
    }
}
