// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shared subscriptions, over sockets: in MQTT 5, and in MQTT 3 alike (5.0 §4.8.2). */
class SharedSubscriptionTest {
    private Members members = new Members("max_offline_messages", "20");

    @AfterEach
    void stop() {
        members.close();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v5 = "MQTT-4.8.2-3")
    void eachMessageGoesToOneMemberOfEachGroupInTurn(MqttVersion version) {
        TestClient one = members.passing("one", version, 0);
        TestClient two = members.passing("two", version, 0);
        TestClient other = members.broker.client("other", version);
        other.subscribe("$share/others/plant/7", 0);
        TestClient alone = members.broker.client("alone", version);
        alone.subscribe("plant/7", 0);

        members.publish(version, 1, 10);

        for (int i = 0; i < 5; i++) {
            assertThat(one.expect(Publish.class).qos()).isZero();
            assertThat(two.expect(Publish.class).qos()).isZero();
        }
        for (int i = 0; i < 10; i++) {
            other.expect(Publish.class);
            alone.expect(Publish.class);
        }
        List.of(one, two, other, alone).forEach(TestClient::expectNothing);
    }

    @ParameterizedTest
    @EnumSource
    void aMemberThatIsBehindGetsLessThanOneThatIsNot(MqttVersion version) {
        TestClient behind = members.passing("behind", version, 1);
        TestClient quick = members.passing("quick", version, 1);
        Set<String> received = new TreeSet<>();

        members.publish(version, 1, 2); // each has its turn
        Publish held = behind.expect(Publish.class);
        Members.acknowledge(quick);
        quick.expectNothing(); // its acknowledgement has been read by now
        TestClient publisher = members.broker.client("publisher", version);
        for (int i = 0; i < 6; i++) {
            publisher.publish("plant/7", 1, 1, "" + i);
            publisher.expect(PubAck.class);
            if (i > 0) {
                received.add(Members.acknowledge(quick)); // once one waits for the other
                quick.expectNothing();
            }
        }

        assertThat(received).hasSize(5);
        Members.acknowledge(behind, held);
        received.add(Members.acknowledge(behind));
        assertThat(received).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource
    void aMemberIsSentNoRetainedMessages(MqttVersion version) {
        TestClient publisher = members.broker.client("publisher", version);
        publisher.send(TestClient.message("plant/7", 1, true, 1, "on"));
        publisher.expect(PubAck.class);

        members.passing("one", version, 1).expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyIsThereForWaitsInTheGroupsQueue(MqttVersion version) {
        Members.leave(members.staying("away", version, 1));
        members.publish(version, 1, 5);
        await().until(() -> members.broker.count("shared_queue_messages") == 5);

        TestClient other = members.passing("other", version, 1);

        for (int i = 0; i < 5; i++) {
            assertThat(Members.acknowledge(other)).isEqualTo("" + i);
        }
        other.expectNothing();
        assertThat(members.broker.count("shared_queue_messages")).isZero();
        members.back("away", version).expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void theGroupsQueueSpreadsOverThoseWhoComeBack(MqttVersion version) {
        Members.leave(members.staying("one", version, 1));
        Members.leave(members.staying("two", version, 1));
        members.publish(version, 1, 20);
        await().until(() -> members.broker.count("shared_queue_messages") == 20);

        TestClient one = members.back("one", version);
        TestClient two = members.back("two", version);

        Set<String> received = new TreeSet<>();
        received.add(Members.acknowledge(two)); // it gets some though the other came first
        for (int i = 0; i < 16; i++) {
            received.add(Members.acknowledge(one));
        }
        for (int i = 0; i < 3; i++) {
            received.add(Members.acknowledge(two));
        }
        assertThat(received).hasSize(20);
    }

    @ParameterizedTest
    @EnumSource
    void theGroupsQueueHasABoundAndCountsWhatDoesNotFit(MqttVersion version) {
        Members.leave(members.staying("away", version, 1));

        members.publish(version, 1, 25);
        members.publish(version, 0, 3); // does not wait for anybody

        await().until(() -> members.broker.count("queue_message_drop") == 5);
        assertThat(members.broker.count("shared_queue_messages")).isEqualTo(20);
        await().until(() -> members.broker.count("queue_message_unhandled") == 3);
        TestClient back = members.back("away", version);
        for (int i = 0; i < 20; i++) {
            assertThat(Members.acknowledge(back)).isEqualTo("" + i);
        }
        back.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void theQueueEndsWithTheLastMember(MqttVersion version) {
        Members.leave(members.staying("away", version, 1));
        members.publish(version, 1, 5);
        await().until(() -> members.broker.count("shared_queue_messages") == 5);

        Members.leave(members.broker.client("away", version)); // begins anew, without subscription

        await().until(() -> members.broker.count("shared_queue_messages") == 0);
        assertThat(members.broker.count("queue_message_unhandled")).isEqualTo(5);
        members.passing("late", version, 1).expectNothing();
    }

    @Test
    @Requirement(v5 = {"MQTT-3.8.3-4"})
    void noLocalOnASharedSubscriptionIsAProtocolError() {
        TestClient client = members.broker.client("client", MqttVersion.V5);

        client.send(
                new Subscribe(
                        1,
                        List.of(new Subscription(Members.PUMPS, 1, true, false, 0)),
                        Properties.EMPTY));

        assertThat(client.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        client.expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$share//x", "$share/a+b/x", "$share/a#/x", "$share/g/", "$share/g"})
    @Requirement(v5 = {"MQTT-4.8.2-1", "MQTT-4.8.2-2"})
    void aMalformedSharedFilterIsRefused(String filter) {
        TestClient client = members.broker.client("client", MqttVersion.V5);
        client.send(new Subscribe(1, List.of(new Subscription(filter, 1)), Properties.EMPTY));
        assertThat(client.expect(Disconnect.class).reason())
                .isEqualTo(ReasonCode.TOPIC_FILTER_INVALID);
        client.expectClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$share//x", "$share/g/", "$share/g"})
    void aMalformedSharedFilterFailsInMqtt3(String filter) {
        TestClient client = members.broker.client("client", MqttVersion.V3_1_1);

        client.send(new Subscribe(1, List.of(new Subscription(filter, 1)), Properties.EMPTY));

        assertThat(client.expect(SubAck.class).reasons())
                .containsExactly(ReasonCode.UNSPECIFIED_ERROR);
    }

    @Test
    void theConnackDoesNotDenySharedSubscriptions() {
        ConnAck connack = members.broker.open(MqttVersion.V5).connect("client", true);

        assertThat(connack.properties().intOr(Property.SHARED_SUBSCRIPTION_AVAILABLE, 1))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aSharedSubscriptionCountsAmongThoseAClientMayHave(MqttVersion version) {
        members.close();
        members = new Members("max_subscriptions_per_client", "1");
        TestClient client = members.passing("client", version, 1);

        client.subscribe(Members.PUMPS, 0); // in place of the one it has
        client.send(new Subscribe(2, List.of(new Subscription("plant/+", 1)), Properties.EMPTY));

        assertThat(client.expect(SubAck.class).reasons().getFirst().isError()).isTrue();
        assertThat(members.broker.count("router_subscriptions")).isEqualTo(1);
    }

    @Test
    void theIdentifierOfTheMembersOwnSubscriptionComesAlong() {
        TestClient client = members.broker.client("client", MqttVersion.V5);
        Properties identified =
                Properties.builder().set(Property.SUBSCRIPTION_IDENTIFIER, 268_435_455).build();
        client.send(new Subscribe(1, List.of(new Subscription(Members.PUMPS, 1)), identified));
        client.expect(SubAck.class);

        members.publish(MqttVersion.V5, 0, 1);

        assertThat(client.expect(Publish.class).properties().subscriptionIds())
                .containsExactly(268_435_455);
    }
}
