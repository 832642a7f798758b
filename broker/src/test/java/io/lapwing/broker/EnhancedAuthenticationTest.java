// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.broker.admission.PasswordFileWriter;
import io.lapwing.broker.admission.PasswordFileWriter.Kind;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import io.lapwing.protocol.Auth;
import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PingReq;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** AUTH, at CONNECT and later, with SCRAM-SHA-256 (5.0 §3.15, §4.12). */
class EnhancedAuthenticationTest {
    @TempDir Path folder;
    private Path users;
    private TestBroker broker;

    @BeforeEach
    void start() throws IOException {
        users = folder.resolve("users");
        PasswordFileWriter.put(users, "ann", "pencil", Kind.SCRAM);
        PasswordFileWriter.put(users, "bob", "rubber", Kind.SCRAM);
        PasswordFileWriter.put(users, "old", "paper");
        Path rules = folder.resolve("rules");
        Files.writeString(rules, "user ann\ntopic readwrite ann/#\n");
        broker =
                TestBroker.start(
                        "allow_anonymous",
                        "off",
                        "vmq_passwd.password_file",
                        users.toString(),
                        "vmq_acl.acl_file",
                        rules.toString(),
                        "mqtt_connect_timeout",
                        "1000");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static Properties.Builder said(String method, byte[] data) {
        Properties.Builder properties =
                Properties.builder().text(Property.AUTHENTICATION_METHOD, method);
        return data.length == 0
                ? properties
                : properties.binary(Property.AUTHENTICATION_DATA, data);
    }

    private static Auth auth(ReasonCode reason, byte[] data) {
        return new Auth(reason, said(ScramClient.METHOD, data).build());
    }

    private static Auth next(byte[] data) {
        return auth(ReasonCode.CONTINUE_AUTHENTICATION, data);
    }

    private TestClient connecting(String id, Properties properties) {
        TestClient client = broker.open(MqttVersion.V5);
        client.send(new Connect(MqttVersion.V5, false, id, true, 60, null, null, null, properties));
        return client;
    }

    private static byte[] asked(TestClient client) {
        Auth auth = client.expect(Auth.class);
        assertThat(auth.reason()).isEqualTo(ReasonCode.CONTINUE_AUTHENTICATION);
        assertThat(auth.properties().text(Property.AUTHENTICATION_METHOD))
                .isEqualTo(ScramClient.METHOD);
        byte[] data = auth.properties().binary(Property.AUTHENTICATION_DATA);
        assertThat(data).isNotNull();
        return data;
    }

    private TestClient in(String id, ScramClient scram) {
        TestClient client = connecting(id, said(ScramClient.METHOD, scram.first()).build());
        client.send(next(scram.last(asked(client))));
        ConnAck answer = client.expect(ConnAck.class);
        assertThat(answer.code()).isZero();
        assertThat(answer.properties().text(Property.AUTHENTICATION_METHOD))
                .isEqualTo(ScramClient.METHOD);
        assertThat(scram.believes(answer.properties().binary(Property.AUTHENTICATION_DATA)))
                .isTrue();
        return client;
    }

    private TestClient begun(String id) {
        ScramClient scram = new ScramClient("ann", "pencil");
        TestClient client = connecting(id, said(ScramClient.METHOD, scram.first()).build());
        asked(client);
        return client;
    }

    private void refused(TestClient client, ReasonCode reason) {
        assertThat(client.expect(ConnAck.class).code()).isEqualTo(reason.code());
        client.expectClosed();
    }

    private RefusalRow row(Cause cause) {
        return await().until(
                        () ->
                                broker
                                        .broker()
                                        .refusals(RefusalQuery.between(0, Long.MAX_VALUE / 2))
                                        .rows()
                                        .stream()
                                        .filter(row -> row.cause() == cause)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static void saysGoodbye(TestClient client, ReasonCode reason) {
        assertThat(client.expect(Disconnect.class).reason()).isEqualTo(reason);
        client.expectClosed();
    }

    @Test
    @Requirement({"MQTT-4.12.0-2", "MQTT-4.12.0-3", "MQTT-4.12.0-5", "MQTT-3.15.2-1"})
    void whoProvesToKnowThePasswordIsInAndIsThatUserForTheRules() {
        TestClient client = in("a", new ScramClient("ann", "pencil"));

        client.publish("ann/x", 1, 1, "allowed");
        assertThat(client.expect(PubAck.class).reason().isError()).isFalse();
        client.publish("bob/x", 1, 2, "denied");
        assertThat(client.expect(PubAck.class).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(broker.count("mqtt_auth_sent", "5", "continue_authentication")).isEqualTo(1);
        assertThat(broker.count("mqtt_auth_received", "5", "continue_authentication")).isEqualTo(1);
    }

    /** What is not there makes no packet too large. */
    @Test
    @Requirement({"MQTT-3.15.2-2", "MQTT-3.15.2-3"})
    void whatTheServerSaysIsItsMethodAndItsDataAlone() {
        ScramClient scram = new ScramClient("ann", "pencil");
        TestClient client = connecting("a", said(ScramClient.METHOD, scram.first()).build());

        Properties said = client.expect(Auth.class).properties();

        assertThat(said.text(Property.REASON_STRING)).isNull();
        assertThat(said.userProperties()).isEmpty();
    }

    @Test
    void whatAClientSaysInConnectIsNotWhoItIs() {
        ScramClient scram = new ScramClient("bob", "rubber");
        TestClient client = broker.open(MqttVersion.V5);
        client.send(
                new Connect(
                        MqttVersion.V5,
                        false,
                        "a",
                        true,
                        60,
                        null,
                        "ann",
                        null,
                        said(ScramClient.METHOD, scram.first()).build()));
        client.send(next(scram.last(asked(client))));
        assertThat(client.expect(ConnAck.class).code()).isZero();

        client.publish("ann/x", 1, 1, "denied");

        assertThat(client.expect(PubAck.class).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    @Requirement("MQTT-4.12.0-4")
    void aWrongProofIsRefusedAndTheOperatorIsToldWhose() {
        ScramClient scram = new ScramClient("ann", "guess");
        TestClient client = connecting("a", said(ScramClient.METHOD, scram.first()).build());
        client.send(next(scram.last(asked(client))));

        refused(client, ReasonCode.NOT_AUTHORIZED);
        RefusalRow row = row(Cause.AUTHENTICATION_FAILED);
        assertThat(row.attempt().userName()).isEqualTo("ann");
        assertThat(row.attempt().clientId()).isEqualTo("a");
        assertThat(row.newest().because())
                .isEqualTo("password file: proof of “ann” does not match (users, line 1)");
        assertThat(broker.count("refusals", "authentication_failed", "tcp.default", "5"))
                .isEqualTo(1);
    }

    @Test
    void aUserWithoutASecretForItIsRefusedLikeAStranger() {
        for (String user : new String[] {"old", "nobody"}) {
            ScramClient scram = new ScramClient(user, "paper");
            TestClient client = connecting("a", said(ScramClient.METHOD, scram.first()).build());
            client.send(next(scram.last(asked(client))));
            refused(client, ReasonCode.NOT_AUTHORIZED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSecretForScramChecksAPlainLoginToo(MqttVersion version) {
        for (String password : new String[] {"pencil", "guess"}) {
            TestClient client = broker.open(version);
            client.send(
                    new Connect(
                            version,
                            false,
                            "a",
                            true,
                            60,
                            null,
                            "ann",
                            password.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            Properties.EMPTY));
            int code = client.expect(ConnAck.class).code();
            assertThat(code).isEqualTo(password.equals("pencil") ? 0 : version.isV5() ? 0x86 : 4);
        }
    }

    @Test
    @Requirement("MQTT-4.12.0-1")
    void anUnknownMethodIsRefused() {
        refused(
                connecting("a", said("GS2-KRB5", new byte[0]).build()),
                ReasonCode.BAD_AUTHENTICATION_METHOD);
    }

    @Test
    @Requirement("MQTT-3.1.2-30")
    void otherPacketsDuringTheExchangeAreAProtocolError() {
        TestClient ping = begun("a");
        ping.send(new PingReq());
        refused(ping, ReasonCode.PROTOCOL_ERROR);

        TestClient publish = begun("b");
        publish.publish("ann/x", 0, 0, "too early");
        refused(publish, ReasonCode.PROTOCOL_ERROR);

        TestClient again = begun("c");
        again.send(
                new Connect(
                        MqttVersion.V5, false, "c", true, 60, null, null, null, Properties.EMPTY));
        refused(again, ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    @Requirement("MQTT-4.12.0-5")
    void theExchangeKeepsItsMethodAndItsReason() {
        TestClient method = begun("a");
        method.send(
                new Auth(
                        ReasonCode.CONTINUE_AUTHENTICATION,
                        said("SCRAM-SHA-1", new byte[] {1}).build()));
        refused(method, ReasonCode.PROTOCOL_ERROR);

        TestClient reason = begun("b");
        reason.send(auth(ReasonCode.REAUTHENTICATE, new byte[] {1}));
        refused(reason, ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    void aClientThatGivesUpOrSaysNothingMoreIsRecordedAsSuch() {
        TestClient polite = begun("polite");
        polite.send(new Disconnect(ReasonCode.SUCCESS));
        polite.expectClosed();
        assertThat(row(Cause.CLOSED_BY_CLIENT).newest().because()).contains("goodbye");

        refused(begun("silent"), ReasonCode.NOT_AUTHORIZED);
        assertThat(row(Cause.AUTHENTICATION_FAILED).newest().because()).contains("did not go on");
    }

    @Test
    @Requirement({"MQTT-4.12.0-7", "MQTT-4.12.0-6"})
    void withoutAMethodInConnectAnAuthIsAProtocolError() {
        TestClient client = broker.open(MqttVersion.V5);
        client.send(
                new Connect(
                        MqttVersion.V5,
                        false,
                        "a",
                        true,
                        60,
                        null,
                        "ann",
                        "pencil".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        Properties.EMPTY));
        ConnAck answer = client.expect(ConnAck.class);
        assertThat(answer.properties().has(Property.AUTHENTICATION_METHOD)).isFalse();

        client.send(auth(ReasonCode.REAUTHENTICATE, new ScramClient("ann", "pencil").first()));

        saysGoodbye(client, ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    @Requirement("MQTT-4.12.1-1")
    void aClientProvesItselfAnewWhileItGoesOnPublishing() {
        TestClient client = in("a", new ScramClient("ann", "pencil"));
        for (int i = 0; i < 2; i++) {
            ScramClient anew = new ScramClient("ann", "pencil");
            client.send(auth(ReasonCode.REAUTHENTICATE, anew.first()));
            byte[] asked = asked(client);
            client.publish("ann/x", 1, 1, "meanwhile");
            client.expect(PubAck.class);
            client.send(next(anew.last(asked)));

            Auth done = client.expect(Auth.class);
            assertThat(done.reason()).isEqualTo(ReasonCode.SUCCESS);
            assertThat(done.properties().text(Property.AUTHENTICATION_METHOD))
                    .isEqualTo(ScramClient.METHOD);
            assertThat(anew.believes(done.properties().binary(Property.AUTHENTICATION_DATA)))
                    .isTrue();
        }
        client.expectNothing();
        assertThat(broker.count("mqtt_auth_received", "5", "reauthenticate")).isEqualTo(2);
        assertThat(broker.count("mqtt_auth_sent", "5", "success")).isEqualTo(2);
    }

    @Test
    @Requirement("MQTT-4.12.1-2")
    void whoFailsToProveItselfAnewIsToldToGo() {
        TestClient wrong = in("wrong", new ScramClient("ann", "pencil"));
        ScramClient guess = new ScramClient("ann", "guess");
        wrong.send(auth(ReasonCode.REAUTHENTICATE, guess.first()));
        wrong.send(next(guess.last(asked(wrong))));
        saysGoodbye(wrong, ReasonCode.NOT_AUTHORIZED);
        RefusalRow row = row(Cause.AUTHENTICATION_FAILED);
        assertThat(row.attempt().clientId()).isEqualTo("wrong");
        assertThat(row.newest().because()).startsWith("authenticating anew: proof of “ann”");

        TestClient other = in("other", new ScramClient("ann", "pencil"));
        ScramClient bob = new ScramClient("bob", "rubber");
        other.send(auth(ReasonCode.REAUTHENTICATE, bob.first()));
        other.send(next(bob.last(asked(other))));
        saysGoodbye(other, ReasonCode.NOT_AUTHORIZED);

        TestClient silent = in("silent", new ScramClient("ann", "pencil"));
        silent.send(auth(ReasonCode.REAUTHENTICATE, new ScramClient("ann", "pencil").first()));
        asked(silent);
        saysGoodbye(silent, ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    @Requirement("MQTT-4.12.1-1")
    void anAuthOutOfTurnOrWithAnotherMethodIsAProtocolError() {
        byte[] first = new ScramClient("ann", "pencil").first();
        TestClient method = in("a", new ScramClient("ann", "pencil"));
        method.send(new Auth(ReasonCode.REAUTHENTICATE, said("SCRAM-SHA-1", first).build()));
        saysGoodbye(method, ReasonCode.PROTOCOL_ERROR);

        TestClient early = in("b", new ScramClient("ann", "pencil"));
        early.send(next(first));
        saysGoodbye(early, ReasonCode.PROTOCOL_ERROR);

        TestClient twice = in("c", new ScramClient("ann", "pencil"));
        twice.send(auth(ReasonCode.REAUTHENTICATE, first));
        asked(twice);
        twice.send(auth(ReasonCode.REAUTHENTICATE, first));
        saysGoodbye(twice, ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    void rulesThatChangeHoldForTheNextMessageOfATopicThatWasAllowed() throws IOException {
        TestClient client = in("a", new ScramClient("ann", "pencil"));
        for (String topic : new String[] {"ann/1", "ann/2", "ann/1", "ann/2"}) {
            client.publish(topic, 1, 1, "allowed");
            assertThat(client.expect(PubAck.class).reason().isError()).isFalse();
        }
        Path next = folder.resolve("next");
        Files.writeString(next, "user ann\ntopic readwrite other/#\n");
        Files.move(
                next, folder.resolve("rules"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        await().until(() -> broker.count("access_file_reloads") == 1);

        for (String topic : new String[] {"ann/2", "ann/1"}) {
            client.publish(topic, 1, 1, "denied");
            assertThat(client.expect(PubAck.class).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        }
    }
}
