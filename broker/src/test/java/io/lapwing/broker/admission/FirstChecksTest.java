// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import static io.lapwing.broker.admission.ConnectText.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Check.Outcome;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.ReasonCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstChecksTest {
    private final Door door = new Door();
    @TempDir private Path folder;

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void anAnonymousClientClimbsTheWholeLadder() {
        Verdict.Admitted in = door.admitted(connect(MqttVersion.V3_1_1, "pump-7").build());

        assertThat(in.clientId()).isEqualTo("pump-7");
        assertThat(in.assigned()).isFalse();
        assertThat(Door.texts(in.checks()))
                .containsExactly(
                        "PASSED Server: takes connections",
                        "PASSED Protocol version: allowed on this listener",
                        "PASSED Client id: valid",
                        "PASSED Bans: none for this address, client id or user",
                        "PASSED Connection rate: below the limit",
                        "PASSED Connections of the listener: below the limit",
                        "PASSED Connections of the address: below the limit",
                        "PASSED Authentication method: none asked for",
                        "SKIPPED Credentials: not checked, anonymous access is on");
        assertThat(door.admission().lastLogin("pump-7"))
                .isEqualTo(new Login(door.clock.epochMillis(), "10.0.0.7", 50123, null));
    }

    @Test
    void aServerThatStopsLetsNobodyIn() {
        door.shuttingDown = true;

        door.refused(
                connect(MqttVersion.V5, "a").build(),
                Cause.SERVER_SHUTTING_DOWN,
                "the server is being stopped",
                "Server");
    }

    @Test
    void aVersionThatTheListenerDoesNotAllowIsRefused() {
        door.listener = new ListenerSettings("tcp.old", Set.of(3, 4, 131), 0, true);

        door.refused(
                connect(MqttVersion.V5, "a").build(),
                Cause.PROTOCOL_VERSION_DISABLED,
                "MQTT 5.0 (level 5) is not among the versions that tcp.old allows",
                "Protocol version");
        door.refused(
                connect(MqttVersion.V3_1_1, "a").bridge().build(),
                Cause.PROTOCOL_VERSION_DISABLED,
                "MQTT 3.1.1 of a bridge (level 132) is not among the versions that tcp.old allows",
                "Protocol version");
        door.admitted(connect(MqttVersion.V3_1, "a").bridge().build());
    }

    @Test
    void anEmptyClientIdIsRefusedAssignedOrTakenByVersion() {
        door.refused(
                connect(MqttVersion.V3_1, "").build(),
                Cause.CLIENT_ID_MISSING,
                "the client id is empty, and MQTT 3.1 needs one",
                "Client id");
        door.refused(
                connect(MqttVersion.V3_1_1, "").keepSession().build(),
                Cause.CLIENT_ID_MISSING,
                "the client id is empty, and a session that is kept needs one",
                "Client id");
        Verdict.Admitted first = door.admitted(connect(MqttVersion.V3_1_1, "").build());
        Verdict.Admitted second = door.admitted(connect(MqttVersion.V5, "").keepSession().build());
        assertThat(first.assigned()).isTrue();
        assertThat(first.clientId()).matches("lw-[A-Za-z0-9_-]{20}");
        assertThat(second.clientId()).isNotEqualTo(first.clientId());
    }

    @Test
    void aClientIdHasABoundInBytes() {
        door.settings.put("max_client_id_size", "10");

        door.admitted(connect(MqttVersion.V5, "ééééé").build());
        door.admitted(connect(MqttVersion.V5, "ab😀😀").build());
        door.refused(
                connect(MqttVersion.V5, "ééééé.").build(),
                Cause.CLIENT_ID_TOO_LONG,
                "the client id has 11 bytes, allowed are 10 (max_client_id_size)",
                "Client id");
    }

    @Test
    void aClientIdHoldsNoControlCharacters() {
        door.refused(
                connect(MqttVersion.V5, "ab\nc").build(),
                Cause.CLIENT_ID_NOT_VALID,
                "character 3 of the client id is the control character U+000A",
                "Client id");
    }

    @Test
    void bansNameAddressClientOrUserUntilTheyEnd() {
        Bans bans = door.admission().bans();
        bans.ban(Ban.Kind.CLIENT, "pump-7", Duration.ofSeconds(30), "noisy");
        Ban user = bans.ban(Ban.Kind.USER, "eve", null, "");

        door.refused(
                connect(MqttVersion.V5, "pump-7").build(),
                Cause.BANNED,
                "client “pump-7” is banned until 2023-11-14T22:13:50Z (noisy)",
                "Bans");
        door.refused(
                connect(MqttVersion.V5, "a").user("eve", "x").build(),
                Cause.BANNED,
                "user “eve” is banned without an end",
                "Bans");
        door.clock.advance(Duration.ofSeconds(30));
        door.admitted(connect(MqttVersion.V5, "pump-7").build());
        assertThat(bans.unban(user.id())).isTrue();
        assertThat(bans.unban(user.id())).isFalse();
        door.admitted(connect(MqttVersion.V5, "a").user("eve", "x").build());
        bans.ban(Ban.Kind.ADDRESS, "10.0.0.7", null, "");
        door.refused(
                connect(MqttVersion.V5, "b").build(),
                Cause.BANNED,
                "address 10.0.0.7 is banned without an end",
                "Bans");
    }

    @Test
    void aListenerTakesSoManyConnectsASecond() {
        door.listener = new ListenerSettings("tcp.default", Door.ALL_LEVELS, 4, true);
        Connect connect = connect(MqttVersion.V5, "a").build();

        for (int i = 0; i < 4; i++) {
            door.admitted(connect);
        }
        door.refused(
                connect,
                Cause.CONNECTION_RATE_EXCEEDED,
                "more than 4 CONNECTs a second on tcp.default (max_connection_rate)",
                "Connection rate");
        door.clock.advance(Duration.ofMillis(250));
        door.admitted(connect);
        assertThat(door.judge(connect)).isInstanceOf(Verdict.Refused.class);
        door.clock.advance(Duration.ofSeconds(60));
        for (int i = 0; i < 4; i++) {
            door.admitted(connect);
        }
        assertThat(door.judge(connect)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aFullListenerRefuses() {
        door.listenerFull = true;

        door.refused(
                connect(MqttVersion.V5, "a").build(),
                Cause.CONNECTION_LIMIT,
                "tcp.default has as many connections as it may (max_connections)",
                "Connections of the listener");
    }

    @Test
    void anAddressHasAQuotaOfConnections() {
        door.settings.put("max_connections_per_address", "2");
        Connect connect = connect(MqttVersion.V5, "a").build();
        door.admission().opened("10.0.0.7");
        door.admission().opened("10.0.0.7");
        door.admitted(connect);
        door.admission().opened("10.0.0.7");

        door.refused(
                connect,
                Cause.QUOTA_EXCEEDED,
                "10.0.0.7 has more than 2 connections (max_connections_per_address)",
                "Connections of the address");
        door.admission().closed("10.0.0.7");
        door.admitted(connect);
    }

    @Test
    void anAuthenticationMethodIsNotOffered() {
        Properties asks =
                Properties.builder().text(Property.AUTHENTICATION_METHOD, "SCRAM-SHA-1").build();

        door.refused(
                connect(MqttVersion.V5, "a").properties(asks).build(),
                Cause.BAD_AUTHENTICATION_METHOD,
                "the client asks for the authentication method “SCRAM-SHA-1”, which is not offered",
                "Authentication method");
    }

    @Test
    void aWillAsksForWhatTheServerOffers() {
        door.settings.put("max_qos", "1");
        door.settings.put("retain_available", "off");

        Verdict.Refused qos =
                door.refused(
                        connect(MqttVersion.V5, "a").will("a/b", 2, false).build(),
                        Cause.WILL_NOT_SUPPORTED,
                        "the will has QoS 2, offered is 1 (max_qos)",
                        "Will");
        assertThat(qos.instead()).isEqualTo(ReasonCode.QOS_NOT_SUPPORTED);
        Verdict.Refused retain =
                door.refused(
                        connect(MqttVersion.V5, "a").will("a/b", 1, true).build(),
                        Cause.WILL_NOT_SUPPORTED,
                        "the will is to be retained, which is switched off (retain_available)",
                        "Will");
        assertThat(retain.instead()).isEqualTo(ReasonCode.RETAIN_NOT_SUPPORTED);
        door.admitted(connect(MqttVersion.V5, "a").will("a/b", 1, false).build());
    }

    @Test
    void aWillMustBeAllowedByTheRules() throws Exception {
        Path rules = folder.resolve("rules.acl");
        Files.writeString(rules, "user pump-7\ntopic write pumps/7\n");
        door.settings.put("vmq_acl.acl_file", rules.toString());

        door.admitted(
                connect(MqttVersion.V5, "a").user("pump-7", "x").will("pumps/7", 0, false).build());
        door.refused(
                connect(MqttVersion.V5, "a").user("pump-8", "x").will("pumps/7", 0, false).build(),
                Cause.WILL_NOT_AUTHORIZED,
                "no rule allows “pump-8” to publish to “pumps/7” (rules.acl)",
                "Will");
    }

    @Test
    void whatWasNotReachedIsSaidToo() {
        door.shuttingDown = true;

        Verdict.Refused no =
                (Verdict.Refused)
                        door.judge(connect(MqttVersion.V5, "a").will("a", 0, false).build());

        assertThat(no.checks()).hasSize(Step.all().length);
        assertThat(no.checks().getFirst().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(no.checks().subList(1, no.checks().size()))
                .allMatch(check -> check.outcome() == Outcome.SKIPPED)
                .allMatch(check -> check.text().endsWith(": not reached"));
    }
}
