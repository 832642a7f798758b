// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The clients that Java programs use: HiveMQ's and Paho, each in both versions. */
class JavaClientsTest {
    private static RunningLapwing lapwing;

    @BeforeAll
    static void start() throws IOException {
        Path folder = RunningLapwing.temporaryFolder();
        try (InputStream users =
                JavaClientsTest.class.getResourceAsStream("/testdata/mosquitto_passwd.txt")) {
            Files.copy(users, folder.resolve("lapwing.passwd"));
        }
        lapwing =
                RunningLapwing.startIn(
                        folder, "vmq_passwd.password_file=lapwing.passwd", "log.console=file");
    }

    @AfterAll
    static void stop() {
        lapwing.close();
    }

    static Stream<Arguments> everyClientAndQos() {
        return Stream.of(ForeignClient.Kind.values())
                .flatMap(kind -> IntStream.range(0, 3).mapToObj(qos -> arguments(kind, qos)));
    }

    @ParameterizedTest
    @MethodSource("everyClientAndQos")
    void messagesArriveInOrder(ForeignClient.Kind kind, int qos) throws Exception {
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
    void aHashMatchesTheTopicAboveAndAllBelow(ForeignClient.Kind kind) throws Exception {
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
    void aRetainedMessageIsGivenToWhoSubscribes(ForeignClient.Kind kind) throws Exception {
        try (ForeignClient client = connected(kind, "kept-" + kind)) {
            client.publish("kept/" + kind, 1, true, "last word");
            client.subscribe("kept/" + kind, 1);

            assertThat(client.next()).isEqualTo("kept/" + kind + " 1 last word");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientComesBackAndGoesOn(ForeignClient.Kind kind) throws Exception {
        for (int round = 0; round < 3; round++) {
            try (ForeignClient client = connected(kind, "again-" + kind)) {
                client.subscribe("again/" + kind, 2);
                client.publish("again/" + kind, 2, false, "round " + round);

                assertThat(client.next()).isEqualTo("again/" + kind + " 2 round " + round);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordComesWithItsCode(ForeignClient.Kind kind) throws Exception {
        try (ForeignClient client = kind.client(lapwing.mqttPort(), "wrong-" + kind)) {
            assertThatThrownBy(() -> client.connect("pump-7", "not it"))
                    .satisfies(refused ->
                            assertThat(client.codeOf(refused)).isEqualTo(kind.wrongPassword));
        }
    }

    private static ForeignClient connected(ForeignClient.Kind kind, String clientId)
            throws Exception {
        ForeignClient client = kind.client(lapwing.mqttPort(), clientId);
        client.connect("pump-7", "correct horse");
        return client;
    }
}
