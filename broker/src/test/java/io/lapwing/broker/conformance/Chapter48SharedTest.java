// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.NONE;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Shared subscriptions (5.0 §4.8.2), which MQTT 3.1.1 may use as well. */
class Chapter48SharedTest extends OverTheWire {

    private Wire member(MqttVersion version, String group, String filter, int options) {
        return receiver(version, "$share/" + group + "/" + filter, options);
    }

    /** What came, up to the answer to a ping. */
    private static List<Got> received(Wire member) {
        List<Got> messages = new ArrayList<>();
        member.send(0xC0);
        for (Got got = member.next(); got.type() != Got.PINGRESP; got = member.next()) {
            messages.add(got);
        }
        return messages;
    }

    private static List<String> payloads(Wire... members) {
        List<String> payloads = new ArrayList<>();
        for (Wire member : members) {
            received(member).forEach(got -> payloads.add(got.payload()));
        }
        return payloads;
    }

    @Test
    void connackSaysThatTheyAreAvailable() {
        Got answer = open(V5).connect(0x02, NONE, fresh()).accepted();

        assertThat(answer.number(0x2A, 1)).isEqualTo(1);
        assertThat(answer.number(0x28, 1)).isEqualTo(1);
        assertThat(answer.number(0x29, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("MQTT-4.8.2-1")
    void eachMessageGoesToOneMemberOfEachGroupAndToAllOthers(MqttVersion version) {
        String topic = fresh();
        String group = fresh();
        Wire one = member(version, group, topic, 0);
        Wire two = member(version, group, topic, 0);
        Wire alone = member(version, fresh(), topic, 0);
        Wire plain = receiver(version, topic, 0);
        Wire publisher = in(version);
        List<String> sent = new ArrayList<>();

        for (int i = 0; i < 40; i++) {
            publisher.publish(0, 0, topic, "m" + i);
            sent.add("m" + i);
        }
        publisher.ping();

        assertThat(payloads(one, two)).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(payloads(alone)).isEqualTo(sent);
        assertThat(payloads(plain)).isEqualTo(sent);
    }

    @Test
    void theMembersShareTheWork() {
        String topic = fresh();
        String group = fresh();
        Wire one = member(V5, group, topic, 0);
        Wire two = member(V5, group, topic, 0);
        Wire publisher = in(V5);

        for (int i = 0; i < 100; i++) {
            publisher.publish(0, 0, topic, "m" + i);
        }
        publisher.ping();

        assertThat(received(one)).hasSizeBetween(10, 90);
        assertThat(received(two)).hasSizeBetween(10, 90);
    }

    @Test
    void aGroupIsItsNameAndItsFilter() {
        String base = fresh();
        String group = fresh();
        Wire wild = member(V5, group, base + "/#", 0);
        Wire exact = member(V5, group, base + "/a", 0);
        Wire publisher = in(V5);

        publisher.publish(0, 0, base + "/a", "x").ping();

        assertThat(payloads(wild)).containsExactly("x");
        assertThat(payloads(exact)).containsExactly("x");
    }

    @ParameterizedTest
    @CsvSource({"0,2", "1,2", "2,2", "2,1", "2,0", "1,0"})
    @Requirement("MQTT-4.8.2-3")
    void aMemberGetsTheSmallerOfTheMessagesAndItsGrantedQos(int granted, int sent) {
        String topic = fresh();
        Wire member = member(V5, fresh(), topic, granted);

        in(V5).publish(sent, 1, topic, "x");

        assertThat(member.expectMessage("x").qos()).isEqualTo(Math.min(granted, sent));
    }

    @ParameterizedTest
    @EnumSource
    void aSharedSubscriptionBringsNoRetainedMessages(MqttVersion version) {
        String topic = fresh();
        in(version).retain(topic, "kept");

        member(version, fresh(), topic, 0).ping();
    }

    @ParameterizedTest
    @EnumSource
    void whoUnsubscribesLeavesTheGroup(MqttVersion version) {
        String topic = fresh();
        String group = fresh();
        Wire stays = member(version, group, topic, 0);
        Wire leaves = member(version, group, topic, 0);
        byte[] none = leaves.properties();
        leaves.send(0xA2, two(2), none, "$share/" + group + "/" + topic).next(Got.UNSUBACK);
        Wire publisher = in(version);

        for (int i = 0; i < 10; i++) {
            publisher.publish(0, 0, topic, "m");
        }
        publisher.ping();

        assertThat(payloads(stays)).hasSize(10);
        leaves.ping();
    }

    @Test
    void theOthersGoOnWhenAMemberIsGone() {
        String topic = fresh();
        String group = fresh();
        Wire stays = member(V5, group, topic, 1);
        member(V5, group, topic, 1).reset();
        awaitClients(1);
        Wire publisher = in(V5);

        for (int i = 1; i <= 10; i++) {
            publisher.publish(1, i, topic, "m").expect(0x40, two(i));
        }

        assertThat(payloads(stays)).hasSize(10);
    }

    private Wire persistentMember(String id, String group, String topic) {
        Wire member = open(V5);
        member.resume(id, false);
        return member.subscribe("$share/" + group + "/" + topic, 2);
    }

    @Test
    @Requirement("MQTT-4.8.2-4")
    void aQos2MessageThatWasBegunIsCompletedWhenItsMemberIsBack() {
        String topic = fresh();
        String group = fresh();
        String id = fresh();
        Wire chosen = persistentMember(id, group, topic);
        in(V5).publish(2, 1, topic, "begun").next(Got.PUBREC);
        Got begun = chosen.expectMessage("begun");
        Wire other = member(V5, group, topic, 2);
        chosen.reset();
        awaitClients(2);
        other.ping();

        Wire back = open(V5);
        back.resume(id, false);

        Got again = back.expectMessage("begun");
        assertThat(again.publishId()).isEqualTo(begun.publishId());
        assertThat(again.dup()).isTrue();
        other.ping();
    }

    @Test
    @Requirement("MQTT-4.8.2-5")
    void aQos2MessageThatWasBegunGoesToNobodyElse() {
        String topic = fresh();
        String group = fresh();
        Wire chosen = member(V5, group, topic, 2);
        in(V5).publish(2, 1, topic, "begun").next(Got.PUBREC);
        chosen.expectMessage("begun");
        Wire other = member(V5, group, topic, 2);

        chosen.send(0xE0).expectClosed();

        awaitClients(2);
        other.ping();
    }

    @Test
    @Requirement("MQTT-4.8.2-6")
    void aMessageThatAMemberRefusesGoesToNobodyElse() {
        String topic = fresh();
        String group = fresh();
        Wire chosen = member(V5, group, topic, 1);
        Wire publisher = in(V5);
        publisher.publish(1, 1, topic, "refused").next(Got.PUBACK);
        Got got = chosen.expectMessage("refused");
        Wire other = member(V5, group, topic, 1);

        chosen.send(0x40, two(got.publishId()), 0x83).ping();

        other.ping();
        chosen.ping();
        chosen.reset();
        awaitClients(2);
        other.ping();
    }

    @Test
    void groupsWithTheSameNameAndOtherFiltersAreOthers() {
        String group = fresh();
        String[] topics = {fresh(), fresh()};
        Wire one = member(V5, group, topics[0], 0);
        Wire two = member(V5, group, topics[1], 0);
        Wire publisher = in(V5);

        publisher.publish(0, 0, topics[0], "one").publish(0, 0, topics[1], "two").ping();

        assertThat(new HashSet<>(payloads(one))).containsExactly("one");
        assertThat(new HashSet<>(payloads(two))).containsExactly("two");
    }
}
