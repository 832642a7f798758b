// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import io.lapwing.broker.admission.PasswordFileWriter;
import io.lapwing.protocol.Requirement;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SCRAM-SHA-256 with HiveMQ's client, which does enhanced authentication its own way. */
class ScramTest {
    private static RunningLapwing lapwing;

    @BeforeAll
    static void start() throws IOException {
        Path folder = RunningLapwing.temporaryFolder();
        PasswordFileWriter.put(
                folder.resolve("lapwing.passwd"), "ann", "pencil", PasswordFileWriter.Kind.SCRAM);
        lapwing =
                RunningLapwing.startIn(
                        folder, "vmq_passwd.password_file=lapwing.passwd", "log.console=file");
    }

    @AfterAll
    static void stop() {
        lapwing.close();
    }

    private static Mqtt5BlockingClient client(String id) {
        return Mqtt5Client.builder()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(lapwing.mqttPort())
                .buildBlocking();
    }

    private static void connect(Mqtt5BlockingClient client, HiveScram scram) {
        client.connectWith().enhancedAuth(scram).send();
    }

    @Test
    @Requirement({"MQTT-4.12.0-2", "MQTT-4.12.1-1"})
    void aClientComesInAndProvesItselfAnew() {
        Mqtt5BlockingClient client = client("scram");
        HiveScram scram = new HiveScram("ann", "pencil");

        connect(client, scram);
        assertThat(scram.hasBelieved()).isTrue();

        client.toAsync().reauth().join();
        assertThat(scram.hasBelieved()).isTrue();
        client.publishWith().topic("a").payload(new byte[1]).send();
        client.disconnect();
    }

    @Test
    void aWrongPasswordIsRefusedAndTheLogNamesTheUser() {
        Mqtt5BlockingClient client = client("guesser");

        assertThatThrownBy(() -> connect(client, new HiveScram("ann", "guess")))
                .isInstanceOfSatisfying(
                        Mqtt5ConnAckException.class,
                        refused ->
                                assertThat(refused.getMqttMessage().getReasonCode())
                                        .isEqualTo(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED));

        soon().untilAsserted(() ->
                assertThat(lapwing.log())
                        .containsPattern(
                                "can't continue enhanced auth with client"
                                        + " .*guesser.* due to not_authorized"
                                        + " cause=authentication_failed client=guesser user=ann"));
    }
}
