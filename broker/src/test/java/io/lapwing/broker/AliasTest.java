// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topic aliases, in both directions (5.0 §3.3.2.3.4). */
class AliasTest {
    private final TestBroker broker =
            TestBroker.start("topic_alias_max_client", "3", "topic_alias_max_broker", "2");

    @AfterEach
    void stop() {
        broker.close();
    }

    private static Publish aliased(String topic, int alias, int qos, int id, String payload) {
        Properties properties = Properties.builder().set(Property.TOPIC_ALIAS, alias).build();
        return new Publish(false, qos, false, topic, id, properties, payload.getBytes(UTF_8));
    }

    private TestClient subscriber(int aliasMax) {
        TestClient client = broker.open(MqttVersion.V5);
        client.connect(
                "subscriber",
                true,
                Properties.builder().set(Property.TOPIC_ALIAS_MAXIMUM, aliasMax).build());
        client.subscribe("plant/#", 1);
        return client;
    }

    private static int alias(Publish message) {
        return message.properties().intOr(Property.TOPIC_ALIAS, 0);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement({"MQTT-3.3.2-12", "MQTT-3.1.2-27"})
    void anAliasStandsForTheTopicItWasSetWithAndIsNotPassedOn(MqttVersion receiver) {
        TestClient subscriber = broker.client("subscriber", receiver);
        subscriber.subscribe("plant/#", 1);
        TestClient publisher = broker.open(MqttVersion.V5);
        ConnAck answer = publisher.connect("publisher", true);
        assertThat(answer.properties().intOr(Property.TOPIC_ALIAS_MAXIMUM, 0)).isEqualTo(3);

        publisher.send(aliased("plant/1", 3, 1, 1, "a"));
        publisher.send(aliased("", 3, 0, 0, "b"));
        publisher.send(aliased("plant/2", 3, 0, 0, "c"));
        publisher.send(aliased("", 3, 1, 2, "d"));

        String[] topics = {"plant/1", "plant/1", "plant/2", "plant/2"};
        for (int i = 0; i < 4; i++) {
            Publish message = subscriber.expect(Publish.class);
            assertThat(message.topic()).isEqualTo(topics[i]);
            assertThat(message.payload()).containsExactly('a' + i);
            assertThat(alias(message)).isZero();
        }
        assertThat(publisher.expect(PubAck.class).packetId()).isEqualTo(1);
        assertThat(publisher.expect(PubAck.class).packetId()).isEqualTo(2);
    }

    @Test
    void aMessageSentByAliasIsRetainedAndKeptWithItsTopic() {
        TestClient away = broker.open(MqttVersion.V3_1_1);
        away.connect("away", false);
        away.subscribe("plant/#", 1);
        away.close();
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        publisher.send(aliased("plant/1", 1, 1, 1, "a"));
        Properties alias = Properties.builder().set(Property.TOPIC_ALIAS, 1).build();
        publisher.send(new Publish(false, 1, true, "", 2, alias, new byte[] {'b'}));
        publisher.expect(PubAck.class);
        publisher.expect(PubAck.class);

        TestClient late = broker.client("late", MqttVersion.V5);
        late.subscribe("plant/#", 1);
        Publish retained = late.expect(Publish.class);
        assertThat(retained.topic()).isEqualTo("plant/1");
        assertThat(alias(retained)).isZero();
        TestClient back = broker.open(MqttVersion.V3_1_1);
        back.connect("away", false);
        assertThat(back.expect(Publish.class).payload()).containsExactly('a');
        Publish second = back.expect(Publish.class);
        assertThat(second.topic()).isEqualTo("plant/1");
        assertThat(second.payload()).containsExactly('b');
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 65_535})
    @Requirement({"MQTT-3.3.2-8", "MQTT-3.3.2-9"})
    void anAliasOutsideOfWhatConnackAllowedEndsTheConnection(int alias) {
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        byte[] publish = {
            0x30, 10, 0, 3, 'a', '/', 'b', 3, 0x23, (byte) (alias >> 8), (byte) alias, 'x'
        };

        publisher.sendBytes(publish);

        assertThat(publisher.expect(Disconnect.class).reason())
                .isEqualTo(ReasonCode.TOPIC_ALIAS_INVALID);
        publisher.expectClosed();
    }

    @Test
    @Requirement("MQTT-3.3.2-7")
    void anAliasEndsWithItsConnection() {
        TestClient first = broker.client("publisher", MqttVersion.V5);
        first.send(aliased("plant/1", 1, 1, 1, "a"));
        first.expect(PubAck.class);
        first.close();
        TestClient second = broker.client("publisher", MqttVersion.V5);

        second.send(aliased("", 1, 1, 1, "b"));

        assertThat(second.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        second.expectClosed();
    }

    @Test
    void anAliasOfAForbiddenTopicStaysForbidden() {
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        publisher.send(aliased("$SYS/x", 1, 1, 1, "a"));
        assertThat(publisher.expect(PubAck.class).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED);

        publisher.send(aliased("", 1, 1, 2, "b"));

        assertThat(publisher.expect(PubAck.class).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    @Requirement({"MQTT-3.1.2-26", "MQTT-3.3.2-11"})
    void theClientGetsNoMoreAliasesThanItAllowsAndEachWithItsNameFirst() {
        TestClient subscriber = subscriber(1);
        TestClient publisher = broker.client("publisher", MqttVersion.V3_1_1);
        for (String topic : new String[] {"plant/1", "plant/2", "plant/1", "plant/2"}) {
            publisher.publish(topic, 1, 1, "x");
        }

        Publish first = subscriber.expect(Publish.class);
        assertThat(first.topic()).isEqualTo("plant/1");
        assertThat(alias(first)).isEqualTo(1);
        Publish second = subscriber.expect(Publish.class);
        assertThat(second.topic()).isEqualTo("plant/2");
        assertThat(alias(second)).isZero();
        Publish third = subscriber.expect(Publish.class);
        assertThat(third.topic()).isEmpty();
        assertThat(alias(third)).isEqualTo(1);
        assertThat(subscriber.expect(Publish.class).topic()).isEqualTo("plant/2");
    }

    @Test
    void theBrokersOwnMaximumBoundsTheAliasesItSets() {
        TestClient subscriber = subscriber(100);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        for (int round = 0; round < 2; round++) {
            for (int i = 1; i <= 3; i++) {
                publisher.publish("plant/" + i, 0, 0, "x");
            }
        }

        int[] aliases = {1, 2, 0, 1, 2, 0};
        for (int i = 0; i < aliases.length; i++) {
            Publish message = subscriber.expect(Publish.class);
            assertThat(alias(message)).isEqualTo(aliases[i]);
            boolean known = i >= 3 && aliases[i] > 0;
            assertThat(message.topic()).isEqualTo(known ? "" : "plant/" + (i % 3 + 1));
        }
    }

    @Test
    void aMessageThatIsSentAgainNamesItsTopicOnTheNewConnection() {
        Properties asks =
                Properties.builder()
                        .set(Property.TOPIC_ALIAS_MAXIMUM, 5)
                        .set(Property.SESSION_EXPIRY_INTERVAL, 60)
                        .build();
        TestClient first = broker.open(MqttVersion.V5);
        first.connect("device", false, asks);
        first.subscribe("plant/#", 1);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        publisher.publish("plant/1", 1, 1, "a");
        publisher.publish("plant/1", 1, 2, "b");
        first.expect(Publish.class);
        assertThat(first.expect(Publish.class).topic()).isEmpty();
        first.reset();

        TestClient back = broker.open(MqttVersion.V5);
        back.connect("device", false, asks);

        Publish again = back.expect(Publish.class);
        assertThat(again.topic()).isEqualTo("plant/1");
        assertThat(alias(again)).isEqualTo(1);
        assertThat(back.expect(Publish.class).topic()).isEmpty();
    }
}
