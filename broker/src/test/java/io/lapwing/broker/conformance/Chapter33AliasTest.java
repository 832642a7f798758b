// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.NONE;
import static io.lapwing.broker.conformance.Bytes.four;
import static io.lapwing.broker.conformance.Bytes.join;
import static io.lapwing.broker.conformance.Bytes.raw;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topic aliases and the receive maximum of the server (5.0 §3.3.2.3.4, §3.3.4, §4.9). */
class Chapter33AliasTest extends OverTheWire {

    Chapter33AliasTest() {
        super(
                "workers", "1",
                "topic_alias_max_client", "10",
                "topic_alias_max_broker", "5",
                "receive_max_broker", "2");
    }

    private static void send(Wire client, String topic, int alias, String payload) {
        client.send(0x30, topic, client.properties(0x23, two(alias)), raw(payload));
    }

    @Test
    void connackTellsBothLimits() {
        Got answer = open(V5).connect(0x02, NONE, fresh()).accepted();

        assertThat(answer.number(0x22, 0)).as("topic alias maximum").isEqualTo(10);
        assertThat(answer.number(0x21, 65_535)).as("receive maximum").isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("MQTT-3.3.2-12")
    void anAliasStandsForItsTopic(MqttVersion version) {
        String base = fresh();
        Wire receiver = receiver(version, base + "/#", 0);
        Wire client = in(V5);

        for (int alias : new int[] {1, 10, 5}) {
            send(client, base + "/" + alias, alias, "first");
            assertThat(receiver.expectMessage("first").topic()).isEqualTo(base + "/" + alias);
        }
        for (int alias : new int[] {10, 1, 5, 5}) {
            send(client, "", alias, "again");
            assertThat(receiver.expectMessage("again").topic()).isEqualTo(base + "/" + alias);
        }
        send(client, base + "/other", 1, "moved");
        assertThat(receiver.expectMessage("moved").topic()).isEqualTo(base + "/other");
        client.send(0x34, "", two(1), client.properties(0x23, two(1)), raw("moved too"));
        client.next(Got.PUBREC);
        assertThat(receiver.expectMessage("moved too").topic()).isEqualTo(base + "/other");
    }

    @Test
    @Requirement("MQTT-3.3.2-12")
    void aMessageWithAnAliasIsRetainedUnderItsTopic() {
        String topic = fresh();
        Wire client = in(V5);
        send(client, topic, 3, "live");

        client.send(0x31, "", client.properties(0x23, two(3)), raw("kept")).ping();

        Got kept = receiver(V5, topic, 0).expectMessage("kept");
        assertThat(kept.topic()).isEqualTo(topic);
        assertThat(kept.property(0x23)).as("the sender's alias is not passed on").isEmpty();
    }

    @Test
    void anAliasThatStandsForNothingIsAProtocolError() {
        Wire client = in(V5);

        send(client, "", 4, "x");

        client.expectEnd(0x82);
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 65_535})
    @Requirement({"MQTT-3.2.2-17", "MQTT-3.3.2-9"})
    void anAliasAboveTheMaximumEndsTheConnection(int alias) {
        Wire client = in(V5);

        send(client, "topic", alias, "x");

        client.expectEnd(0x94);
    }

    @Test
    @Requirement("MQTT-3.3.2-7")
    void aliasesEndWithTheirConnection() {
        String id = fresh();
        Wire client = open(V5);
        client.resume(id, false);
        send(client, fresh(), 1, "x");
        client.send(0xE0).expectClosed();
        Wire back = open(V5);
        back.resume(id, false);

        send(back, "", 1, "x");

        back.expectEnd(0x82);
    }

    /** The topic of a message, whether it came by name or by an alias that was given before. */
    private static String resolved(Got got, Map<Long, String> aliases) {
        long alias = got.number(0x23, 0);
        assertThat(alias).as("within what the client offered").isBetween(0L, 2L);
        if (alias > 0 && !got.topic().isEmpty()) {
            aliases.put(alias, got.topic());
        }
        return got.topic().isEmpty() ? aliases.getOrDefault(alias, "unknown") : got.topic();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @Requirement({"MQTT-3.1.2-26", "MQTT-3.3.2-11", "MQTT-3.3.2-7"})
    void theServersAliasesStayWithinWhatTheClientOffers(int qos) {
        String base = fresh();
        String id = fresh();
        byte[] offer = join(0x22, two(2), 0x11, four(600));
        Wire publisher = in(V5);
        Wire receiver = open(V5);
        receiver.connect(0x00, offer, id).accepted();
        receiver.subscribe(base + "/#", qos);
        for (int connection = 0; connection < 2; connection++) {
            Map<Long, String> aliases = new HashMap<>();
            for (int i = 1; i <= 20; i++) {
                String topic = base + "/" + (i * i) % 5;
                publisher.publish(qos, i, topic, "m" + i);
                if (qos == 1) {
                    publisher.next(Got.PUBACK);
                }
                Got got = receiver.expectMessage("m" + i);
                assertThat(resolved(got, aliases)).isEqualTo(topic);
                if (qos == 1) {
                    receiver.ack(Got.PUBACK, got.publishId());
                }
            }
            receiver.close();
            awaitClients(1);
            receiver = open(V5);
            receiver.connect(0x00, offer, id).accepted();
        }
    }

    @Test
    @Requirement("MQTT-3.3.4-7")
    void moreMessagesInFlightThanTheServerTakesEndTheConnection() {
        Wire client = in(V5);
        String topic = fresh();
        client.publish(2, 1, topic, "one").next(Got.PUBREC);
        client.publish(2, 2, topic, "two").next(Got.PUBREC);
        client.publish(2, 2, topic, "two").next(Got.PUBREC); // sent again is not one more
        client.publish(0, 0, topic, "does not count").ping();
        client.ack(Got.PUBREL, 1).next(Got.PUBCOMP);
        client.publish(2, 3, topic, "three").next(Got.PUBREC);

        client.publish(2, 4, topic, "four");

        client.expectEnd(0x93);
    }
}
