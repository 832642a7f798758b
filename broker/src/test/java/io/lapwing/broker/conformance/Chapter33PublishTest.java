// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.hex;
import static io.lapwing.broker.conformance.Bytes.join;
import static io.lapwing.broker.conformance.Bytes.raw;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PUBLISH: its topic, its properties, and what of it is passed on (3.1.1 §3.3, 5.0 §3.3). */
class Chapter33PublishTest extends OverTheWire {

    @ParameterizedTest
    @ValueSource(strings = {"#", "+", "a/#", "a/+/b", "+/a", "a+", "a#b"})
    @Requirement(
            v3 = {"MQTT-3.3.2-2", "MQTT-4.7.1-1"},
            v5 = {"MQTT-3.3.2-2", "MQTT-4.7.0-1"})
    void aTopicNameHasNoWildcards(String topic) {
        for (MqttVersion version : MqttVersion.values()) {
            Wire client = in(version);

            client.publish(0, 0, topic, "x");

            client.expectEnd(0x90);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-4.7.3-1", v5 = "MQTT-4.7.3-1")
    void aTopicNameIsNotEmpty(MqttVersion version) {
        Wire client = in(version);

        client.publish(0, 0, "", "x");

        client.expectEnd(0x82);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "0,2", "1,0", "1,1", "1,2", "2,0", "2,1", "2,2"})
    @Requirement(
            v3 = {"MQTT-3.8.4-6", "MQTT-3.3.2-3"},
            v5 = {"MQTT-3.8.4-8", "MQTT-3.3.2-3"})
    void aMessageHasTheSmallerOfItsOwnAndTheGrantedQos(int sent, int granted) {
        for (MqttVersion from : MqttVersion.values()) {
            String topic = fresh();
            Wire publisher = in(from);
            for (MqttVersion to : MqttVersion.values()) {
                Wire receiver = receiver(to, topic, granted);
                publisher.publish(sent, 1, topic, "x");
                Got got = receiver.expectMessage("x");
                assertThat(got.qos()).isEqualTo(Math.min(sent, granted));
                assertThat(got.topic()).isEqualTo(topic);
                receiver.close();
                awaitClients(1);
                if (sent == 1) {
                    publisher.next(Got.PUBACK);
                } else if (sent == 2) {
                    publisher.next(Got.PUBREC);
                    publisher.ack(Got.PUBREL, 1).next(Got.PUBCOMP);
                }
            }
            publisher.close();
            awaitClients(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPayloadMayBeEmptyOrAnyBytes(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire publisher = in(version);
        byte[] any = new byte[256];
        for (int i = 0; i < any.length; i++) {
            any[i] = (byte) i;
        }

        publisher.publish(0, 0, topic, "");
        publisher.send(0x30, topic, publisher.properties(), any);

        receiver.expect(0x30, topic, receiver.properties());
        receiver.expect(0x30, topic, receiver.properties(), any);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Requirement({
        "MQTT-3.3.2-4",
        "MQTT-3.3.2-15",
        "MQTT-3.3.2-16",
        "MQTT-3.3.2-17",
        "MQTT-3.3.2-18",
        "MQTT-3.3.2-20"
    })
    void theApplicationsPropertiesPassUnchanged(int qos) {
        String topic = fresh();
        Wire receiver = receiver(V5, topic, qos);
        Wire publisher = in(V5);
        byte[] properties =
                hex(
                        "26 0001 6b 0001 31  08 0005 7265706c79  01 01  26 0000 0000"
                                + "09 0003 ff0001  26 0001 6b 0001 32  03 0004 74657874"
                                + "26 0001 61 0001 33");
        byte[] id = qos == 0 ? Bytes.NONE : two(3);

        publisher.send(0x30 | qos << 1, topic, id, publisher.properties(properties), raw("x"));

        Got got = receiver.expectMessage("x");
        assertThat(got.property(0x01)).containsExactly("01");
        assertThat(got.text(0x08)).isEqualTo("reply");
        assertThat(got.property(0x09)).containsExactly("0003ff0001");
        assertThat(got.text(0x03)).isEqualTo("text");
        assertThat(got.property(0x26))
                .containsExactly("00016b000131", "00000000", "00016b000132", "000161000133");
    }

    @Test
    @Requirement("MQTT-3.3.2-4")
    void propertiesOfAMessageAreKeptForAClientThatIsAwayAndForLaterSubscribers() {
        String topic = fresh();
        String id = fresh();
        Wire client = open(V5);
        client.resume(id, false);
        client.subscribe(topic, 1);
        client.send(0xE0).expectClosed();
        Wire publisher = in(V5);
        byte[] properties = publisher.properties(hex("26 0001 6b 0001 31 01 01 03 0001 74"));
        publisher.send(0x33, topic, two(1), properties, raw("x")).next(Got.PUBACK);

        Wire back = open(V5);
        back.resume(id, false);

        for (Got got : new Got[] {back.next(), receiver(V5, topic, 1).next()}) {
            assertThat(got.property(0x26)).containsExactly("00016b000131");
            assertThat(got.number(0x01, 0)).isEqualTo(1);
            assertThat(got.text(0x03)).isEqualTo("t");
        }
    }

    @Test
    void theVersionsUnderstandEachOther() {
        for (MqttVersion from : MqttVersion.values()) {
            for (MqttVersion to : MqttVersion.values()) {
                String topic = fresh();
                Wire receiver = receiver(to, topic, 0);
                Wire publisher = in(from);
                byte[] properties = publisher.properties(hex("26 0001 6b 0001 31"));

                publisher.send(0x30, topic, properties, raw("from " + from));

                Got got = receiver.expectMessage("from " + from);
                boolean both = from.isV5() && to.isV5();
                assertThat(got.property(0x26)).hasSize(both ? 1 : 0);
            }
        }
    }

    @Test
    @Requirement("MQTT-3.3.2-6")
    void theRestOfTheExpiryIsPassedOn() {
        String topic = fresh();
        Wire receiver = receiver(V5, topic, 0);
        Wire publisher = in(V5);

        publisher.send(0x30, topic, publisher.properties(hex("02 00000064")), raw("x"));

        assertThat(receiver.expectMessage("x").number(0x02, 0)).isBetween(90L, 100L);
    }

    @Test
    @Requirement({"MQTT-3.2.2-18", "MQTT-3.3.2-9", "MQTT-3.2.2-17"})
    void aTopicAliasAboveTheServersMaximumIsRefused() {
        Wire client = open(V5);
        Got answer = client.connect(0x02, Bytes.NONE, fresh()).accepted();
        int max = (int) answer.number(0x22, 0);

        client.send(0x30, "topic", client.properties(0x23, two(max + 1)), raw("x"));

        client.expectEnd(0x94);
    }

    @Test
    @Requirement({"MQTT-3.1.2-27", "MQTT-3.3.2-11"})
    void aClientThatOffersNoAliasesGetsNone() {
        String topic = fresh();
        Wire receiver = receiver(V5, topic, 0);
        Wire publisher = in(V5);

        for (int i = 0; i < 3; i++) {
            publisher.publish(0, 0, topic, "x");
            Got got = receiver.expectMessage("x");
            assertThat(got.topic()).isEqualTo(topic);
            assertThat(got.property(0x23)).isEmpty();
        }
    }

    @Test
    @Requirement("MQTT-3.3.4-6")
    void aClientSendsNoSubscriptionIdentifier() {
        Wire client = in(V5);

        client.send(0x30, "topic", client.properties(hex("0b 01")), raw("x"));

        client.expectEnd(0x82);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.3.5-1"},
            v5 = {"MQTT-3.3.4-2"})
    void overlappingSubscriptionsDeliverWithTheLargestQos(MqttVersion version) {
        String base = fresh();
        Wire receiver = receiver(version, base + "/#", 0);
        receiver.subscribe(base + "/+", 2);
        receiver.subscribe(base + "/a", 1);

        in(version).publish(2, 1, base + "/a", "x");

        assertThat(receiver.expectMessage("x").qos()).isEqualTo(2);
        receiver.ping();
    }

    @Test
    @Requirement({"MQTT-3.3.4-3", "MQTT-3.3.4-4"})
    void oneCopyCarriesTheIdentifiersOfAllSubscriptionsThatMatch() {
        String base = fresh();
        Wire receiver = in(V5);
        receiver.send(0x82, two(1), receiver.properties(hex("0b 01")), base + "/#", 0);
        receiver.next(Got.SUBACK);
        receiver.send(0x82, two(2), receiver.properties(hex("0b ff ff ff 7f")), base + "/a", 1);
        receiver.next(Got.SUBACK);
        receiver.subscribe(base + "/+", 0);
        Wire publisher = in(V5);

        publisher.publish(0, 0, base + "/a", "both");
        publisher.publish(0, 0, base + "/b", "one");

        assertThat(receiver.expectMessage("both").property(0x0B))
                .containsExactlyInAnyOrder("01", "ffffff7f");
        assertThat(receiver.expectMessage("one").property(0x0B)).containsExactly("01");
        receiver.ping();
    }

    @Test
    void anIdentifierIsReplacedWithItsSubscription() {
        String topic = fresh();
        Wire receiver = in(V5);
        for (String identifier : new String[] {"0b 05", "0b 06", ""}) {
            receiver.send(0x82, two(1), receiver.properties(hex(identifier)), topic, 0);
            receiver.next(Got.SUBACK);
            in(V5).publish(0, 0, topic, "x");
            assertThat(receiver.expectMessage("x").property(0x0B))
                    .isEqualTo(identifier.isEmpty() ? List.of() : List.of(identifier.substring(3)));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = "MQTT-3.3.5-2",
            v5 = {"MQTT-3.4.2-1", "MQTT-3.5.2-1", "MQTT-4.3.3-9"})
    void aMessageThatIsNotAllowedIsAnsweredAndGoesNowhere(MqttVersion version) {
        Wire receiver = receiver(version, "#", 0);
        Wire client = in(version);
        Object[] denied = version.isV5() ? new Object[] {0x87} : new Object[0];

        client.publish(0, 0, "$mine", "x");
        client.publish(1, 1, "$mine", "x").expect(0x40, two(1), join(denied));
        client.publish(2, 2, "$mine", "x").expect(0x50, two(2), join(denied));

        client.ping();
        receiver.ping();
        if (version.isV5()) {
            client.publish(2, 2, "n" + fresh(), "x").expect(0x50, two(2));
            receiver.expectMessage("x");
        } else {
            client.ack(Got.PUBREL, 2).expect(0x70, two(2));
        }
    }

    @Test
    @Requirement({"MQTT-3.3.2-5", "MQTT-3.3.2-6", "MQTT-4.3.3-13"})
    void aMessageThatExpiredWhileItsReceiverWasAwayIsDropped() {
        String topic = fresh();
        String retained = fresh();
        String id = fresh();
        Wire client = open(V5);
        client.resume(id, false);
        client.subscribe(topic, 2);
        client.send(0xE0).expectClosed();
        Wire publisher = in(V5);
        byte[] second = publisher.properties(hex("02 00000001"));
        byte[] minute = publisher.properties(hex("02 0000003c"));
        publisher.send(0x34, topic, two(1), second, raw("short")).next(Got.PUBREC);
        publisher.send(0x32, topic, two(2), minute, raw("long")).next(Got.PUBACK);
        publisher.send(0x31, retained, second, raw("short"));
        Wire clock = open(V5);
        clock.sendBytes(Wire.connect(V5, 2, 1, Bytes.NONE, fresh())).next(Got.CONNACK);
        clock.expectEnd(0x8D); // one and a half seconds at least

        Wire back = open(V5);
        back.resume(id, false);

        assertThat(back.expectMessage("long").number(0x02, 0)).isBetween(50L, 59L);
        back.ping();
        receiver(V5, retained, 0).ping();
        publisher.ack(Got.PUBREL, 1).expect(0x70, two(1));
    }
}
