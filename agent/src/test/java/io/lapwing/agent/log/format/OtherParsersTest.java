// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.log.format.LogRefusal.Told;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as Mosquitto 2.0 writes them (captured), and as EMQX and HiveMQ do. */
final class OtherParsersTest {
    private static final List<String> SEEDS =
            List.of(
                    "2026-11-25T16:44:12: Sending CONNACK to 127.0.0.1 (0, 5)",
                    "1774882063: Client <unknown> disconnected, not authorised.",
                    "1774882063: New client connected from ::1:58102 as a (p2, c1, k60, u'x').",
                    "2024-05-27T03:49:11.7+00:00 [warning] <0.3.0> m:f/1:2: can't authenticate"
                            + " client {[],<<\"pump\\n\">>} from 10.0.0.7:50123 due to x",
                    "2025-04-25T13:15:59.99+00:00 [warning] tag: AUTHN, clientid: c, msg:"
                            + " authentication_failure,"
                            + " peername: 1.2.3.4:5, reason: x, username: u",
                    "{\"time\":1,\"msg\":\"authentication_failure\",\"clientid\":\"\\u00e9\"}",
                    "2024-05-27 10:00:00,123 - Client ID: a, IP: 10.0.0.7 was disconnected."
                            + " reason: Sent CONNECT with empty client identifier..");

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-25T16:44:12: ", "1774882063: ", "", "Wed Nov 25 2026: "})
    void mosquittoTellsTheAddressOnOneLineAndTheRefusalOnAnother(String time) {
        List<LogRefusal> found =
                all(
                        LogFormat.MOSQUITTO,
                        time + "New connection from 10.0.0.7:43210 on port 1883.",
                        time + "Sending CONNACK to 10.0.0.7 (0, 5)",
                        time + "Client <unknown> disconnected, not authorised.");

        assertThat(found).hasSize(1);
        LogRefusal refusal = found.getFirst();
        assertThat(refusal.cause()).isEqualTo("not_authorized");
        assertThat(refusal.who().client()).isNull();
        assertThat(refusal.who().address()).isEqualTo("10.0.0.7");
        assertThat(refusal.who().port()).isEqualTo(43210);
        assertThat(refusal.told()).isEqualTo(new Told("not_authorized", null));
        assertThat(refusal.because()).contains("not authorised").contains("answered 5");
    }

    @Test
    void mosquittoTellsLessWithoutItsDebugLinesAndNothingIsGuessed() {
        List<LogRefusal> found =
                all(
                        LogFormat.MOSQUITTO,
                        "1: New connection from 10.0.0.7:1 on port 1883.",
                        "1: New connection from 10.0.0.8:2 on port 1883.",
                        "1: Client <unknown> disconnected, not authorised.",
                        "1: New client connected from 10.0.0.8:2 as good (p2, c1, k60).",
                        "1: New connection from 10.0.0.9:3 on port 1883.",
                        "1: Client pump-9 disconnected, not authorised.");

        assertThat(found).hasSize(2);
        assertThat(found.get(0).who().address()).isEmpty();
        assertThat(found.get(0).told()).isEqualTo(Told.both("not_authorized"));
        assertThat(found.get(1).who().client()).isEqualTo("pump-9");
        assertThat(found.get(1).who().address()).isEqualTo("10.0.0.9");
    }

    @Test
    void mosquittosClientsThatWereInAreNotRefusedWhenTheyGo() {
        assertThat(
                        all(
                                LogFormat.MOSQUITTO,
                                "1: New client connected from 10.0.0.8:2 as a b (p2, c1, k60).",
                                "1: Sending CONNACK to a b (0, 0)",
                                "1: Client a b disconnected due to protocol error.",
                                "1: Client c disconnected.",
                                "1: Client d closed its connection."))
                .isEmpty();
    }

    @Test
    void mosquittosOtherRefusalsHaveTheirCauses() {
        List<LogRefusal> found =
                all(
                        LogFormat.MOSQUITTO,
                        "1: Invalid protocol version 9 in CONNECT from 127.0.0.1.",
                        "1: Sending CONNACK to 127.0.0.1 (0, 1)",
                        "1: Client <unknown> disconnected due to protocol error.",
                        "1: Sending CONNACK to 127.0.0.1 (0, 2)",
                        "1: Client <unknown> disconnected due to protocol error.",
                        "1: Client <unknown> disconnected due to oversize packet.",
                        "1: Client <unknown> disconnected due to malformed packet.",
                        "1: Client <unknown> has exceeded timeout, disconnecting.",
                        "1: Client <unknown> closed its connection.",
                        "1: OpenSSL Error[0]: error:0A000418:SSL routines::tlsv1 alert unknown ca",
                        "1: Client <unknown> disconnected: Protocol error.",
                        "1: Sending CONNACK to pump-7 (0, 135)",
                        "1: Client pump-7 [10.0.0.7:99] disconnected: not authorised.");

        assertThat(found)
                .extracting(LogRefusal::cause)
                .containsExactly(
                        "unsupported_protocol_version",
                        "client_id_not_valid",
                        "packet_too_large",
                        "malformed_connect",
                        "connect_timeout",
                        "closed_by_client",
                        "tls_certificate_unknown",
                        "not_authorized");
        assertThat(found.getLast().who().port()).isEqualTo(99);
        assertThat(found.getLast().told()).isEqualTo(new Told(null, "not_authorized"));
    }

    @Test
    void aClientOfMosquittoCannotGiveAnotherAddressAsItsOwn() {
        List<LogRefusal> found =
                all(
                        LogFormat.MOSQUITTO,
                        "1: New connection from 10.0.0.7:1 on port 1883.",
                        "1: New connection from 10.0.0.8:2 on port 1883.",
                        "1: Sending CONNACK to 6.6.6.6 (0, 5)",
                        "1: Client 6.6.6.6 disconnected, not authorised.",
                        "1: Received PUBLISH from x: Client y disconnected, not authorised.");

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().who().address()).isEmpty();
    }

    @Test
    void emqx5TellsClientUserAndAddress() {
        LogRefusal found =
                one(
                        LogFormat.EMQX,
                        "2025-04-25T15:46:50.748735+00:00 [warning] tag: AUTHN, clientid:"
                                + " pump, 7, msg: authentication_failure, peername:"
                                + " 10.0.0.7:60842, reason: bad_username_or_password,"
                                + " username: ann");

        assertThat(found.cause()).isEqualTo("wrong_password");
        assertThat(found.who().client()).isEqualTo("pump, 7");
        assertThat(found.who().user()).isEqualTo("ann");
        assertThat(found.who().address()).isEqualTo("10.0.0.7");
        assertThat(found.atMillis())
                .isEqualTo(Instant.parse("2025-04-25T15:46:50.748Z").toEpochMilli());
    }

    @Test
    void emqxInJsonAndEmqx4AreReadToo() {
        LogRefusal json =
                one(
                        LogFormat.EMQX,
                        """
                        {"time":1745595950748735,"level":"warning","msg":"authentication_failure",\
                        "clientid":"a\\"b","peername":"10.0.0.7:60842","reason":"banned"}\
                        """);
        assertThat(json.cause()).isEqualTo("banned");
        assertThat(json.who().client()).isEqualTo("a\"b");

        LogRefusal old =
                one(
                        LogFormat.EMQX,
                        "2021-03-02T10:00:00.000000+00:00 [warning] p@10.0.0.7:5 [Channel] Client"
                                + " pump-7 (Username: 'ann') login failed for not_authorized");
        assertThat(old.cause()).isEqualTo("not_authorized");
        assertThat(old.who().client()).isEqualTo("pump-7");
        assertThat(old.who().user()).isEqualTo("ann");
    }

    @Test
    void hivemqTellsBeforeWhichStepAClientWasSentAway() {
        String head = "2024-05-27 10:00:00,123 - Client ID: pump, IP: x, IP: 10.0.0.7";
        LogRefusal found =
                one(
                        LogFormat.HIVEMQ,
                        head
                                + " was disconnected. reason: Not authorized to connect."
                                + " Authentication failed..");

        assertThat(found.cause()).isEqualTo("not_authorized");
        assertThat(found.who().client()).isEqualTo("pump, IP: x");
        assertThat(found.who().address()).isEqualTo("10.0.0.7");
        assertThat(found.because())
                .isEqualTo("HiveMQ says Not authorized to connect. Authentication failed");
        assertThat(all(LogFormat.HIVEMQ, head + " was disconnected. reason: PUBLISH too large.."))
                .isEmpty();
        assertThat(all(LogFormat.HIVEMQ, head + " disconnected gracefully.")).isEmpty();
    }

    @Test
    void aLogOfNobodyKnowsWhomIsFoundOut() {
        List<LogRefusal> found =
                all(
                        LogFormat.AUTO,
                        "1774882063: New connection from 10.0.0.7:43210 on port 1883.",
                        "1774882063: Client <unknown> disconnected, not authorised.");
        assertThat(found).extracting(LogRefusal::broker).containsExactly("mosquitto");

        assertThat(one(LogFormat.AUTO, SEEDS.get(3)).broker()).isEqualTo("vernemq");
        assertThat(one(LogFormat.AUTO, SEEDS.get(4)).broker()).isEqualTo("emqx");
        assertThat(one(LogFormat.AUTO, SEEDS.get(6)).broker()).isEqualTo("hivemq");
    }

    @Property(tries = 2_000)
    void noLineMakesAParserFail(
            @ForAll @IntRange(max = 6) int seed, @ForAll byte[] noise, @ForAll int place) {
        byte[] line = Line.word(SEEDS.get(seed));
        for (int i = 0; i < noise.length; i++) {
            line[Math.floorMod(place + i * 7, line.length)] = noise[i];
        }
        int end = Math.floorMod(place, line.length) + 1;
        for (LogFormat format : LogFormat.values()) {
            LogParser parser = format.parser(ZoneOffset.UTC);
            for (String before : SEEDS) {
                parser.read(Line.of(before));
            }
            parser.read(new Line().set(line, 0, line.length));
            parser.read(new Line().set(line, 0, end));
            boolean unused = parser.knows(new Line().set(line, 0, end));
        }
    }

    private static LogRefusal one(LogFormat format, String line) {
        List<LogRefusal> found = all(format, line);
        assertThat(found).as(line).hasSize(1);
        return found.getFirst();
    }

    private static List<LogRefusal> all(LogFormat format, String... lines) {
        LogParser parser = format.parser(ZoneOffset.UTC);
        List<LogRefusal> found = new ArrayList<>();
        for (String line : lines) {
            LogRefusal refusal = parser.read(Line.of(line));
            if (refusal != null) {
                found.add(refusal);
            }
        }
        return found;
    }
}
