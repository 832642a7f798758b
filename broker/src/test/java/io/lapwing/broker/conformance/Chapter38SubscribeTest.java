// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.hex;
import static io.lapwing.broker.conformance.Bytes.packet;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SUBSCRIBE and UNSUBSCRIBE and their answers (3.1.1 §3.8-3.11, 5.0 §3.8-3.11). */
class Chapter38SubscribeTest extends OverTheWire {

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {
                "MQTT-3.8.4-1",
                "MQTT-3.8.4-2",
                "MQTT-3.8.4-4",
                "MQTT-3.8.4-5",
                "MQTT-3.9.3-1",
                "MQTT-2.3.1-7"
            },
            v5 = {
                "MQTT-3.8.4-1",
                "MQTT-3.8.4-2",
                "MQTT-3.8.4-5",
                "MQTT-3.8.4-6",
                "MQTT-3.8.4-7",
                "MQTT-3.9.3-1",
                "MQTT-3.9.3-2",
                "MQTT-2.2.1-6"
            })
    void eachFilterIsAnsweredInItsPlace(MqttVersion version) {
        String base = fresh();
        Wire client = in(version);
        byte[] none = client.properties();
        String deep = "1/2/3/4/5/6/7/8/9/10/11"; // more than topic_max_depth

        client.send(
                0x82, two(51_966), none, base + "/a", 2, base + "/b", 0, deep, 1, base + "/c", 1);

        Got answer = client.next(Got.SUBACK);
        assertThat(answer.id()).isEqualTo(51_966);
        assertThat(answer.codes()).containsExactly(2, 0, version.isV5() ? 0x8F : 0x80, 1);
        Wire publisher = in(version);
        for (String part : new String[] {"/a", "/b", "/c"}) {
            publisher.publish(2, 1, base + part, part).next(Got.PUBREC);
            publisher.ack(Got.PUBREL, 1).next(Got.PUBCOMP);
        }
        assertThat(client.expectMessage("/a").qos()).isEqualTo(2);
        assertThat(client.expectMessage("/b").qos()).isEqualTo(0);
        assertThat(client.expectMessage("/c").qos()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.8.4-3", "MQTT-3.9.3-2"},
            v5 = "MQTT-3.8.4-3")
    void theSameFilterReplacesTheSubscription(MqttVersion version) {
        String topic = fresh();
        Wire client = receiver(version, topic, 2);
        client.subscribe(topic, 0);
        Wire publisher = in(version);

        publisher.publish(1, 1, topic, "x").next(Got.PUBACK);

        assertThat(client.expectMessage("x").qos()).isZero();
        client.ping();
    }

    @ParameterizedTest
    @EnumSource(names = {"V3_1_1", "V5"})
    @Requirement(v3 = "MQTT-3.8.3-4", v5 = "MQTT-3.8.3-5")
    void reservedBitsBehindAFilterEndTheConnection(MqttVersion version) {
        int[] reserved =
                version.isV5() ? new int[] {0x40, 0x80, 0xC1} : new int[] {4, 8, 0x10, 0x80, 0xFD};
        for (int options : reserved) {
            Wire client = in(version);

            client.sendSubscribe(1, "a", options);

            client.expectEnd(0x81);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.8.3-4", v5 = "MQTT-4.13.1-1")
    void asksNobodyForQos3(MqttVersion version) {
        Wire client = in(version);

        client.sendSubscribe(1, "a", 3);

        client.expectEnd(0x82);
    }

    @Test
    void retainHandling3IsAProtocolError() {
        Wire client = in(V5);

        client.sendSubscribe(1, "a", 0x30);

        client.expectEnd(0x82);
    }

    @Test
    @Requirement("MQTT-3.8.3-4")
    void noLocalOnASharedSubscriptionIsAProtocolError() {
        Wire client = in(V5);

        client.sendSubscribe(1, "$share/group/a", 0x04);

        client.expectEnd(0x82);
    }

    @Test
    @Requirement("MQTT-3.8.3-3")
    void noLocalKeepsAClientsOwnMessagesFromIt() {
        String topic = fresh();
        Wire client = receiver(V5, topic, 0x05);
        Wire other = receiver(V5, topic, 0x05);

        client.publish(1, 1, topic, "mine").next(Got.PUBACK);

        other.expectMessage("mine");
        client.ping();
        other.publish(0, 0, topic, "yours");
        client.expectMessage("yours");
        other.ping();
    }

    @Test
    @Requirement("MQTT-3.8.3-3")
    void noLocalCountsForItsOwnFilterOnly() {
        String base = fresh();
        Wire client = receiver(V5, base + "/#", 0x04);
        client.subscribe(base + "/a", 0x01);

        client.publish(0, 0, base + "/a", "both");
        client.publish(0, 0, base + "/b", "one");

        client.expectMessage("both");
        client.ping();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a#", "#a", "##", "#/", "#/a", "a/#/b", "a/b#", "+a", "a+", "++", "a/+b/c",
                "a/b+/c", "+#", "#+", "a/+#"
            })
    @Requirement(
            v3 = {"MQTT-4.7.1-2", "MQTT-4.7.1-3", "MQTT-4.7.3-1"},
            v5 = {"MQTT-4.7.1-1", "MQTT-4.7.1-2", "MQTT-4.7.3-1"})
    void aFilterThatIsNoneEndsTheConnection(String filter) {
        for (MqttVersion version : MqttVersion.values()) {
            Wire subscriber = in(version);
            subscriber.sendSubscribe(1, filter, 0);
            subscriber.expectEnd(0x8F);
            Wire unsubscriber = in(version);
            unsubscriber.send(0xA2, two(1), unsubscriber.properties(), filter);
            unsubscriber.expectEnd(0x8F);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$share",
                "$share/",
                "$share//a",
                "$share/g",
                "$share/g/",
                "$share/+/a",
                "$share/#/a",
                "$share/a+b/c",
                "$share/g/a#",
                "$share/#"
            })
    @Requirement({"MQTT-4.8.2-1", "MQTT-4.8.2-2"})
    void aSharedFilterThatIsNoneEndsTheConnection(String filter) {
        Wire client = in(V5);

        client.sendSubscribe(1, filter, 0);

        if (filter.equals("$share")) {
            client.next(Got.SUBACK); // a topic like others
        } else {
            client.expectEnd(0x8F);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.10.4-1", "MQTT-3.10.4-2", "MQTT-3.10.4-4", "MQTT-3.10.4-6"},
            v5 = {
                "MQTT-3.10.4-1",
                "MQTT-3.10.4-2",
                "MQTT-3.10.4-4",
                "MQTT-3.10.4-5",
                "MQTT-3.10.4-6",
                "MQTT-3.11.3-1",
                "MQTT-3.11.3-2"
            })
    void whatWasUnsubscribedComesNoMore(MqttVersion version) {
        String base = fresh();
        Wire client = receiver(version, base + "/+", 0);
        client.subscribe(base + "/a", 0);
        client.subscribe(base + "/b", 0);
        Wire publisher = in(version);
        byte[] none = client.properties();

        // Not what a filter matches, only the filter itself.
        client.send(0xA2, two(9), none, base + "/#", base + "/+", base + "/A", base + "/b");

        Got answer = client.next(Got.UNSUBACK);
        assertThat(answer.id()).isEqualTo(9);
        if (version.isV5()) {
            assertThat(answer.codes()).containsExactly(0x11, 0, 0x11, 0);
        } else {
            assertThat(answer.body()).hasSize(2);
        }
        publisher.publish(0, 0, base + "/b", "gone");
        publisher.publish(0, 0, base + "/c", "gone");
        publisher.publish(0, 0, base + "/a", "stays");
        client.expectMessage("stays");
        client.ping();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.10.4-5", v5 = "MQTT-3.10.4-5")
    void unsubscribingFromNothingIsAnsweredAllTheSame(MqttVersion version) {
        Wire client = in(version);

        client.send(0xA2, two(65_535), client.properties(), fresh());

        Object code = version.isV5() ? hex("00 11") : Bytes.NONE;
        client.expect(0xB0, two(65_535), code);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.10.4-3", v5 = "MQTT-3.10.4-3")
    void whatIsOnItsWayIsCompletedAfterUnsubscribe(MqttVersion version) {
        String topic = fresh();
        Wire client = receiver(version, topic, 2);
        in(version).publish(2, 1, topic, "on its way");
        int id = client.expectMessage("on its way").publishId();

        client.send(0xA2, two(1), client.properties(), topic).next(Got.UNSUBACK);

        client.ack(Got.PUBREC, id).expect(0x62, two(id));
        client.ack(Got.PUBCOMP, id).ping();
    }

    @ParameterizedTest
    @EnumSource
    void messagesAndAnswersKeepTheirOrder(MqttVersion version) {
        String topic = fresh();
        Wire client = in(version);
        byte[] none = client.properties();
        byte[] message = packet(0x30, topic, none);

        client.sendBytes(
                Bytes.join(
                        message,
                        packet(0x82, two(1), none, topic, 0),
                        message,
                        packet(0xA2, two(2), none, topic),
                        message,
                        packet(0xC0)));

        client.next(Got.SUBACK);
        client.next(Got.PUBLISH);
        client.next(Got.UNSUBACK);
        client.expect(0xD0);
    }

    @ParameterizedTest
    @EnumSource
    void aClientReceivesWhatItPublishesItself(MqttVersion version) {
        String topic = fresh();
        Wire client = receiver(version, topic, 2);

        client.publish(2, 1, topic, "echo");

        Got first = client.next();
        Got second = client.next();
        Got echo = first.type() == Got.PUBLISH ? first : second;
        assertThat(echo.payload()).isEqualTo("echo");
        assertThat(echo.qos()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.8.4-5", v5 = "MQTT-3.8.4-6")
    void manyFiltersInOnePacketAreAllAnswered(MqttVersion version) {
        String base = fresh();
        Wire client = in(version);
        int count = 2_000;
        Object[] filters = new Object[2 * count];
        List<Integer> granted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            filters[2 * i] = base + "/" + i;
            filters[2 * i + 1] = i % 3;
            granted.add(i % 3);
        }

        client.send(0x82, two(1), client.properties(), Bytes.join(filters));

        assertThat(client.next(Got.SUBACK).codes()).isEqualTo(granted);
        in(version).publish(0, 0, base + "/1999", "x");
        client.expectMessage("x");
    }

    @ParameterizedTest
    @EnumSource
    void aTopicNameThatIsTooDeepIsRefused(MqttVersion version) {
        Wire client = in(version);

        client.publish(0, 0, "1/2/3/4/5/6/7/8/9/10/11", "x");

        client.expectEnd(0x90);
    }
}
