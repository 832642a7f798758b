// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.four;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent again when a client is back, and what is not (3.1.1 §4.4, 5.0 §4.4). */
class Chapter44ResendTest extends OverTheWire {

    /** Leaves without a goodbye, and the server saw it. */
    private void leave(Wire client, long others) {
        client.reset();
        awaitClients(others);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-4.4.0-1", "MQTT-2.3.1-4", "MQTT-3.3.1-1", "MQTT-4.6.0-1"},
            v5 = {"MQTT-4.4.0-1", "MQTT-3.3.1-1", "MQTT-4.6.0-1", "MQTT-4.3.2-3", "MQTT-4.3.3-3"})
    void whatWasNotAcknowledgedIsSentAgainInOrderWithDupAndTheSameIds(MqttVersion version) {
        String id = fresh();
        String topic = fresh();
        Wire client = open(version);
        client.resume(id, false);
        client.subscribe(topic, 2);
        Wire publisher = in(version);
        for (int i = 1; i <= 6; i++) {
            publisher.publish(1 + i % 2, i, topic, "m" + i).next();
        }
        int[] ids = new int[7];
        for (int i = 1; i <= 6; i++) {
            Got got = client.expectMessage("m" + i);
            assertThat(got.dup()).isFalse();
            ids[i] = got.publishId();
        }
        client.ack(Got.PUBACK, ids[2]).ping();
        leave(client, 1);

        Wire back = open(version);
        back.resume(id, false);

        for (int i : new int[] {1, 3, 4, 5, 6}) {
            Got again = back.expectMessage("m" + i);
            assertThat(again.dup()).isTrue();
            assertThat(again.publishId()).isEqualTo(ids[i]);
            assertThat(again.qos()).isEqualTo(1 + i % 2);
        }
        back.ping();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-4.3.3-1", "MQTT-4.4.0-1"},
            v5 = {"MQTT-4.3.3-5", "MQTT-4.3.3-6", "MQTT-4.4.0-1"})
    void aReleaseThatWasNotAnsweredIsSentAgainAndTheMessageIsNot(MqttVersion version) {
        String id = fresh();
        String topic = fresh();
        Wire client = open(version);
        client.resume(id, false);
        client.subscribe(topic, 2);
        in(version).publish(2, 1, topic, "once");
        int packetId = client.expectMessage("once").publishId();
        client.ack(Got.PUBREC, packetId).expect(0x62, two(packetId));
        leave(client, 1);

        Wire back = open(version);
        back.resume(id, false);

        back.expect(0x62, two(packetId));
        back.ack(Got.PUBCOMP, packetId).ping();
        leave(back, 1);
        Wire third = open(version);
        third.resume(id, false);
        third.ping();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-4.3.3-2", v5 = "MQTT-4.3.3-10")
    void aMessageThatAClientSendsAgainAfterItsReturnIsDeliveredOnce(MqttVersion version) {
        String id = fresh();
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire client = open(version);
        client.resume(id, false);
        client.publish(2, 9, topic, "once").expect(0x50, two(9));
        leave(client, 1);

        Wire back = open(version);
        back.resume(id, false);
        back.send(0x3C, topic, two(9), back.properties(), Bytes.raw("once"));

        back.expect(0x50, two(9));
        back.ack(Got.PUBREL, 9).expect(0x70, two(9));
        receiver.expectMessage("once");
        receiver.ping();
    }

    @Test
    @Requirement({"MQTT-4.4.0-2", "MQTT-4.8.2-6"})
    void aMessageThatWasAnsweredWithAnErrorIsNotSentAgain() {
        String id = fresh();
        String topic = fresh();
        Wire client = open(V5);
        client.resume(id, false);
        client.subscribe(topic, 2);
        Wire publisher = in(V5);
        publisher.publish(1, 1, topic, "refused").next();
        client.send(0x40, two(client.expectMessage("refused").publishId()), 0x80);
        publisher.publish(2, 2, topic, "refused as well").next();
        client.send(0x50, two(client.expectMessage("refused as well").publishId()), 0x97);
        client.ping(); // no PUBREL came
        leave(client, 1);

        Wire back = open(V5);
        back.resume(id, false);

        back.ping();
    }

    @Test
    @Requirement({"MQTT-4.3.3-7", "MQTT-4.3.3-13"})
    void aMessageThatWasSentDoesNotExpire() {
        String id = fresh();
        String topic = fresh();
        Wire client = open(V5);
        client.resume(id, false);
        client.subscribe(topic, 2);
        Wire publisher = in(V5);
        byte[] second = publisher.properties(0x02, four(1));
        publisher.send(0x34, topic, two(1), second, Bytes.raw("sent")).next(Got.PUBREC);
        int packetId = client.expectMessage("sent").publishId();
        leave(client, 1);
        broker.secondsGoBy(1, () -> {});

        Wire back = open(V5);
        back.resume(id, false);

        Got again = back.expectMessage("sent");
        assertThat(again.publishId()).isEqualTo(packetId);
        back.ack(Got.PUBREC, packetId).expect(0x62, two(packetId));
        publisher.ack(Got.PUBREL, 1).expect(0x70, two(1));
    }

    /** A new session knows nothing of the packet ids of the one before. */
    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.2-6", v5 = "MQTT-3.1.2-4")
    void aCleanStartForgetsWhichMessagesCame(MqttVersion version) {
        String id = fresh();
        String topic = fresh();
        Wire receiver = receiver(version, topic, 0);
        Wire client = open(version);
        client.resume(id, false);
        client.publish(2, 9, topic, "one").expect(0x50, two(9));
        leave(client, 1);
        Wire clean = open(version).in(id);

        clean.publish(2, 9, topic, "two").expect(0x50, two(9));

        receiver.expectMessage("one");
        receiver.expectMessage("two");
        clean.ack(Got.PUBREL, 9).expect(0x70, two(9));
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-4.4.0-1", v5 = "MQTT-4.4.0-1")
    void whatWaitedComesAfterWhatIsSentAgain(MqttVersion version) {
        String id = fresh();
        String topic = fresh();
        Wire client = open(version);
        client.resume(id, false);
        client.subscribe(topic, 1);
        Wire publisher = in(version);
        publisher.publish(1, 1, topic, "sent").next(Got.PUBACK);
        client.expectMessage("sent");
        leave(client, 1);
        publisher.publish(1, 2, topic, "waited").next(Got.PUBACK);

        Wire back = open(version);
        back.resume(id, false);

        assertThat(back.expectMessage("sent").dup()).isTrue();
        assertThat(back.expectMessage("waited").dup()).isFalse();
        back.ping();
    }
}
