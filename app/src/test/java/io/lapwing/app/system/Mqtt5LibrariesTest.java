// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.app.system.ForeignClient.Arrived;
import io.lapwing.app.system.ForeignClient.Extras;
import io.lapwing.app.system.ForeignClient.Kind;
import io.lapwing.app.system.ForeignClient.Login;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What MQTT 5 added, with the libraries that programs use. */
class Mqtt5LibrariesTest {
    private static RunningLapwing lapwing;

    @BeforeAll
    static void start() throws IOException {
        lapwing = LibraryBroker.start("topic_alias_max_client=10", "topic_alias_max_broker=10");
    }

    @AfterAll
    static void stop() {
        lapwing.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HIVEMQ_5", "PAHO_5", "MQTTJS_5"})
    void thePropertiesOfAMessageTravelWithIt(Kind kind) throws Exception {
        Map<String, String> user = Map.of("unit", "°C", "place", "cellar");
        Extras sent = new Extras("text/plain", "answers/" + kind, "no 7", 500L, user, List.of());
        try (ForeignClient5 client = connected(kind, "extras-" + kind)) {
            client.subscribe("extras/" + kind, 1);
            client.publish("extras/" + kind, 1, "21", sent);

            Extras came = client.nextMessage().extras();
            assertThat(came.contentType()).isEqualTo("text/plain");
            assertThat(came.responseTopic()).isEqualTo("answers/" + kind);
            assertThat(came.correlation()).isEqualTo("no 7");
            assertThat(came.expirySeconds()).isBetween(490L, 500L);
            assertThat(came.user()).isEqualTo(user);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HIVEMQ_5", "PAHO_5", "MQTTJS_5"})
    void aQuestionIsAnsweredWhereItAsks(Kind kind) throws Exception {
        try (ForeignClient5 asks = connected(kind, "asks-" + kind);
                ForeignClient5 answers = connected(kind, "answers-" + kind)) {
            answers.subscribe("questions/" + kind, 1);
            asks.subscribe("asks/" + kind, 1);
            asks.publish("questions/" + kind, 1, "6 x 7", Extras.reply("asks/" + kind, "q1"));

            Extras question = answers.nextMessage().extras();
            answers.publish(
                    question.responseTopic(), 1, "42", Extras.reply(null, question.correlation()));

            Arrived answer = asks.nextMessage();
            assertThat(answer.text()).isEqualTo("42");
            assertThat(answer.extras().correlation()).isEqualTo("q1");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HIVEMQ_5", "PAHO_5", "MQTTJS_5"})
    void aMessageThatExpiredWhileItWaitedIsNotDelivered(Kind kind) throws Exception {
        String topic = "expires/" + kind;
        try (ForeignClient5 client = kind.client5(lapwing.mqttPort(), "expires-" + kind);
                ForeignClient5 other = connected(kind, "hurries-" + kind)) {
            client.connect(Login.KEPT);
            client.subscribe(topic, 1);
            client.disconnect();
            other.publish(topic, 1, "short", Extras.expiring(1));
            other.publish(topic, 1, "long", Extras.expiring(600));
            other.publish(topic, 1, "for ever", Extras.NONE);
            passed(Duration.ofMillis(2_100));

            assertThat(client.connect(Login.KEPT)).isTrue();

            Arrived first = client.nextMessage();
            assertThat(first.text()).isEqualTo("long");
            assertThat(first.extras().expirySeconds()).isBetween(500L, 598L);
            assertThat(client.nextMessage().text()).isEqualTo("for ever");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HIVEMQ_5", "PAHO_5", "MQTTJS_5"})
    void anAcknowledgementTellsWhetherSomebodyListens(Kind kind) throws Exception {
        try (ForeignClient5 client = connected(kind, "told-" + kind)) {
            assertThat(client.publish("nobody/" + kind, 1, "x", Extras.NONE)).isEqualTo(0x10);
            assertThat(client.publish("nobody/" + kind, 2, "x", Extras.NONE)).isEqualTo(0x10);

            assertThat(client.subscribeFor("somebody/" + kind, 2)).isEqualTo(2);
            assertThat(client.publish("somebody/" + kind, 1, "x", Extras.NONE)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HIVEMQ_5", "PAHO_5", "MQTTJS_5"})
    void whoComesWithTheSameIdTakesOverAndTheOtherIsTold(Kind kind) throws Exception {
        try (ForeignClient5 first = connected(kind, "same-" + kind);
                ForeignClient5 second = connected(kind, "same-" + kind)) {
            assertThat(first.goodbye()).isEqualTo(0x8E);
            soon().until(() -> !first.isConnected());
            second.subscribe("same/" + kind, 1);
            second.publish("same/" + kind, 1, false, "mine");
            assertThat(second.next()).isEqualTo("same/" + kind + " 1 mine");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HIVEMQ_5", "PAHO_5", "MQTTJS_5"})
    void topicsPassInBothDirectionsWithWhateverAliasesTheLibrarySets(Kind kind) throws Exception {
        try (ForeignClient5 client = connected(kind, "aliases-" + kind)) {
            client.subscribe("aliases/" + kind + "/+", 1);
            for (int i = 0; i < 60; i++) {
                client.publish("aliases/" + kind + "/" + i % 8, 1, false, "n" + i);
            }

            for (int i = 0; i < 60; i++) {
                assertThat(client.next()).isEqualTo("aliases/" + kind + "/" + i % 8 + " 1 n" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HIVEMQ_5", "PAHO_5", "MQTTJS_5"})
    void aSessionIsThereForItsTimeAndGoneWhenItWasCleared(Kind kind) throws Exception {
        try (ForeignClient5 client = kind.client5(lapwing.mqttPort(), "expiry-" + kind)) {
            assertThat(client.connect(Login.KEPT)).isFalse();
            client.disconnect();
            assertThat(client.connect(Login.KEPT)).isTrue();
            client.disconnect();
            assertThat(client.connect(Login.CLEAN)).isFalse();
            client.disconnect();
            assertThat(client.connect(Login.KEPT)).isFalse();
        }
    }

    private static void passed(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        Awaitility.await().until(() -> System.nanoTime() - until >= 0);
    }

    private static ForeignClient5 connected(Kind kind, String clientId) throws Exception {
        ForeignClient5 client = kind.client5(lapwing.mqttPort(), clientId);
        client.connect();
        return client;
    }
}
