// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.NONE;
import static io.lapwing.broker.conformance.Bytes.four;
import static io.lapwing.broker.conformance.Bytes.hex;
import static io.lapwing.broker.conformance.Bytes.join;
import static io.lapwing.broker.conformance.Bytes.packet;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT and its answer (3.1.1 §3.1, §3.2, 5.0 §3.1, §3.2). */
class Chapter31ConnectTest extends OverTheWire {
    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.1.4-4", "MQTT-3.2.0-1", "MQTT-3.2.2-1", "MQTT-3.2.2-3", "MQTT-7.1.1-1"},
            v5 = {"MQTT-3.1.4-5", "MQTT-3.2.0-1", "MQTT-3.2.2-1", "MQTT-3.2.2-2", "MQTT-4.2-1"})
    void aGoodConnectIsAnsweredWithZero(MqttVersion version) {
        Wire client = open(version);

        client.connect(0x02, NONE, fresh());

        Got answer = client.next();
        assertThat(answer.first()).isEqualTo(0x20);
        assertThat(answer.byteAt(0)).as("flags").isZero();
        assertThat(answer.byteAt(1)).as("code").isZero();
        client.ping();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10 0d 0004 4d515447 04 02 003c 0001 61", // MQTG
                "10 0d 0004 6d717474 04 02 003c 0001 61", // mqtt
                "10 0c 0003 4d5154 04 02 003c 0001 61",
                "10 0e 0005 4d51545431 04 02 003c 0001 61",
                "10 09 0000 04 02 003c 0001 61",
                "10 0f 0006 4d5149736471 03 02 003c 0001 61" // MQIsdq
            })
    @Requirement(v3 = "MQTT-3.1.2-1", v5 = "MQTT-3.1.2-1")
    void anotherProtocolNameIsNotMqtt(String connect) {
        Wire client = open(V3);

        client.sendBytes(hex(connect));

        client.expectClosed();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 0x83})
    @Requirement(v3 = {"MQTT-3.1.2-2", "MQTT-3.2.2-4", "MQTT-3.2.2-5"})
    void anUnknownLevelBelow5IsAnsweredInTheLanguageOfMqtt3(int level) {
        Wire client = open(V3);

        client.send(0x10, "MQTT", level, 0x02, two(60), "a");

        client.expect(0x20, 0, 1).expectClosed();
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 0x7F})
    @Requirement({"MQTT-3.1.2-2", "MQTT-3.2.2-6", "MQTT-3.2.2-7"})
    void anUnknownLevelAbove5IsAnsweredInTheLanguageOfMqtt5(int level) {
        Wire client = open(V5);

        client.send(0x10, "MQTT", level, 0x02, two(60), 0, "a");

        client.expectRefused(0x84, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4})
    void theNameOfMqtt31WithAnotherLevelIsRefused(int level) {
        Wire client = open(V3);

        client.send(0x10, "MQIsdp", level, 0x02, two(60), "a");

        client.expect(0x20, 0, 1).expectClosed();
    }

    @ParameterizedTest
    @EnumSource(names = {"V3_1_1", "V5"})
    @Requirement(
            v3 = {"MQTT-3.1.2-3", "MQTT-3.1.4-1"},
            v5 = {"MQTT-3.1.2-3", "MQTT-3.1.4-1"})
    void theReservedFlagIsZero(MqttVersion version) {
        Wire client = open(version);

        client.connect(0x03, NONE, fresh());

        client.expectRefused(0x81, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "V3_1_1, 0a", "V3_1_1, 12", "V3_1_1, 1a", "V3_1_1, 22", "V3_1_1, 3a",
        "V5, 0a", "V5, 12", "V5, 1a", "V5, 22", "V5, 3a"
    })
    @Requirement(
            v3 = {"MQTT-3.1.2-11", "MQTT-3.1.2-13", "MQTT-3.1.2-15"},
            v5 = {"MQTT-3.1.2-11", "MQTT-3.1.2-13"})
    void willFlagsWithoutAWillAreMalformed(MqttVersion version, String flags) {
        Wire client = open(version);

        client.connect(Integer.parseInt(flags, 16), NONE, fresh());

        client.expectRefused(0x81, 0);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.2-14", v5 = "MQTT-3.1.2-12")
    void aWillWithQos3IsMalformed(MqttVersion version) {
        Wire client = open(version);

        client.connect(0x1E, NONE, fresh(), client.properties(), "will", "bye");

        client.expectRefused(0x81, 0);
    }

    @Test
    @Requirement(v3 = "MQTT-3.1.2-22")
    void mqtt311TakesNoPasswordWithoutAUserName() {
        Wire client = open(V3);

        client.connect(0x42, NONE, fresh(), "password");

        client.expectRefused(0x81, 0);
    }

    @Test
    @Requirement({"MQTT-3.1.2-16", "MQTT-3.1.2-19"})
    void mqtt5TakesAPasswordWithoutAUserName() {
        Wire client = open(V5);

        client.connect(0x42, NONE, fresh(), "password");

        client.accepted();
    }

    /** What the flags announce is missing, or what is there was not announced. */
    @ParameterizedTest
    @CsvSource({
        "06, ''", // a will without topic
        "06, 0004 77696c6c", // without payload
        "06, 0004 77696c6c 0003 6279",
        "82, ''", // a user name
        "82, 0004 75736",
        "c2, 0004 75736572", // a password
        "c2, 0004 75736572 0002 70",
        "02, 0004 75736572", // a user name that was not announced
        "82, 0004 75736572 0002 7077", // a password
        "02, 00"
    })
    @Requirement(
            v3 = {
                "MQTT-3.1.2-9",
                "MQTT-3.1.2-18",
                "MQTT-3.1.2-19",
                "MQTT-3.1.2-20",
                "MQTT-3.1.2-21",
                "MQTT-3.1.4-1",
                "MQTT-3.2.2-6"
            },
            v5 = {
                "MQTT-3.1.2-9",
                "MQTT-3.1.2-16",
                "MQTT-3.1.2-17",
                "MQTT-3.1.2-18",
                "MQTT-3.1.2-19",
                "MQTT-3.1.4-1"
            })
    void thePayloadHoldsWhatTheFlagsAnnounceAndNoMore(String flags, String rest) {
        String digits = rest.replace(" ", "");
        byte[] more = hex(digits.substring(0, digits.length() & ~1));
        for (MqttVersion version : new MqttVersion[] {V3, V5}) {
            Wire client = open(version);
            byte[] will =
                    version.isV5() && flags.equals("06") && more.length > 0 ? new byte[1] : NONE;

            client.connect(Integer.parseInt(flags, 16), NONE, "a client", will, more);

            client.expectRefused(0x81, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.1.3-1", "MQTT-3.1.3-3"},
            v5 = {"MQTT-3.1.3-1", "MQTT-3.1.3-3"})
    void aConnectWithEveryFieldIsTaken(MqttVersion version) {
        Wire client = open(version);

        client.connect(0xF6, NONE, fresh(), client.properties(), "will", "bye", "user", "word");

        client.accepted();
        client.send(0xE0);
    }

    /** What was sent with a CONNECT that is refused reaches nobody. */
    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.1.4-5", "MQTT-3.2.2-5"},
            v5 = {"MQTT-3.1.4-6", "MQTT-3.2.2-7"})
    void whatFollowsARefusedConnectIsNotLookedAt(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(V5, topic, 0);
        byte[] refused = Wire.connect(version, 0x02, 60, NONE, "x".repeat(101));
        byte[] message = packet(0x30, topic, Wire.properties(version));
        Wire client = open(version);

        client.sendBytes(join(refused, message, message));

        client.expectRefused(0x85, 2);
        receiver.ping();
    }

    /** A client need not wait for its CONNACK (5.0 §3.1.4). */
    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.2.0-1", v5 = "MQTT-3.2.0-1")
    void whatIsSentAlongWithConnectIsDoneAfterIt(MqttVersion version) {
        String topic = fresh();
        byte[] none = Wire.properties(version);
        Wire client = open(version);

        client.sendBytes(
                join(
                        Wire.connect(version, 0x02, 60, NONE, fresh()),
                        packet(0x82, two(1), none, topic, 0),
                        packet(0x30, topic, none, 'x' + 0),
                        packet(0xC0)));

        client.accepted();
        assertThat(client.next(Got.SUBACK).codes()).containsExactly(0);
        client.expectMessage("x");
        client.expect(0xD0);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("MQTT-3.2.0-2")
    void thereIsOneConnack(MqttVersion version) {
        Wire client = in(version);

        client.sendBytes(Wire.connect(version, 0x02, 60, NONE, fresh()));

        client.expectEnd(0x82); // and no second CONNACK before it
    }

    @Test
    @Requirement({"MQTT-3.1.2-28", "MQTT-4.12.0-6"})
    void connackHoldsNoPropertyThatWasNotAskedFor() {
        Got answer = open(V5).connect(0x02, join(0x19, 0), fresh()).accepted();

        assertThat(answer.property(0x1A)).as("response information").isEmpty();
        assertThat(answer.property(0x15)).as("authentication method").isEmpty();
        assertThat(answer.property(0x12)).as("assigned client id").isEmpty();
    }

    @Test
    @Requirement({"MQTT-3.2.2-19", "MQTT-3.2.2-20"})
    void aRefusalFitsIntoTheClientsMaximumPacketSize() {
        Wire client = open(V5);

        client.connect(0x02, join(0x27, four(5)), "x".repeat(101));

        Got refusal = client.next(Got.CONNACK);
        assertThat(refusal.byteAt(1)).isEqualTo(0x85);
        assertThat(refusal.body().length + 2).isLessThanOrEqualTo(5);
        client.expectClosed();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x83, 0x84})
    void theBridgesOfMosquittoComeIn(int level) {
        Wire client = open(V3);

        client.send(0x10, level == 0x83 ? "MQIsdp" : "MQTT", level, 0x02, two(60), fresh());

        client.accepted();
        client.ping();
    }

    /** A CONNECT with every field, cut off behind each of its bytes. */
    @ParameterizedTest
    @EnumSource(names = {"V3_1_1", "V5"})
    @Requirement(v3 = "MQTT-3.1.4-1", v5 = "MQTT-3.1.4-1")
    void aConnectThatEndsTooEarlyIsRefused(MqttVersion version) {
        byte[] will = Wire.properties(version, 0x03, "text");
        byte[] whole =
                Wire.connect(
                        version,
                        0xF6,
                        60,
                        join(0x11, four(9)),
                        "id",
                        will,
                        "will",
                        "bye",
                        "user",
                        "word");
        for (int length = 0; length < whole.length - 2; length++) {
            Wire client = open(version);

            client.send(0x10, Arrays.copyOfRange(whole, 2, 2 + length));

            if (length > 6) {
                client.expectRefused(0x81, 0);
            } else {
                client.expectClosed(); // before its version is known
            }
        }
    }
}
