// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import io.lapwing.protocol.UnsubAck;
import io.lapwing.protocol.Unsubscribe;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a shared group's messages when the member that has them leaves (5.0 §4.8.2). */
class SharedHandOverTest {
    private final Members members = new Members();

    @AfterEach
    void stop() {
        members.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoLosesItsConnectionHandsOverWhatItHasNotAcknowledged(MqttVersion version) {
        TestClient leaving = members.staying("leaving", version, 1);
        members.publish(version, 1, 4);
        leaving.expect(Publish.class); // one is sent, the others wait for it
        TestClient taking = members.passing("taking", version, 1);

        leaving.reset();

        assertThat(fourFrom(taking)).containsExactly("0", "1", "2", "3");
        members.back("leaving", version).expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatEndsHandsOverWhatItHasNotAcknowledged(MqttVersion version) {
        TestClient leaving = members.passing("leaving", version, 1);
        members.publish(version, 1, 4);
        leaving.expect(Publish.class);
        TestClient taking = members.passing("taking", version, 1);

        Members.leave(leaving);

        assertThat(fourFrom(taking)).containsExactly("0", "1", "2", "3");
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatIsReplacedHandsOverWhatItHasNotAcknowledged(MqttVersion version) {
        TestClient leaving = members.staying("leaving", version, 1);
        members.publish(version, 1, 4);
        leaving.expect(Publish.class);
        Members.leave(members.staying("taking", version, 1)); // a member, and away
        TestClient replacing = members.broker.client("leaving", version);

        TestClient taking = members.back("taking", version);

        assertThat(fourFrom(taking)).containsExactly("0", "1", "2", "3");
        replacing.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void whoComesBackFirstGetsAgainWhatItWasSentMarkedAsADuplicate(MqttVersion version) {
        TestClient leaving = members.staying("leaving", version, 1);
        members.publish(version, 1, 2);
        leaving.expect(Publish.class);
        leaving.reset();
        await().until(() -> members.broker.count("shared_queue_messages") == 1);

        TestClient back = members.back("leaving", version);

        Publish again = back.expect(Publish.class);
        assertThat(again.dup()).isTrue();
        assertThat(Members.payload(again)).isEqualTo("0");
        Members.acknowledge(back, again);
        Publish next = back.expect(Publish.class);
        assertThat(next.dup()).isFalse();
        assertThat(Members.payload(next)).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void anotherMemberThatComesFirstGetsWhatTheOneWhoLeftWasSent(MqttVersion version) {
        TestClient leaving = members.staying("leaving", version, 1);
        members.publish(version, 1, 4);
        leaving.expect(Publish.class);
        leaving.reset();
        await().until(() -> members.broker.count("shared_queue_messages") == 3);

        TestClient taking = members.passing("taking", version, 1);

        assertThat(fourFrom(taking)).containsExactly("0", "1", "2", "3");
        members.back("leaving", version).expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v5 = {"MQTT-3.10.4-2", "MQTT-3.10.4-3"})
    void whoUnsubscribesCompletesWhatItWasSentAndTheOthersGetTheRest(MqttVersion version) {
        TestClient leaving = members.passing("leaving", version, 1);
        members.publish(version, 1, 4);
        Publish sent = leaving.expect(Publish.class);
        TestClient taking = members.passing("taking", version, 1);

        leaving.send(new Unsubscribe(9, List.of(Members.PUMPS), Properties.EMPTY));

        leaving.expect(UnsubAck.class);
        Members.acknowledge(leaving, sent);
        leaving.expectNothing();
        for (int i = 1; i < 4; i++) {
            assertThat(Members.acknowledge(taking)).isEqualTo("" + i);
        }
        members.publish(version, 0, 1);
        taking.expect(Publish.class);
        leaving.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v5 = "MQTT-4.8.2-4")
    void aQos2MessageThatWasSentIsCompletedWithTheSameClient(MqttVersion version) {
        TestClient leaving = members.staying("leaving", version, 2);
        publishQos2(version);
        Publish sent = leaving.expect(Publish.class);
        TestClient other = members.passing("other", version, 2);

        leaving.reset();
        await().until(() -> members.broker.count("active_mqtt_connections") == 2);
        other.expectNothing();
        TestClient back = members.back("leaving", version);

        Publish again = back.expect(Publish.class);
        assertThat(again.packetId()).isEqualTo(sent.packetId());
        assertThat(again.dup()).isTrue();
        back.send(new PubRec(again.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
        back.expect(PubRel.class);
        back.send(new PubComp(again.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
        back.expectNothing();
        other.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v5 = "MQTT-4.8.2-5")
    void aQos2MessageThatWasSentGoesToNobodyElseWhenTheSessionEnds(MqttVersion version) {
        TestClient leaving = members.passing("leaving", version, 2);
        publishQos2(version);
        leaving.expect(Publish.class);
        TestClient other = members.passing("other", version, 2);

        Members.leave(leaving);

        await().until(() -> members.broker.count("queue_teardown") >= 1);
        other.expectNothing();
        assertThat(members.broker.count("shared_queue_messages")).isZero();
    }

    @Test
    @Requirement(v5 = "MQTT-4.8.2-6")
    void aMessageThatAMemberRefusesGoesToNobodyElse() {
        TestClient refusing = members.passing("refusing", MqttVersion.V5, 1);
        members.publish(MqttVersion.V5, 1, 1);
        Publish message = refusing.expect(Publish.class);
        TestClient other = members.passing("other", MqttVersion.V5, 1);

        refusing.send(new PubAck(message.packetId(), ReasonCode.NOT_AUTHORIZED, Properties.EMPTY));
        refusing.expectNothing();
        Members.leave(refusing);

        other.expectNothing();
    }

    private void publishQos2(MqttVersion version) {
        TestClient publisher = members.broker.client("publisher", version);
        publisher.publish("plant/7", 2, 1, "once");
        publisher.expect(PubRec.class);
        publisher.send(new PubRel(1, ReasonCode.SUCCESS, Properties.EMPTY));
        publisher.expect(PubComp.class);
    }

    private static Set<String> fourFrom(TestClient member) {
        Set<String> payloads = new TreeSet<>();
        for (int i = 0; i < 4; i++) {
            payloads.add(Members.acknowledge(member));
        }
        member.expectNothing();
        return payloads;
    }
}
