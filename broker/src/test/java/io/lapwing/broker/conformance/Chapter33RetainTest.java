// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.hex;
import static io.lapwing.broker.conformance.Bytes.raw;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retained messages (3.1.1 §3.3.1.3, 5.0 §3.3.1.3, §3.8.3.1). */
class Chapter33RetainTest extends OverTheWire {

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.3.1-5", "MQTT-3.3.1-6", "MQTT-3.3.1-8", "MQTT-3.3.1-9"},
            v5 = {"MQTT-3.3.1-5", "MQTT-3.3.1-9", "MQTT-3.3.1-12"})
    void aRetainedMessageWaitsForThoseWhoComeLater(MqttVersion version) {
        String topic = fresh();
        Wire early = receiver(version, topic, 2);
        Wire publisher = in(version);
        byte[] none = publisher.properties();

        publisher.send(0x33, topic, two(1), none, raw("kept")).next(Got.PUBACK);

        assertThat(early.expectMessage("kept").retain()).isFalse();
        Got late = receiver(version, topic, 2).expectMessage("kept");
        assertThat(late.retain()).isTrue();
        assertThat(late.dup()).isFalse();
        assertThat(late.qos()).isEqualTo(1);
        assertThat(receiver(version, topic, 0).expectMessage("kept").qos()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.3.1-5", "MQTT-3.3.1-7"},
            v5 = "MQTT-3.3.1-5")
    void theLastRetainedMessageReplacesTheOneBefore(MqttVersion version) {
        String topic = fresh();
        Wire publisher = in(version);
        byte[] none = publisher.properties();
        publisher.send(0x33, topic, two(1), none, raw("old")).next(Got.PUBACK);
        publisher.retain(topic, "new");

        Wire receiver = receiver(version, topic, 2);

        assertThat(receiver.expectMessage("new").qos()).isZero();
        receiver.ping();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.3.1-10", "MQTT-3.3.1-11"},
            v5 = {"MQTT-3.3.1-6", "MQTT-3.3.1-7"})
    void anEmptyRetainedMessageRemovesAndIsPassedOn(MqttVersion version) {
        String topic = fresh();
        Wire publisher = in(version);
        publisher.retain(topic, "kept");
        Wire early = receiver(version, topic, 0);
        early.expectMessage("kept");

        publisher.retain(topic, "");

        assertThat(early.expectMessage("").retain()).isFalse();
        receiver(version, topic, 0).ping();
        publisher.retain(topic, "again");
        receiver(version, topic, 0).expectMessage("again");
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.3.1-12", v5 = "MQTT-3.3.1-8")
    void aMessageThatIsNotRetainedLeavesTheStoreAlone(MqttVersion version) {
        String topic = fresh();
        Wire publisher = in(version);
        publisher.retain(topic, "kept");

        publisher.publish(0, 0, topic, "passing").ping();
        publisher.publish(0, 0, topic, "").ping();

        Wire receiver = receiver(version, topic, 0);
        receiver.expectMessage("kept");
        receiver.ping();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.3.1-6", v5 = "MQTT-3.3.1-9")
    void wildcardsBringTheRetainedMessagesOfAllTheirTopics(MqttVersion version) {
        String base = fresh();
        Wire publisher = in(version);
        Set<String> topics = new TreeSet<>();
        for (String rest : new String[] {"", "/a", "/a/b", "/a/c", "/b/b", "//", "/"}) {
            publisher.retain(base + rest, "kept");
            topics.add(base + rest);
        }

        assertThat(topicsOf(receiver(version, base + "/#", 0), 7)).isEqualTo(topics);
        assertThat(topicsOf(receiver(version, base + "/+/b", 0), 2))
                .containsExactly(base + "/a/b", base + "/b/b");
        assertThat(topicsOf(receiver(version, base + "/+", 0), 2))
                .containsExactly(base + "/", base + "/a");
        assertThat(topicsOf(receiver(version, "+", 0), 0)).contains(base);
    }

    private static Set<String> topicsOf(Wire receiver, int count) {
        Set<String> topics = new TreeSet<>();
        receiver.send(0xC0);
        int seen = 0;
        for (Got got = receiver.next(); got.type() == Got.PUBLISH; got = receiver.next()) {
            topics.add(got.topic());
            assertThat(got.retain()).isTrue();
            seen++;
        }
        assertThat(count == 0 || seen == count).isTrue();
        return topics;
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = "MQTT-3.8.4-3",
            v5 = {"MQTT-3.8.4-3", "MQTT-3.8.4-4", "MQTT-3.3.1-9"})
    void subscribingAgainBringsTheRetainedMessagesAgain(MqttVersion version) {
        String topic = fresh();
        in(version).retain(topic, "kept");
        Wire receiver = receiver(version, topic, 0);
        receiver.expectMessage("kept");

        receiver.subscribe(topic, 0);

        receiver.expectMessage("kept");
        in(version).publish(0, 0, topic, "live");
        receiver.expectMessage("live");
        receiver.ping();
    }

    @Test
    @Requirement({"MQTT-3.3.1-10", "MQTT-3.8.4-4"})
    void retainHandling1BringsThemToANewSubscriptionOnly() {
        String topic = fresh();
        in(V5).retain(topic, "kept");
        Wire receiver = in(V5);
        receiver.sendSubscribe(1, topic, 0x10);
        receiver.next(Got.SUBACK);
        receiver.expectMessage("kept");

        receiver.sendSubscribe(2, topic, 0x11);
        receiver.next(Got.SUBACK);

        receiver.ping();
        receiver.send(0xA2, two(3), receiver.properties(), topic).next(Got.UNSUBACK);
        receiver.sendSubscribe(4, topic, 0x10);
        receiver.next(Got.SUBACK);
        receiver.expectMessage("kept");
    }

    @Test
    @Requirement("MQTT-3.3.1-10")
    void retainHandling1KnowsTheSubscriptionsOfAnOlderConnection() {
        String topic = fresh();
        String id = fresh();
        in(V5).retain(topic, "kept");
        Wire first = open(V5);
        first.resume(id, false);
        first.sendSubscribe(1, topic, 0x10);
        first.next(Got.SUBACK);
        first.expectMessage("kept");
        Wire back = open(V5);
        back.resume(id, false);

        back.sendSubscribe(1, topic, 0x10);

        back.next(Got.SUBACK);
        back.ping();
    }

    @Test
    @Requirement("MQTT-3.3.1-11")
    void retainHandling2BringsNone() {
        String topic = fresh();
        Wire publisher = in(V5);
        publisher.retain(topic, "kept");
        Wire receiver = in(V5);

        receiver.sendSubscribe(1, topic, 0x20);

        receiver.next(Got.SUBACK);
        receiver.ping();
        publisher.publish(0, 0, topic, "live");
        receiver.expectMessage("live");
    }

    @Test
    @Requirement({"MQTT-3.3.1-12", "MQTT-3.3.1-13"})
    void retainAsPublishedKeepsTheFlagOfLiveMessages() {
        String topic = fresh();
        Wire with = in(V5).subscribe(topic, 0x08);
        Wire without = in(V5).subscribe(topic, 0x00);
        Wire publisher = in(V5);

        publisher.retain(topic, "kept");
        publisher.publish(0, 0, topic, "live");

        assertThat(with.expectMessage("kept").retain()).isTrue();
        assertThat(without.expectMessage("kept").retain()).isFalse();
        assertThat(with.expectMessage("live").retain()).isFalse();
        assertThat(without.expectMessage("live").retain()).isFalse();
        assertThat(receiver(V5, topic, 0x00).expectMessage("kept").retain()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aRetainedMessageCarriesTheIdentifierOfTheSubscriptionItAnswers(int qos) {
        String topic = fresh();
        in(V5).retain(topic, "kept");
        Wire receiver = in(V5);

        receiver.send(0x82, two(1), receiver.properties(hex("0b 2a")), topic, qos);

        receiver.next(Got.SUBACK);
        assertThat(receiver.expectMessage("kept").property(0x0B)).containsExactly("2a");
    }

    @Test
    void retainedMessagesOfServerTopicsAreNotBroughtByLeadingWildcards() {
        in(V5).send(0x31, "$hidden/" + fresh(), 0x00, raw("x")).ping();

        Wire receiver = receiver(V5, "+/+", 0);

        receiver.ping();
    }

    /** Where several filters of one SUBSCRIBE match, each brings its retained messages. */
    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.8.4-4", v5 = "MQTT-3.8.4-5")
    void eachFilterBringsItsRetainedMessages(MqttVersion version) {
        String base = fresh();
        Wire publisher = in(version);
        publisher.retain(base + "/a", "kept");
        Wire receiver = in(version);
        byte[] none = receiver.properties();

        receiver.send(0x82, two(1), none, base + "/+", 0, base + "/a", 0);

        receiver.next(Got.SUBACK);
        receiver.expectMessage("kept");
        receiver.expectMessage("kept");
        receiver.ping();
    }

    @ParameterizedTest
    @EnumSource
    void retainedMessagesOfQos2ComeInFourSteps(MqttVersion version) {
        String topic = fresh();
        Wire publisher = in(version);
        byte[] none = publisher.properties();
        publisher.send(0x35, topic, two(1), none, raw("kept")).next(Got.PUBREC);
        publisher.ack(Got.PUBREL, 1).next(Got.PUBCOMP);

        Wire receiver = receiver(version, topic, 2);

        int id = receiver.expectMessage("kept").publishId();
        receiver.ack(Got.PUBREC, id).expect(0x62, two(id));
        receiver.ack(Got.PUBCOMP, id).ping();
    }

    @Test
    @Requirement("MQTT-3.3.2-6")
    void theRestOfTheExpiryOfARetainedMessageIsTold() {
        String topic = fresh();
        Wire publisher = in(V5);
        publisher.send(0x31, topic, publisher.properties(hex("02 00000064")), raw("kept")).ping();

        broker.secondsGoBy(1, () -> {});

        Got kept = receiver(V5, topic, 0).expectMessage("kept");
        assertThat(kept.number(0x02, 0)).isBetween(50L, 99L);
    }
}
