// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lapwing.app.system.ForeignClient.Kind;
import io.lapwing.app.system.ForeignClient.Login;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What every version of MQTT has, with the libraries that programs use. */
class ClientLibrariesTest {
    private static final int LARGE = 1_024 * 1_024;

    private static RunningLapwing lapwing;

    @BeforeAll
    static void start() throws IOException {
        lapwing = LibraryBroker.start();
    }

    @AfterAll
    static void stop() {
        lapwing.close();
    }

    static Stream<Arguments> everyKindAndQos() {
        return Stream.of(Kind.values())
                .flatMap(kind -> IntStream.range(0, 3).mapToObj(qos -> arguments(kind, qos)));
    }

    static Stream<Arguments> everyKindWithAcknowledgements() {
        return everyKindAndQos().filter(each -> (int) each.get()[1] > 0);
    }

    @ParameterizedTest
    @MethodSource("everyKindAndQos")
    void messagesArriveInOrder(Kind kind, int qos) throws Exception {
        try (ForeignClient client = connected(kind, "order-" + kind + qos)) {
            client.subscribe("order/" + kind + "/+", qos);
            for (int i = 0; i < 20; i++) {
                client.publish("order/" + kind + "/" + qos, qos, false, "n" + i);
            }

            for (int i = 0; i < 20; i++) {
                assertThat(client.next())
                        .isEqualTo("order/" + kind + "/" + qos + " " + qos + " n" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHashMatchesTheTopicAboveAndAllBelow(Kind kind) throws Exception {
        String top = "tree/" + kind;
        try (ForeignClient client = connected(kind, "tree-" + kind)) {
            client.subscribe(top + "/#", 1);
            for (String topic : List.of(top, top + "/a", top + "/a/b", "tree/other", "last")) {
                client.publish(topic, 1, false, "x");
            }
            client.subscribe("end/" + kind, 1);
            client.publish("end/" + kind, 1, false, "end");

            assertThat(Stream.of(client.next(), client.next(), client.next(), client.next()))
                    .containsExactly(
                            top + " 1 x",
                            top + "/a 1 x",
                            top + "/a/b 1 x",
                            "end/" + kind + " 1 end");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoUnsubscribesGetsNoMore(Kind kind) throws Exception {
        try (ForeignClient client = connected(kind, "no-more-" + kind)) {
            client.subscribe("no-more/" + kind + "/+", 1);
            client.subscribe("more/" + kind, 1);
            client.publish("no-more/" + kind + "/a", 1, false, "one");
            assertThat(client.next()).isEqualTo("no-more/" + kind + "/a 1 one");

            client.unsubscribe("no-more/" + kind + "/+");
            client.publish("no-more/" + kind + "/a", 1, false, "two");
            client.publish("more/" + kind, 1, false, "three");

            assertThat(client.next()).isEqualTo("more/" + kind + " 1 three");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRetainedMessageIsGivenToWhoSubscribes(Kind kind) throws Exception {
        try (ForeignClient client = connected(kind, "kept-" + kind)) {
            client.publish("kept/" + kind, 1, true, "last word");
            client.subscribe("kept/" + kind, 1);

            ForeignClient.Arrived kept = client.nextMessage();
            assertThat(kept.toString()).isEqualTo("kept/" + kind + " 1 last word");
            assertThat(kept.retain()).isTrue();

            client.publish("kept/" + kind, 1, true, "news");
            assertThat(client.nextMessage().retain()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("everyKindWithAcknowledgements")
    void aMegabyteArrivesWhole(Kind kind, int qos) throws Exception {
        String large = "0123456789abcdef".repeat(LARGE / 16);
        try (ForeignClient client = connected(kind, "large-" + kind + qos)) {
            client.subscribe("large/" + kind + qos, qos);
            client.publish("large/" + kind + qos, qos, false, large);

            assertThat(client.nextMessage().text().equals(large)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenConnectionLeavesItsWill(Kind kind) throws Exception {
        try (Line line = new Line(lapwing.mqttPort());
                ForeignClient watcher = connected(kind, "watcher-" + kind);
                ForeignClient client = kind.client(line.port(), "dying-" + kind)) {
            watcher.subscribe("will/" + kind, 1);
            client.connect(Login.CLEAN.withWill("will/" + kind));

            line.cut();

            assertThat(watcher.next()).isEqualTo("will/" + kind + " 1 gone");
            soon().until(() -> !client.isConnected());
        }
    }

    @ParameterizedTest
    @MethodSource("everyKindWithAcknowledgements")
    void whatComesWhileAClientIsAwayWaitsForIt(Kind kind, int qos) throws Exception {
        String topic = "away/" + kind + qos;
        try (ForeignClient client = kind.client(lapwing.mqttPort(), "away-" + kind + qos);
                ForeignClient other = connected(kind, "here-" + kind + qos)) {
            assertThat(client.connect(Login.KEPT)).isFalse();
            client.subscribe(topic, qos);
            client.disconnect();
            for (int i = 0; i < 10; i++) {
                other.publish(topic, qos, false, "n" + i);
            }

            assertThat(client.connect(Login.KEPT)).isTrue();

            for (int i = 0; i < 10; i++) {
                assertThat(client.next()).isEqualTo(topic + " " + qos + " n" + i);
            }
        }
    }

    /** The client acknowledges, but the broker never hears it and sends again (5.0 §4.4). */
    @ParameterizedTest
    @MethodSource("everyKindWithAcknowledgements")
    void whatWasNotAcknowledgedComesAgainAfterABreak(Kind kind, int qos) throws Exception {
        String topic = "again/" + kind + qos;
        try (Line line = new Line(lapwing.mqttPort());
                ForeignClient client = kind.client(line.port(), "again-" + kind + qos);
                ForeignClient other = connected(kind, "other-" + kind + qos)) {
            boolean unused = client.connect(Login.KEPT);
            client.subscribe(topic, qos);
            line.mute();
            long before = Scrape.of(lapwing).sum("vernemq_mqtt_publish_sent");
            other.publish(topic, qos, false, "first");
            if (qos == 1) {
                assertThat(client.next()).isEqualTo(topic + " 1 first");
            } else { // some libraries hand it over when it is released only
                soon().until(() -> Scrape.of(lapwing).sum("vernemq_mqtt_publish_sent") > before);
            }
            line.cut();

            soon().ignoreExceptions().until(() -> client.connect(Login.KEPT));
            other.publish(topic, qos, false, "second");

            String first = topic + " " + qos + " first";
            assertThat(client.next()).isEqualTo(first);
            String then = client.next();
            if (kind == Kind.PAHO_5 && then.equals(first)) {
                then = client.next(); // it was released once; this library hands it over twice
            }
            assertThat(then).isEqualTo(topic + " " + qos + " second");
        }
    }

    @ParameterizedTest
    @EnumSource
    void pingsKeepASilentClientConnected(Kind kind) throws Exception {
        try (ForeignClient client = kind.client(lapwing.mqttPort(), "silent-" + kind)) {
            long before = Scrape.of(lapwing).sum("vernemq_mqtt_pingresp_sent");
            boolean unused = client.connect(Login.CLEAN.withKeepAlive(1));

            soon().until(() -> Scrape.of(lapwing).sum("vernemq_mqtt_pingresp_sent") > before + 2);

            assertThat(client.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientComesBackAndGoesOn(Kind kind) throws Exception {
        for (int round = 0; round < 3; round++) {
            try (ForeignClient client = connected(kind, "back-" + kind)) {
                client.subscribe("back/" + kind, 2);
                client.publish("back/" + kind, 2, false, "round " + round);

                assertThat(client.next()).isEqualTo("back/" + kind + " 2 round " + round);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordComesWithItsCodeAndTheJournalNamesTheClient(Kind kind) throws Exception {
        Login wrong = new Login(ForeignClient.USER, "not it", 0, 60, null);
        try (ForeignClient client = kind.client(lapwing.mqttPort(), "wrong-" + kind)) {
            assertThatThrownBy(() -> client.connect(wrong))
                    .satisfies(refused ->
                            assertThat(client.codeOf(refused)).isEqualTo(kind.wrongPassword));
        }

        soon().untilAsserted(() -> {
            JsonNode rows = lapwing.json("/api/refusals?client=wrong-" + kind).get("rows");
            assertThat(rows).hasSize(1);
            assertThat(rows.get(0).toString()).contains("wrong_password");
        });
    }

    private static ForeignClient connected(Kind kind, String clientId) throws Exception {
        ForeignClient client = kind.client(lapwing.mqttPort(), clientId);
        client.connect();
        return client;
    }
}
