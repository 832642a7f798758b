// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.four;
import static io.lapwing.broker.conformance.Bytes.join;
import static io.lapwing.broker.conformance.Bytes.packet;
import static io.lapwing.broker.conformance.Bytes.raw;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The three ways of delivery and their acknowledgements (3.1.1 §3.4-3.7, §4.3, 5.0 likewise). */
class Chapter43DeliveryTest extends OverTheWire {

    Chapter43DeliveryTest() {
        super("workers", "2"); // order holds across them
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-4.3.1-1", "MQTT-3.3.4-1", "MQTT-2.3.1-5", "MQTT-3.3.1-2"},
            v5 = {"MQTT-4.3.1-1", "MQTT-3.3.4-1", "MQTT-2.2.1-2", "MQTT-3.3.1-2"})
    void qos0IsOnePublishWithoutAnAnswer(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 2);
        Wire publisher = in(version);

        publisher.publish(0, 0, topic, "x").ping();

        receiver.expect(0x30, topic, receiver.properties(), raw("x"));
        receiver.ping();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-4.3.2-2", "MQTT-3.3.4-1", "MQTT-2.3.1-6"},
            v5 = {"MQTT-4.3.2-4", "MQTT-4.3.2-5", "MQTT-3.3.4-1", "MQTT-2.2.1-5", "MQTT-3.4.2-1"})
    void qos1IsAnsweredAndThenItsIdStandsForANewMessage(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire publisher = in(version);

        publisher.publish(1, 4, topic, "one").expect(0x40, two(4));
        publisher.send(0x3A, topic, two(4), publisher.properties(), raw("two"));
        publisher.expect(0x40, two(4));

        receiver.expectMessage("one");
        receiver.expectMessage("two");
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-4.3.2-1", "MQTT-2.3.1-4", "MQTT-3.3.1-3"},
            v5 = {"MQTT-4.3.2-1", "MQTT-4.3.2-2", "MQTT-2.2.1-4", "MQTT-3.3.1-3"})
    void qos1GoesOutWithAnIdOfItsOwnAndWithoutDup(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 1);
        Wire publisher = in(version);

        publisher.send(0x3A, topic, two(77), publisher.properties(), raw("again"));

        publisher.expect(0x40, two(77));
        Got got = receiver.expectMessage("again");
        assertThat(got.first()).as("no DUP").isEqualTo(0x32);
        assertThat(got.publishId()).isNotZero();
        receiver.ack(Got.PUBACK, got.publishId()).ping();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-4.3.3-2", "MQTT-3.3.4-1", "MQTT-2.3.1-6"},
            v5 = {
                "MQTT-4.3.3-8",
                "MQTT-4.3.3-10",
                "MQTT-4.3.3-11",
                "MQTT-4.3.3-12",
                "MQTT-2.2.1-5",
                "MQTT-3.5.2-1",
                "MQTT-3.7.2-1"
            })
    void qos2IsDeliveredOnceUntilItIsReleased(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire publisher = in(version);

        publisher.publish(2, 5, topic, "one").expect(0x50, two(5));
        publisher.send(0x3C, topic, two(5), publisher.properties(), raw("one"));
        publisher.expect(0x50, two(5));
        publisher.publish(2, 5, topic, "one").expect(0x50, two(5));
        publisher.ack(Got.PUBREL, 5).expect(0x70, two(5));
        publisher.publish(2, 5, topic, "two").expect(0x50, two(5));
        publisher.ack(Got.PUBREL, 5).expect(0x70, two(5));

        receiver.expectMessage("one");
        receiver.expectMessage("two");
        receiver.ping();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-4.3.3-1", "MQTT-2.3.1-4"},
            v5 = {"MQTT-4.3.3-1", "MQTT-4.3.3-2", "MQTT-4.3.3-4", "MQTT-3.6.2-1"})
    void qos2GoesOutInFourSteps(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 2);

        in(version).publish(2, 1, topic, "x").expect(0x50, two(1));

        Got got = receiver.expectMessage("x");
        assertThat(got.first()).as("no DUP").isEqualTo(0x34);
        int id = got.publishId();
        assertThat(id).isNotZero();
        receiver.ack(Got.PUBREC, id).expect(0x62, two(id));
        receiver.ack(Got.PUBREC, id).expect(0x62, two(id)); // sent again
        receiver.ack(Got.PUBCOMP, id).ping();
    }

    @Test
    void mqtt5IsToldThatNobodyListens() {
        Wire publisher = in(V5);

        publisher.publish(1, 1, fresh(), "x").expect(0x40, two(1), 0x10);
        publisher.publish(2, 2, fresh(), "x").expect(0x50, two(2), 0x10);
        publisher.ack(Got.PUBREL, 2).expect(0x70, two(2));
    }

    @Test
    void aReleaseOfNothingIsAnsweredAllTheSame() {
        in(V3).ack(Got.PUBREL, 9).expect(0x70, two(9));
        in(V5).ack(Got.PUBREL, 9).expect(0x70, two(9), 0x92);
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgementsOfNothingDoNoHarm(MqttVersion version) {
        Wire client = in(version);

        client.ack(Got.PUBACK, 9).ack(Got.PUBCOMP, 9).ping();
        client.ack(Got.PUBREC, 9);
        if (version.isV5()) {
            client.expect(0x62, two(9), 0x92);
        }
        client.send(0xC0);
        Got got = client.next();
        if (got.first() == Got.PUBREL) {
            client.next(Got.PINGRESP);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = "MQTT-2.3.1-4",
            v5 = {"MQTT-2.2.1-4", "MQTT-4.3.2-1", "MQTT-4.3.3-1", "MQTT-4.9.0-1"})
    void idsInFlightAreAllDifferent(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 2);
        Wire publisher = in(version);
        int count = 20; // the window of MQTT 3
        for (int i = 1; i <= count; i++) {
            publisher.publish(1 + i % 2, i, topic, "m" + i).next();
        }

        Set<Integer> ids = new HashSet<>();
        for (int i = 1; i <= count; i++) {
            ids.add(receiver.next(Got.PUBLISH).publishId());
        }

        assertThat(ids).hasSize(count).doesNotContain(0);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-4.6.0-2", "MQTT-4.6.0-3"},
            v5 = {"MQTT-4.6.0-2", "MQTT-4.6.0-3"})
    void acknowledgementsComeInTheOrderOfTheMessages(MqttVersion version) {
        String topic = fresh();
        receiver(version, topic, 0);
        Wire publisher = in(version);
        byte[] none = publisher.properties();
        List<Integer> first = List.of(900, 3, 65_535, 1, 77, 12);
        List<Integer> second = List.of(901, 4, 65_534, 2, 78, 13);
        byte[] all = Bytes.NONE;
        for (int i = 0; i < first.size(); i++) {
            byte[] one = packet(0x32, topic, two(first.get(i)), none);
            all = join(all, one, packet(0x34, topic, two(second.get(i)), none));
        }

        publisher.sendBytes(all);

        List<Integer> pubacks = new ArrayList<>();
        List<Integer> pubrecs = new ArrayList<>();
        for (int i = 0; i < 2 * first.size(); i++) {
            Got got = publisher.next();
            (got.type() == Got.PUBACK ? pubacks : pubrecs).add(got.id());
        }
        assertThat(pubacks).isEqualTo(first);
        assertThat(pubrecs).isEqualTo(second);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-4.6.0-4", v5 = "MQTT-4.6.0-4")
    void releasesComeInTheOrderOfTheReceipts(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 2);
        Wire publisher = in(version);
        List<Integer> ids = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            publisher.publish(2, i, topic, "m" + i).next();
            ids.add(receiver.next(Got.PUBLISH).publishId());
        }

        ids.forEach(id -> receiver.ack(Got.PUBREC, id));

        ids.forEach(id -> receiver.expect(0x62, two(id)));
    }

    /** Nothing is sent twice while the connection lasts, however long the answer takes. */
    @Test
    @Requirement("MQTT-4.4.0-1")
    void mqtt5SendsNothingAgainWhileTheConnectionLasts() {
        String topic = fresh();
        Wire receiver = receiver(V5, topic, 2);
        in(V5).publish(1, 1, topic, "unanswered").next();
        receiver.expectMessage("unanswered");
        Wire clock = open(V5);
        clock.sendBytes(Wire.connect(V5, 2, 1, Bytes.NONE, fresh())).next(Got.CONNACK);

        clock.expectEnd(0x8D);

        receiver.ping();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-4.6.0-5", "MQTT-4.6.0-6"},
            v5 = {"MQTT-4.6.0-5", "MQTT-4.6.0-6"})
    void receiversGetTheMessagesOfAPublisherInTheirOrder(MqttVersion version) {
        String topic = fresh();
        int count = 300;
        for (int qos = 0; qos <= 2; qos++) {
            List<Wire> receivers =
                    List.of(
                            receiver(version, topic, qos),
                            receiver(version, topic, qos),
                            receiver(V5, "+", qos));
            Wire publisher = in(version);
            for (int i = 0; i < count; i++) {
                publisher.publish(qos, i + 1, topic, "m" + i);
                if (qos == 2) {
                    publisher.next(Got.PUBREC);
                    publisher.ack(Got.PUBREL, i + 1).next(Got.PUBCOMP);
                } else if (qos == 1) {
                    publisher.next(Got.PUBACK);
                }
            }
            for (Wire receiver : receivers) {
                expectAll(receiver, count);
                receiver.close();
            }
        }
    }

    private static void expectAll(Wire receiver, int count) {
        int seen = 0;
        while (seen < count) {
            Got got = receiver.next();
            if (got.type() == Got.PUBLISH) {
                assertThat(got.payload()).isEqualTo("m" + seen++);
                if (got.qos() == 1) {
                    receiver.ack(Got.PUBACK, got.publishId());
                } else if (got.qos() == 2) {
                    receiver.ack(Got.PUBREC, got.publishId());
                }
            } else {
                assertThat(got.first()).isEqualTo(Got.PUBREL);
                receiver.ack(Got.PUBCOMP, got.id());
            }
        }
    }

    @Test
    @Requirement({"MQTT-3.3.4-9", "MQTT-3.3.4-10", "MQTT-4.9.0-1", "MQTT-4.9.0-2", "MQTT-4.9.0-3"})
    void aClientGetsNoMoreAtATimeThanItsReceiveMaximum() {
        String topic = fresh();
        Wire receiver = open(V5);
        receiver.connect(0x02, join(0x21, two(2)), fresh()).accepted();
        receiver.subscribe(topic, 2);
        Wire publisher = in(V5);
        for (int i = 1; i <= 4; i++) {
            publisher.publish(1 + i % 2, i, topic, "m" + i).next();
        }
        int first = receiver.expectMessage("m1").publishId();
        int second = receiver.expectMessage("m2").publishId();

        receiver.ping(); // is answered, and no third message came
        receiver.sendSubscribe(3, fresh(), 0);
        receiver.next(Got.SUBACK);
        publisher.publish(0, 0, fresh(), "unrelated").ping();
        receiver.ack(Got.PUBREC, first).expect(0x62, two(first));
        receiver.ping(); // PUBREC alone makes no room
        receiver.ack(Got.PUBCOMP, first);
        int third = receiver.expectMessage("m3").publishId();
        receiver.ack(Got.PUBACK, second);
        receiver.expectMessage("m4");
        receiver.send(0x50, two(third), 0x80).ping();
    }

    /** The packet that answers a message of one QoS is an error for one of another. */
    @ParameterizedTest
    @CsvSource({"1, 50", "1, 70", "2, 40", "2, 70"})
    @Requirement(
            v3 = "MQTT-4.8.0-1",
            v5 = {"MQTT-4.3.2-3", "MQTT-4.3.3-3", "MQTT-4.13.1-1"})
    void theAnswerOfAnotherQosEndsTheConnection(int qos, String answer) {
        for (MqttVersion version : MqttVersion.values()) {
            String topic = fresh();
            Wire receiver = receiver(version, topic, qos);
            in(version).publish(qos, 1, topic, "x");
            int id = receiver.expectMessage("x").publishId();

            receiver.ack(Integer.parseInt(answer, 16), id);

            receiver.expectEnd(0x82);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = "MQTT-4.8.0-1",
            v5 = {"MQTT-4.3.3-5", "MQTT-4.13.1-1"})
    void onlyPubcompAnswersARelease(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 2);
        in(version).publish(2, 1, topic, "x");
        int id = receiver.expectMessage("x").publishId();
        receiver.ack(Got.PUBREC, id).expect(0x62, two(id));

        receiver.ack(Got.PUBACK, id);

        receiver.expectEnd(0x82);
    }

    @Test
    @Requirement({"MQTT-3.1.2-24", "MQTT-3.1.2-25"})
    void aMessageThatIsTooLargeForAClientCountsAsSent() {
        String topic = fresh();
        Wire receiver = open(V5);
        receiver.connect(0x02, join(0x27, four(60), 0x21, two(1)), fresh()).accepted();
        receiver.subscribe(topic, 1);
        Wire publisher = in(V5);

        publisher.publish(1, 1, topic, "x".repeat(100)).next();
        publisher.publish(0, 0, topic, "x".repeat(100));
        publisher.publish(1, 2, topic, "fits").next();

        receiver.expectMessage("fits");
        receiver.ping();
    }
}
