// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.admission.PasswordFileWriter;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.protocol.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every cause of a refusal: what the client is told, and what the operator is told. */
class RefusalCausesTest {
    private static final List<String> LISTENERS =
            List.of("only311", "only5", "rate31", "rate311", "rate5", "small");

    private static final Map<String, Integer> ports = new HashMap<>();
    private static RunningLapwing lapwing;

    @BeforeAll
    static void start() throws IOException {
        Path folder = RunningLapwing.temporaryFolder();
        ScriptedAuthenticator.install(folder);
        try (InputStream users =
                RefusalCausesTest.class.getResourceAsStream("/testdata/mosquitto_passwd.txt")) {
            Files.copy(users, folder.resolve("lapwing.passwd"));
        }
        PasswordFileWriter.put(
                folder.resolve("lapwing.passwd"), "scram", "pencil", PasswordFileWriter.Kind.SCRAM);
        Files.writeString(folder.resolve("lapwing.acl"), "topic write open/#\n");
        List<String> sets =
                new ArrayList<>(
                        List.of(
                                "vmq_passwd.password_file=lapwing.passwd",
                                "vmq_acl.acl_file=lapwing.acl",
                                "log.console=file",
                                "auth_timeout=1000",
                                "mqtt_connect_timeout=2000",
                                "max_connect_size=1024",
                                "max_client_id_size=30",
                                "max_connections_per_address=4",
                                "max_qos=1",
                                "retain_available=off"));
        for (String listener : LISTENERS) {
            int port = RunningLapwing.freePort();
            ports.put(listener, port);
            sets.add("listener.tcp." + listener + "=127.0.0.1:" + port);
        }
        sets.add("listener.tcp.only311.allowed_protocol_versions=4");
        sets.add("listener.tcp.only5.allowed_protocol_versions=5");
        sets.add("listener.tcp.rate31.max_connection_rate=1");
        sets.add("listener.tcp.rate311.max_connection_rate=1");
        sets.add("listener.tcp.rate5.max_connection_rate=1");
        sets.add("listener.tcp.small.max_connections=2");
        lapwing = RunningLapwing.startIn(folder, sets.toArray(String[]::new));
        ports.put("default", lapwing.mqttPort());
        ban("{\"address\":\"127.0.0.7\",\"reason\":\"it scans ports\"}");
        ban("{\"client\":\"ba-311\"}");
        ban("{\"user\":\"banned\"}");
    }

    @AfterAll
    static void stop() {
        lapwing.close();
    }

    static List<RefusalCase> cases() {
        return RefusalCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @Requirement(v3 = "MQTT-4.8.0-2")
    @MethodSource("cases")
    void aRefusalIsAnsweredCountedLoggedAndJournalled(RefusalCase refusal) {
        nobodyIsConnected();
        Scrape before = Scrape.of(lapwing);
        List<RawClient> others = given(refusal);
        long began = System.nanoTime();
        try (RawClient client = new RawClient(refusal.from(), ports.get(refusal.listener()))) {
            client.send(refusal.sent());
            if (refusal.leaves()) {
                client.leave();
            }
            if (refusal.breaksOff()) {
                soon().until(() -> Scrape.of(lapwing).value("vernemq_logins_pending") == 1);
                client.breakOff();
            } else {
                assertThat(client.readToEnd()).isEqualTo(refusal.answer());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isGreaterThanOrEqualTo(refusal.patience());
            logged(refusal, client.port());
            journalled(refusal, client.port());
            counted(refusal, before);
        } finally {
            others.forEach(other -> other.send("e000").close());
        }
    }

    @Test
    void everyCauseHasItsCases() {
        Set<String> wanted =
                Arrays.stream(Cause.values())
                        .filter(cause -> cause.family() != Cause.Family.TLS)
                        .map(Cause::word)
                        .collect(Collectors.toCollection(TreeSet::new));
        wanted.removeAll(Set.of("cluster_not_ready", "use_another_server", "server_moved"));
        wanted.remove("server_shutting_down"); // ComingAndGoingTest has it
        wanted.remove("storage_unavailable"); // it takes a disk that fails

        assertThat(cases().stream().map(RefusalCase::cause).collect(Collectors.toSet()))
                .isEqualTo(wanted);
    }

    /** A closed socket with unread bytes in it is reset, and a reset destroys the CONNACK. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("answeredAtOnce")
    void theAnswerArrivesAlthoughTheClientGoesOnSending(RefusalCase refusal) {
        nobodyIsConnected();
        try (RawClient client = new RawClient(refusal.from(), ports.get(refusal.listener()))) {
            client.send(refusal.sent()).send(RawClient.filler(200_000));

            assertThat(client.readToEnd()).isEqualTo(refusal.answer());

            client.send(RawClient.filler(50_000)).send(RawClient.filler(50_000));
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    static Stream<RefusalCase> answeredAtOnce() {
        Set<String> words =
                Set.of("wrong_password", "not_mqtt", "malformed_connect", "client_id_too_long");
        return cases().stream().filter(each -> words.contains(each.cause()));
    }

    @Test
    void aFaultOfOursIsLoggedWithItsStackTrace() {
        try (RawClient client = new RawClient(lapwing.mqttPort())) {
            client.send(HandWritten.connect311("fault-1", "fault", "x"));
            assertThat(client.readToEnd()).isEqualTo("20020003");
        }

        soon().untilAsserted(() ->
                assertThat(lapwing.log())
                        .containsPattern("\\[error] .*fault-1|\\[error] .*packet of")
                        .contains("\tat io.lapwing.broker."));
        assertThat(Scrape.of(lapwing).value("vernemq_worker_bugs")).isPositive();
    }

    /** Else a client could fill the memory while its password is checked. */
    @Test
    void littleIsReadBeforeTheAnswer() {
        long before = Scrape.of(lapwing).value("vernemq_bytes_received");
        try (RawClient client = new RawClient(lapwing.mqttPort())) {
            client.send(HandWritten.connect311("flood", "silence", "x"));

            assertThat(client.sendWhatFits(64 << 20)).isLessThan(32 << 20);
        }

        nobodyIsConnected();
        long read = Scrape.of(lapwing).value("vernemq_bytes_received") - before;
        assertThat(read).isLessThan(4 << 20);
    }

    /** Else anybody could throw others out with a will that is refused. */
    @Test
    void aRefusedWillTakesNoSessionOver() {
        try (RawClient first = new RawClient(lapwing.mqttPort());
                RawClient second = new RawClient(lapwing.mqttPort())) {
            first.send(HandWritten.connect311("steady", "pump-7", "correct horse"));
            assertThat(first.read(4)).isEqualTo("20020000");

            second.send(
                    "10 [ <MQTT> 04 c6 003c <steady> <secret/x> <gone> <pump-7> <correct horse> ]");
            assertThat(second.readToEnd()).isEqualTo("20020005");

            first.send("c000");
            assertThat(first.read(2)).isEqualTo("d000");
            first.send("e000");
        }
    }

    private static void counted(RefusalCase refusal, Scrape before) {
        soon().until(() -> !Scrape.of(lapwing).since(before, "vernemq_refusals").isEmpty());
        Scrape after = Scrape.of(lapwing);
        assertThat(after.since(before, "vernemq_refusals"))
                .containsExactlyEntriesOf(Map.of(refusal.refusalSeries(), 1L));
        Map<String, Long> connacks = after.since(before, "vernemq_mqtt_connack_sent");
        connacks.keySet().removeIf(series -> series.contains("\"success\""));
        assertThat(connacks)
                .isEqualTo(
                        refusal.connackSeries() == null
                                ? Map.of()
                                : Map.of(refusal.connackSeries(), 1L));
    }

    private static void journalled(RefusalCase refusal, int port) {
        JsonNode row = soon().until(() -> row(refusal, port), found -> found != null);
        assertThat(row.get("reason").asString(null)).isEqualTo(refusal.reason());
        assertThat(row.get("code").asString()).isEqualTo(refusal.code());
        assertThat(row.get("user").asString(null)).isEqualTo(refusal.user());
        assertThat(row.get("address").asString()).isEqualTo(refusal.from());
        assertThat(row.get("listener").asString()).isEqualTo("tcp." + refusal.listener());
        assertThat(row.get("version").asString(null)).isEqualTo(refusal.version());
        assertThat(row.get("last_minute").asLong()).isPositive();
    }

    /** The system gives a port out again: an earlier case may have had the same one. */
    private static JsonNode row(RefusalCase refusal, int port) {
        String path = "/api/refusals?after=-60&cause=" + refusal.cause();
        for (JsonNode row : lapwing.json(path).get("rows")) {
            if (row.get("port").asInt() == port
                    && Objects.equals(row.get("client").asString(null), refusal.client())) {
                return row;
            }
        }
        return null;
    }

    private static void logged(RefusalCase refusal, int port) {
        String cause = "cause=" + refusal.cause() + " ";
        String peer = "address=" + refusal.from() + ":" + port + " ";
        String wanted = " [warning] io.lapwing.broker.refusals: " + refusal.logLine(port);
        Predicate<String> like = line -> line.contains(cause) && line.contains(peer);
        soon().untilAsserted(() ->
                assertThat(lapwing.log().lines().filter(like))
                        .filteredOn(line -> line.endsWith(wanted))
                        .as("lines that end with %s", wanted)
                        .hasSize(1));
    }

    private static List<RawClient> given(RefusalCase refusal) {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < refusal.given(); i++) {
            RawClient client = new RawClient(refusal.from(), ports.get(refusal.listener()));
            client.send(HandWritten.connect311("given-" + i, "pump-7", "correct horse"));
            assertThat(client.read(4)).isEqualTo("20020000");
            clients.add(client);
        }
        return clients;
    }

    private static void nobodyIsConnected() {
        soon().until(() -> Scrape.of(lapwing).sum("vernemq_listener_connections") == 0);
    }

    private static void ban(String what) {
        assertThat(lapwing.call("POST", "/api/bans", what).statusCode()).isEqualTo(201);
    }
}
