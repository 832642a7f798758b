// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.Evidence;
import io.lapwing.broker.admission.FileChange;
import io.lapwing.broker.refusals.Cause;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The API of the page over a real socket: each answer has the keys that the page reads. */
final class SiteTest {
    private final TestNode node = TestNode.start();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void theSnapshotHoldsAllThatTheFirstPageShows() {
        node.accept(20);
        node.refuse("pump-7");
        node.refuse("pump-7");
        node.events.keyEvent("reload", "lapwing.passwd reloaded");
        node.second();

        JsonNode snapshot = node.json("/api/snapshot");

        assertThat(keys(snapshot))
                .containsExactly(
                        "now",
                        "node",
                        "listeners",
                        "causes",
                        "alerts",
                        "failed_rules",
                        "rules_clear",
                        "rules_undecided",
                        "events",
                        "vitals",
                        "last_minute",
                        "window",
                        "accepted");
        assertThat(snapshot.path("now").asLong()).isEqualTo(TestNode.START + 2_000);
        assertThat(snapshot.path("node").toString())
                .isEqualTo("{\"name\":\"node-1\",\"version\":\"0.1.0\",\"started\":1795000000000}");
        assertThat(snapshot.path("listeners").toString())
                .isEqualTo("[{\"name\":\"tcp.default\",\"address\":\"127.0.0.1:1883\"}]");
        assertThat(snapshot.path("causes")).hasSize(Cause.values().length);
        assertThat(snapshot.path("causes").get(0).toString())
                .isEqualTo(
                        """
                        {"cause":"wrong_password","label":"Wrong password","family":"cred",\
                        "meaning":"The user is known, but the password is not the one on file."}\
                        """);
        assertThat(snapshot.path("last_minute").toString())
                .isEqualTo(
                        """
                        {"total":2,"parts":[{"cause":"wrong_password","count":2,\
                        "client":"pump-7","address":"10.0.0.7","user":"pump-7"}]}\
                        """);
        assertThat(snapshot.path("accepted").asLong()).isEqualTo(20);
        assertThat(snapshot.path("rules_clear").asInt()).isGreaterThan(1);
        assertThat(snapshot.path("events").get(0).toString())
                .isEqualTo(
                        """
                        {"id":1,"at":1795000001000,"kind":"reload",\
                        "text":"lapwing.passwd reloaded","key":true}\
                        """);
    }

    @Test
    void vitalSignsHaveNinetyPointsAndAValue() {
        JsonNode vitals = node.json("/api/snapshot").path("vitals");

        assertThat(stream(vitals).map(each -> each.path("id").asString()))
                .containsExactly(
                        "connections",
                        "messages_in",
                        "messages_out",
                        "connack",
                        "refused",
                        "dropped",
                        "cpu",
                        "memory");
        assertThat(stream(vitals)).allSatisfy(each -> assertThat(each.path("line")).hasSize(90));
        assertThat(keys(vitals.get(0)))
                .containsExactly("id", "label", "value", "unit", "min", "max", "line");
        assertThat(vitals.get(0).path("value").asInt()).isEqualTo(2);
        assertThat(vitals.get(0).path("line").get(89).asInt()).isEqualTo(2);
        assertThat(vitals.get(0).path("line").get(0).isNull()).isTrue();
    }

    @Test
    void refusalsAMinuteAreCountedOverTheMinuteBeforeEachPoint() {
        node.refuse("pump-7");
        node.second();
        for (int i = 0; i < 30; i++) {
            node.second();
        }
        node.refuse("pump-7");
        node.second();

        JsonNode refused = node.json("/api/snapshot").path("vitals").get(4);
        assertThat(refused.path("value").asInt()).isEqualTo(2);
        assertThat(refused.path("line").get(89).asInt()).isEqualTo(2);
        assertThat(refused.path("line").get(87).asInt()).isEqualTo(1);
        assertThat(refused.path("max").asInt()).isEqualTo(2);
    }

    @Test
    void refusalsAreListed() {
        node.refuse("pump-7");
        node.refuse("pump-7");
        node.refuse("pump-8");
        node.broker.refusals.refused(node.refusal(Cause.UNKNOWN_USER, "cam-1", "cam"));

        JsonNode all = node.json("/api/refusals?after=-900");

        assertThat(keys(all))
                .containsExactly(
                        "now",
                        "from",
                        "to",
                        "reaches_back_to",
                        "total",
                        "rows_total",
                        "folded",
                        "dropped",
                        "causes",
                        "rows");
        assertThat(all.path("total").asInt()).isEqualTo(4);
        assertThat(all.path("folded").asInt()).isEqualTo(1);
        assertThat(all.path("rows")).hasSize(3);
        JsonNode first = all.path("rows").get(0);
        assertThat(keys(first))
                .containsExactly(
                        "id",
                        "cause",
                        "reason",
                        "code",
                        "client",
                        "user",
                        "address",
                        "port",
                        "listener",
                        "target",
                        "version",
                        "detail",
                        "last_minute",
                        "count",
                        "first",
                        "last");
        assertThat(first.path("id").asString()).matches("r[0-9]+");
        assertThat(first.path("code").asString()).isEqualTo("0x86");
        assertThat(first.path("reason").asString()).isEqualTo("bad_username_or_password");
        assertThat(first.path("version").asString()).isEqualTo("5.0");
        assertThat(first.path("count").asInt()).isEqualTo(2);
    }

    @Test
    void refusalsAreFiltered() {
        node.refuse("pump-7");
        node.refuse("pump-7");
        node.refuse("pump-8");
        node.broker.refusals.refused(node.refusal(Cause.UNKNOWN_USER, "cam-1", "cam"));

        JsonNode one = node.json("/api/refusals?after=-900&cause=unknown_user,not_mqtt");

        assertThat(one.path("total").asInt()).isEqualTo(1);
        assertThat(one.path("rows").get(0).path("client").asString()).isEqualTo("cam-1");
        assertThat(stream(one.path("causes")).map(each -> each.path("cause").asString()))
                .as("chips count what the filter hides")
                .containsExactly("wrong_password", "unknown_user");
        assertThat(node.json("/api/refusals?find=pump-*").path("total").asInt()).isEqualTo(3);
        assertThat(node.json("/api/refusals?client=pump-8").path("total").asInt()).isEqualTo(1);
        assertThat(node.json("/api/refusals?limit=1").path("rows")).hasSize(1);
        assertThat(
                        node.json("/api/refusals?after=-2&before=" + TestNode.START)
                                .path("total")
                                .asInt())
                .isZero();
    }

    @Test
    void anOpenedRefusalIsExplained() {
        node.broker.evidence =
                new Evidence(
                        new FileChange(
                                "lapwing.passwd",
                                TestNode.START - 14_000,
                                FileChange.Kind.CHANGED,
                                "pump-7"),
                        null,
                        null,
                        null,
                        0);
        for (int i = 0; i < 3; i++) {
            node.refuse("pump-7");
            node.clock.advance(Duration.ofMillis(5_600));
        }
        String id = node.json("/api/refusals").path("rows").get(0).path("id").asString();

        JsonNode row = node.json("/api/refusals/" + id);

        assertThat(keys(row))
                .containsSequence("first", "last", "happened", "checks", "evidence", "steps")
                .endsWith("wire", "text");
        assertThat(row.path("happened").asString())
                .isEqualTo("The user is known, but the password is not the one on file.");
        assertThat(row.path("checks").get(1).toString())
                .isEqualTo(
                        "{\"outcome\":\"failed\",\"text\":\"Password file: no match\",\"detail\":"
                                + "\"lapwing.passwd, line 112\"}");
        assertThat(row.path("evidence").asString()).contains("15 s before the first refusal");
        assertThat(row.path("steps").get(0).path("command").asString())
                .isEqualTo("./lapwing passwd lapwing.passwd pump-7");
        assertThat(row.path("wire").path("client_saw").asString())
                .isEqualTo("0x86 Bad username or password");
        assertThat(row.path("wire").path("retries").asString()).isEqualTo("every 5.6 s");
        assertThat(row.path("wire").path("log_line").asString())
                .startsWith("can't authenticate client {[],<<\"pump-7\">>} from 10.0.0.7:50123");
        assertThat(row.path("text").asString())
                .startsWith(
                        "Client pump-7, user pump-7, from 10.0.0.7 to listener tcp.default with"
                                + " MQTT 5.0 was refused 3 times by node-1, first 2026-11-18"
                                + " 11:06:41 UTC")
                .contains("Check that said no: Password file: no match (lapwing.passwd, line 112)");
        assertThat(node.get("/api/refusals/r99").statusCode()).isEqualTo(404);
        assertThat(node.get("/api/refusals/1%27--").statusCode()).isEqualTo(404);
    }

    @Test
    void sixRefusalsRaiseTheAlertAndItTellsItsStory() {
        for (int i = 0; i < 6; i++) {
            node.refuse("pump-7");
        }
        node.second();

        JsonNode alert = node.json("/api/alerts").path("alerts").get(0);
        JsonNode detail = node.json("/api/alerts/" + alert.path("id").asString());

        assertThat(keys(alert))
                .containsExactly(
                        "id",
                        "name",
                        "chart",
                        "context",
                        "title",
                        "summary",
                        "info",
                        "status",
                        "since",
                        "value",
                        "units",
                        "limit",
                        "value_text",
                        "target",
                        "every_s",
                        "rule",
                        "what_to_do",
                        "silence");
        assertThat(alert.path("name").asString())
                .isEqualTo("vernemq_mqtt_connack_sent_reason_unsuccessful");
        assertThat(alert.path("status").asString()).isEqualTo("WARNING");
        assertThat(alert.path("value").toString()).isEqualTo("6");
        assertThat(alert.path("limit").toString()).isEqualTo("5");
        assertThat(alert.path("value_text").asString()).isEqualTo("6 refused");
        assertThat(alert.path("rule").path("file").asString()).isEqualTo("broker.conf");
        assertThat(alert.path("what_to_do").get(0).path("command").asString())
                .isEqualTo("./lapwing passwd lapwing.passwd pump-7");
        assertThat(keys(detail))
                .endsWith(
                        "silence", "values", "transitions", "rows", "window", "culprits", "guide");
        assertThat(detail.path("transitions").get(0).path("to").asString()).isEqualTo("WARNING");
        assertThat(detail.path("rows").get(0).path("count").asInt()).isEqualTo(6);
        JsonNode values = detail.path("values").path("values");
        assertThat(values.get(values.size() - 1).asInt()).isEqualTo(6);
        assertThat(node.get("/api/alerts/no.such").statusCode()).isEqualTo(404);
        assertThat(node.json("/api/snapshot").path("alerts")).hasSize(1);
    }

    @Test
    void aBanIsMadeListedAndLifted() {
        String body = "{\"address\":\"10.0.0.7\",\"for_seconds\":600,\"reason\":\"guessing\"}";
        JsonNode made = node.tree(node.change("POST", "/api/bans", body).body());

        assertThat(made.toString())
                .isEqualTo(
                        "{\"id\":\"1\",\"kind\":\"address\",\"value\":\"10.0.0.7\",\"since\":"
                                + "1795000001000,\"until\":1795000601000,\"reason\":\"guessing\"}");
        assertThat(node.json("/api/bans").path("bans")).hasSize(1);
        assertThat(node.change("DELETE", "/api/bans/1", "").statusCode()).isEqualTo(200);
        assertThat(node.json("/api/bans").path("bans")).isEmpty();
        assertThat(node.change("DELETE", "/api/bans/1", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aBanThatNamesNothingOrTwoThingsIsRefused() {
        for (String body :
                List.of(
                        "{}",
                        "{\"address\":\"a\",\"user\":\"b\"}",
                        "{\"user\":\"\"}",
                        "{\"user\":7}",
                        "{\"user\":\"u\",\"for_seconds\":0}",
                        "{\"user\":\"u\",\"for_seconds\":1.5}",
                        "{\"user\":\"u\",\"forever\":true}",
                        "[]",
                        "{",
                        "")) {
            assertThat(node.change("POST", "/api/bans", body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(node.broker.bans).isEmpty();
    }

    @Test
    void aLevelOfTheLogChangesWhileTheProgramRuns() {
        String body = "{\"logger\":\"io.lapwing.broker\",\"level\":\"debug\"}";

        assertThat(node.change("PUT", "/api/log/level", body).statusCode()).isEqualTo(200);

        assertThat(node.json("/api/log/level").path("levels").toString())
                .isEqualTo("{\"io.lapwing\":\"info\",\"io.lapwing.broker\":\"debug\"}");
        assertThat(node.change("PUT", "/api/log/level", "{\"level\":\"loud\"}").body())
                .isEqualTo("{\"error\":\"level must be debug, info or warning\"}");
    }

    @Test
    void healthTellsWhatIsWrong() {
        assertThat(node.get("/health").body()).isEqualTo("{\"status\":\"OK\"}");
        assertThat(node.get("/health/ping").body()).isEqualTo("{\"status\":\"OK\"}");
        assertThat(node.get("/health/listeners").body()).isEqualTo("{\"status\":\"OK\"}");
        assertThat(node.get("/health/listeners_full_cluster").body())
                .isEqualTo("{\"status\":\"OK\"}");

        node.clock.advance(Duration.ofSeconds(6));
        node.broker.listeners = List.of();

        assertThat(node.get("/health").statusCode()).isEqualTo(503);
        assertThat(node.get("/health").body())
                .isEqualTo(
                        "{\"status\":\"DOWN\",\"reasons\":[\"no listener for MQTT is open\",\"the"
                                + " agent has taken no samples for 6 s\"]}");
        assertThat(node.get("/health/ping").statusCode()).isEqualTo(200);
        assertThat(node.get("/health/listeners_full_cluster").statusCode()).isEqualTo(503);
    }

    @Test
    void statusIsAListOfNodes() {
        JsonNode status = node.json("/status.json").get(0).path("node-1");

        assertThat(status.path("num_online").asInt()).isZero();
        assertThat(status.path("listeners").get(0).path("port").asInt()).isEqualTo(1883);
        assertThat(status.path("listeners").get(0).path("type").asString()).isEqualTo("mqtt");
        assertThat(status.path("mystatus").toString()).isEqualTo("[{\"node-1\":true}]");
        assertThat(status.path("version").asString()).isEqualTo("0.1.0");
    }

    static List<String> keys(JsonNode node) {
        return List.copyOf(node.propertyNames());
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
