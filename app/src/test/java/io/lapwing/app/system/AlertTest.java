// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static io.lapwing.app.system.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/**
 * The root case: more than five CONNECTs are refused within a minute, some by MQTT 3.1.1 and some
 * by MQTT 5. It happens once, before the tests, which then look at what it left behind.
 */
@TestMethodOrder(OrderAnnotation.class)
class AlertTest {
    private static final String NAME = "vernemq_mqtt_connack_sent_reason_unsuccessful";
    private static final String CHART = "vernemq_local.mqtt_connack_sent_reason";
    private static final String ID = CHART + "." + NAME;

    private static RunningLapwing lapwing;
    private static LiveEvents events;
    private static JsonNode afterFive;
    private static long sixthNanos;
    private static long sixthMillis;
    private static long raisedNanos;
    private static JsonNode raised;
    private static Duration lateness;

    @BeforeAll
    static void sixAreRefused() throws IOException {
        Path folder = RunningLapwing.temporaryFolder();
        try (InputStream users =
                AlertTest.class.getResourceAsStream("/testdata/mosquitto_passwd.txt")) {
            Files.copy(users, folder.resolve("lapwing.passwd"));
        }
        lapwing =
                RunningLapwing.startIn(
                        folder,
                        "vmq_passwd.password_file=lapwing.passwd",
                        "log.console=file",
                        "nodename=here");
        events = new LiveEvents(lapwing);
        for (int i = 0; i < 5; i++) {
            refused(i % 2 == 0, "pump-" + i);
        }
        long fifthS = System.currentTimeMillis() / 1_000;
        events.first("second", data -> data.get("t_s").asLong() > fifthS + 1);
        afterFive = lapwing.json("/api/v1/alarms?all").get("alarms").get(ID);
        refused(false, "pump-5");
        sixthNanos = System.nanoTime();
        sixthMillis = System.currentTimeMillis();
        raised = soon().until(AlertTest::alarm, found -> found != null);
        raisedNanos = System.nanoTime();
        lateness = lapwing.lateness();
    }

    @AfterAll
    static void stop() {
        events.close();
        lapwing.close();
    }

    @Test
    void fiveAreEverydayLife() {
        assertThat(afterFive.get("status").asString()).isEqualTo("CLEAR");
        assertThat(afterFive.get("value").asDouble()).isEqualTo(5);
    }

    @Test
    void theSixthRaisesAWarningWithinOneAndAHalfSeconds() {
        assertThat(raised.get("status").asString()).isEqualTo("WARNING");
        assertThat(raised.get("name").asString()).isEqualTo(NAME);
        assertThat(raised.get("chart").asString()).isEqualTo(CHART);
        assertThat(raised.get("value").asDouble()).isEqualTo(6);
        assertThat(raised.get("value_string").asString()).isEqualTo("6 refused");
        assertThat(Duration.ofNanos(raisedNanos - sixthNanos))
                .isLessThanOrEqualTo(Duration.ofMillis(1_500).plus(lateness));
    }

    @Test
    void thePageIsToldWithinTwoSecondsAndOfTheClientWithinOne() {
        LiveEvents.Arrived alert =
                events.first(
                        "alerts",
                        data ->
                                holds(
                                        data.get("alerts"),
                                        each ->
                                                each.get("id").asString().equals(ID)
                                                        && is(each, "status", "WARNING")));
        LiveEvents.Arrived client =
                events.first(
                        "refusals",
                        data -> holds(data.get("rows"), each -> is(each, "client", "pump-5")));

        assertThat(Duration.ofNanos(alert.atNanos() - sixthNanos))
                .isLessThanOrEqualTo(Duration.ofSeconds(2).plus(lateness));
        assertThat(Duration.ofNanos(client.atNanos() - sixthNanos))
                .isLessThanOrEqualTo(Duration.ofMillis(1_200).plus(lateness));
    }

    @Test
    void theAlertSaysWhatItCountsSinceWhenAndWhatToDo() {
        JsonNode alert = lapwing.json("/api/alerts/" + ID);

        assertThat(alert.get("context").asString()).isEqualTo("vernemq.mqtt_connack_sent_reason");
        assertThat(alert.get("units").asString()).isEqualTo("refused");
        assertThat(alert.get("summary").asString()).isEqualTo("Refused connections");
        assertThat(alert.get("since").asLong())
                .isBetween(sixthMillis - 1_500, sixthMillis + 1_500 + lateness.toMillis());
        assertThat(alert.get("every_s").asInt()).isEqualTo(1);
        assertThat(alert.get("rule").get("file").asString()).isEqualTo("broker.conf");
        assertThat(alert.get("rule").get("text").asString()).contains("lookup: sum -1m");
        assertThat(alert.get("what_to_do")).isNotEmpty();
        assertThat(alert.get("rows"))
                .extracting(row -> row.get("client").asString())
                .containsExactlyInAnyOrder(
                        "pump-0", "pump-1", "pump-2", "pump-3", "pump-4", "pump-5");
        assertThat(alert.get("transitions").get(0).get("to").asString()).isEqualTo("WARNING");
        assertThat(alert.get("transitions").get(0).get("from").asString()).isEqualTo("CLEAR");
    }

    @Test
    void theChangeIsInTheAlarmLog() {
        JsonNode newest = lapwing.json("/api/v1/alarm_log").get(0);

        assertThat(newest.get("name").asString()).isEqualTo(NAME);
        assertThat(newest.get("status").asString()).isEqualTo("WARNING");
        assertThat(newest.get("old_status").asString()).isEqualTo("CLEAR");
        assertThat(newest.get("value").asDouble()).isEqualTo(6);
        assertThat(newest.get("old_value").asDouble()).isEqualTo(5);
        assertThat(newest.get("when").asLong())
                .isBetween(sixthMillis / 1_000, sixthMillis / 1_000 + 2 + lateness.toSeconds());
    }

    @Test
    void oneChartHasBothVersionsAndTwoHaveOneEach() {
        assertThat(sum(CHART)).isEqualTo(6);
        assertThat(sum("vernemq_local.node_here_mqtt4_connack_sent_by_return_code")).isEqualTo(3);
        assertThat(sum("vernemq_local.node_here_mqtt5_connack_sent_by_reason_code")).isEqualTo(3);
    }

    /** The last one, for afterwards it is no longer raised. */
    @Test
    @Order(Integer.MAX_VALUE)
    void itStaysUntilAMinutePassesWithoutARefusal() {
        within(Duration.ofSeconds(75)).until(() -> alarm() == null);

        Duration stayed = Duration.ofNanos(System.nanoTime() - sixthNanos);
        assertThat(stayed).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(66));
        JsonNode newest = lapwing.json("/api/v1/alarm_log").get(0);
        assertThat(newest.get("status").asString()).isEqualTo("CLEAR");
        assertThat(newest.get("duration").asLong()).isBetween(58L, 66L);
    }

    private static void refused(boolean v5, String clientId) {
        byte[] connect =
                v5
                        ? HandWritten.connect5(clientId, "pump-7", "not it")
                        : HandWritten.connect311(clientId, "pump-7", "not it");
        try (RawClient client = new RawClient(lapwing.mqttPort())) {
            assertThat(client.send(connect).readToEnd()).isEqualTo(v5 ? "2003008600" : "20020004");
        }
    }

    private static JsonNode alarm() {
        return lapwing.json("/api/v1/alarms").get("alarms").get(ID);
    }

    /** The CONNACKs for wrong passwords, all in all. */
    private static double sum(String chart) {
        JsonNode data =
                lapwing.json(
                        "/api/v1/data?group=sum&points=1&after=-300&options=unaligned&chart="
                                + chart);
        for (int i = 1; i < data.get("labels").size(); i++) {
            if (data.get("labels").get(i).asString().equals("bad_username_or_password")) {
                return data.get("data").get(0).get(i).asDouble();
            }
        }
        throw new AssertionError(chart + " has no such dimension: " + data.get("labels"));
    }

    private static boolean is(JsonNode node, String field, String value) {
        return node.get(field).asString("").equals(value);
    }

    private static boolean holds(JsonNode list, Predicate<JsonNode> wanted) {
        return StreamSupport.stream(list.spliterator(), false).anyMatch(wanted);
    }
}
