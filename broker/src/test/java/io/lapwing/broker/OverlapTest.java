// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.Requirement;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several subscriptions of one client to one topic, at a time or after one another. */
class OverlapTest {
    private final TestBroker broker = TestBroker.start("workers", "2");

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    @Requirement(v5 = {"MQTT-3.3.4-2", "MQTT-3.3.4-4"})
    void oneCopyCarriesTheHighestQosAndAllIdentifiers() {
        TestClient client = broker.client("client", MqttVersion.V5);
        subscribe(client, new Subscription("plant/+", 0), 7);
        subscribe(client, new Subscription("plant/7", 1), 268_435_455);
        subscribe(client, new Subscription("#", 0), 0);

        broker.client("publisher", MqttVersion.V5).publish("plant/7", 1, 1, "on");

        Publish message = client.expect(Publish.class);
        assertThat(message.qos()).isEqualTo(1);
        assertThat(message.properties().subscriptionIds())
                .containsExactlyInAnyOrder(7, 268_435_455);
        client.expectNothing();
    }

    @Test
    @Requirement(v5 = "MQTT-3.8.3-3")
    void aClientsOwnMessageComesByThoseOfItsSubscriptionsThatWantIt() {
        TestClient client = broker.client("client", MqttVersion.V5);
        subscribe(client, new Subscription("plant/+", 1, true, false, 0), 7);
        subscribe(client, new Subscription("plant/7", 0), 9);

        client.publish("plant/7", 1, 1, "mine");
        client.publish("plant/8", 1, 2, "mine, and not wanted");

        Publish mine = client.expect(Publish.class);
        assertThat(mine.qos()).isZero();
        assertThat(mine.properties().subscriptionIds()).containsExactly(9);
        client.expect(PubAck.class);
        client.expect(PubAck.class);
        client.expectNothing();
        broker.client("other", MqttVersion.V5).publish("plant/7", 1, 1, "of another");
        Publish other = client.expect(Publish.class);
        assertThat(other.qos()).isEqualTo(1);
        assertThat(other.properties().subscriptionIds()).containsExactlyInAnyOrder(7, 9);
    }

    @Test
    @Requirement(v5 = {"MQTT-3.8.4-3", "MQTT-3.8.4-4"})
    void aSubscriptionThatIsReplacedKeepsWhatWaitsAndHasANewIdentifier() {
        TestClient client = broker.open(MqttVersion.V5);
        client.connect(
                "client", true, Properties.builder().set(Property.RECEIVE_MAXIMUM, 1).build());
        subscribe(client, new Subscription("plant/7", 1), 7);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        for (int i = 1; i <= 3; i++) {
            publisher.publish("plant/7", 1, i, "" + i);
            publisher.expect(PubAck.class);
        }
        Publish first = client.expect(Publish.class);
        assertThat(first.properties().subscriptionIds()).containsExactly(7);

        subscribe(client, new Subscription("plant/7", 1), 9);

        publisher.publish("plant/7", 1, 4, "4");
        Members.acknowledge(client, first);
        for (int i = 2; i <= 3; i++) {
            assertThat(Members.acknowledge(client)).isEqualTo("" + i);
        }
        Publish last = client.expect(Publish.class);
        assertThat(last.properties().subscriptionIds()).containsExactly(9);
        Members.acknowledge(client, last);
        client.expectNothing();
        assertThat(broker.count("router_subscriptions")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-4.7.3-3", v5 = "MQTT-4.7.3-3")
    void aFilterOfTheGreatestLengthIsLikeAnyOther(MqttVersion version) {
        String topic = "t".repeat(65_535);
        TestClient client = broker.client("client", version);
        client.subscribe(topic, 0);

        broker.client("publisher", version).publish(topic, 0, 0, "long");

        assertThat(client.expect(Publish.class).topic()).isEqualTo(topic);
    }

    private static void subscribe(TestClient client, Subscription wish, int identifier) {
        Properties identified =
                identifier == 0
                        ? Properties.EMPTY
                        : Properties.builder()
                                .set(Property.SUBSCRIPTION_IDENTIFIER, identifier)
                                .build();
        client.send(new Subscribe(1, List.of(wish), identified));
        client.expect(SubAck.class);
    }
}
