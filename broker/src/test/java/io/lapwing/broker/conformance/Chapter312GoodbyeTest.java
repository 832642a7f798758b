// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.hex;
import static io.lapwing.broker.conformance.Bytes.join;
import static io.lapwing.broker.conformance.Bytes.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PINGREQ, DISCONNECT and errors (3.1.1 §3.12-3.14, §4.8, 5.0 §3.12-3.14, §4.13). */
class Chapter312GoodbyeTest extends OverTheWire {

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.12.4-1", v5 = "MQTT-3.12.4-1")
    void aPingIsAnswered(MqttVersion version) {
        Wire client = in(version);

        client.sendBytes(hex("c000 c000 c000"));

        client.expect(0xD0).expect(0xD0).expect(0xD0);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("MQTT-3.14.4-2")
    void aGoodbyeIsAnsweredWithTheEndOfTheConnection(MqttVersion version) {
        Wire client = in(version);

        client.send(0xE0);

        client.expectClosed();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-4.8.0-1", v5 = "MQTT-3.14.4-1")
    void whatFollowsAGoodbyeIsNotLookedAt(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire client = in(version);

        client.sendBytes(
                join(packet(0xE0), packet(0x30, topic, client.properties()), packet(0xC0)));

        client.expectClosed();
        receiver.ping();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = "MQTT-4.8.0-1",
            v5 = {"MQTT-4.13.1-1", "MQTT-3.14.4-1", "MQTT-3.14.2-1"})
    void whatFollowsAnErrorIsNotLookedAt(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire client = in(version);
        byte[] message = packet(0x30, topic, client.properties());

        client.sendBytes(join(message, hex("36 00"), message, packet(0xC0)));

        client.expectEnd(0x81);
        receiver.expectMessage("");
        receiver.ping();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99
            })
    @Requirement("MQTT-3.14.2-1")
    void everyReasonOfAClientIsTaken(int reason) {
        Wire client = in(V5);

        client.send(0xE0, reason, client.properties(hex("1f 0003 627965 26 0001 61 0001 62")));

        client.expectClosed();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x02, 0x05, 0x10, 0x18, 0x7F, 0x84, 0x85, 0x8C, 0x91, 0x92, 0xFF})
    @Requirement("MQTT-3.14.2-1")
    void anotherReasonThanThoseOfDisconnectIsAnError(int reason) {
        Wire client = in(V5);

        client.send(0xE0, reason);

        client.expectEnd(0x82);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40 03 0001 01", "50 03 0001 92", "62 03 0001 10", "70 03 0001 80"})
    @Requirement({"MQTT-3.4.2-1", "MQTT-3.5.2-1", "MQTT-3.6.2-1", "MQTT-3.7.2-1"})
    void anotherReasonThanThoseOfAnAcknowledgementIsAnError(String packet) {
        Wire client = in(V5);

        client.sendBytes(hex(packet));

        client.expectEnd(0x82);
    }

    @Test
    @Requirement({"MQTT-3.14.2-2", "MQTT-3.14.2-3", "MQTT-3.14.2-4", "MQTT-3.1.2-24"})
    void theGoodbyeOfTheServerIsShortWhereTheClientWantsSmallPackets() {
        Wire client = open(V5);
        client.connect(0x02, hex("27 00000020"), fresh()).accepted();

        client.sendBytes(hex("00 00"));

        Got goodbye = client.next(Got.DISCONNECT);
        assertThat(goodbye.body().length + 2).isLessThanOrEqualTo(0x20);
        assertThat(goodbye.property(0x11)).as("session expiry").isEmpty();
        client.expectClosed();
    }

    /** A client that takes nothing more does not keep the server from going on. */
    @ParameterizedTest
    @EnumSource
    void aBrokenConnectionDoesNoHarm(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire broken = in(version);
        broken.sendBytes(hex("30 ff ff 7f 0001"));

        broken.reset();

        in(version).publish(0, 0, topic, "x");
        receiver.expectMessage("x");
    }
}
