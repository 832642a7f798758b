// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.RuleSet;
import io.lapwing.agent.health.Status;
import io.lapwing.agent.health.StockRules;
import io.lapwing.base.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class StockPackTest {
    private static final Family CONNECTED = Family.gauge("total_active_connections", "Clients.");

    @TempDir Path rules;

    private final TestAgent.Told target = new TestAgent.Told();

    @ParameterizedTest
    @EnumSource
    void everyStockRuleLoadsAndNoLineOfItIsWithoutMeaning(StockRules stock) {
        RuleSet set = RuleSet.load(Path.of(""), stock);

        assertThat(set.failed()).isEmpty();
        assertThat(set.notes()).isEmpty();
    }

    /** Six of a kind within a minute; five are everyday life, as are the codes of no failure. */
    @ParameterizedTest
    @CsvSource({
        "mqtt_disconnect_received, protocol_error, disconnect_with_will_msg,"
                + " vernemq_mqtt_disconnect_received_reason_not_normal",
        "mqtt_disconnect_sent, protocol_error, session_taken_over,"
                + " vernemq_mqtt_disconnect_sent_reason_not_normal",
        "mqtt_disconnect_sent, keep_alive_timeout, server_shutting_down,"
                + " vernemq_mqtt_disconnect_sent_reason_not_normal",
        "mqtt_puback_received, quota_exceeded, no_matching_subscribers,"
                + " vernemq_mqtt_puback_received_reason_unsuccessful",
        "mqtt_puback_sent, not_authorized, no_matching_subscribers,"
                + " vernemq_mqtt_puback_sent_reason_unsuccessful",
        "mqtt_pubrec_received, quota_exceeded, no_matching_subscribers,"
                + " vernemq_mqtt_pubrec_received_reason_unsuccessful",
        "mqtt_pubrec_sent, not_authorized, success,"
                + " vernemq_mqtt_pubrec_sent_reason_unsuccessful",
        "mqtt_pubrel_received, packet_id_not_found, success,"
                + " vernemq_mqtt_pubrel_received_reason_unsuccessful",
        "mqtt_pubcomp_sent, packet_id_not_found, success,"
                + " vernemq_mqtt_pubcomp_sent_reason_unsuccessful",
    })
    void packetsWithAnErrorAreCountedAndOthersAreNot(
            String metric, String failure, String harmless, String rule) {
        target.packets(metric, failure, 0);
        target.packets(metric, harmless, 0);
        try (TestAgent it = new TestAgent(target, rules)) {
            it.seconds(20);
            target.packets(metric, harmless, 1_000);
            target.packets(metric, failure, 5);
            it.seconds(10);
            assertThat(it.alert(rule).status()).isEqualTo(Status.CLEAR);

            target.packets(metric, failure, 6);
            it.seconds(10);
            assertThat(it.alert(rule).status()).isEqualTo(Status.WARNING);
            assertThat(it.alert(rule).value()).isEqualTo(6);
            it.seconds(70);
            assertThat(it.alert(rule).status()).isEqualTo(Status.CLEAR);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "socket_error, vernemq_socket_errors",
        "queue_message_drop, vernemq_queue_message_drop",
        "queue_message_expired, vernemq_queue_message_expired",
        "queue_message_unhandled, vernemq_queue_message_unhandled",
    })
    void eventsOfANodeAreCounted(String metric, String rule) {
        target.counter(metric, 100);
        try (TestAgent it = new TestAgent(target, rules)) {
            it.seconds(20);
            target.counter(metric, 106);
            it.seconds(10);

            assertThat(it.alert(rule).status()).isEqualTo(Status.WARNING);
            assertThat(it.alert(rule).value()).isEqualTo(6);
        }
    }

    @Test
    void netdatasOwnMeaningMissesTenRefusalsAMinute() throws Exception {
        String connack = "vernemq_mqtt_connack_sent_reason_unsuccessful";
        Files.writeString(rules.resolve("broker.conf"), "# none\n");
        target.connacks("banned", 0);
        try (TestAgent it = new TestAgent(target, rules, StockRules.NETDATA)) {
            it.seconds(60);
            target.connacks("banned", 10);
            it.seconds(60);
            assertThat(it.alert(connack).status()).isEqualTo(Status.CLEAR);
            assertThat(it.agent.alerts()).extracting(Alert::name).doesNotContain("target_down");

            target.connacks("banned", 10 + 330);
            it.seconds(60);
            assertThat(it.alert(connack).status()).isEqualTo(Status.WARNING);
            assertThat(it.alert(connack).value()).isEqualTo(5.5);
        }
    }

    @Test
    void aSilentTargetIsDownAndItsAgeIsTheValue() {
        target.connacks("success", 1);
        try (TestAgent it = new TestAgent(target, rules)) {
            it.seconds(5);
            target.answers = false;
            it.seconds(5);
            assertThat(it.alert("target_down").status()).isEqualTo(Status.CLEAR);
            it.seconds(1);
            assertThat(it.alert("target_down").status()).isEqualTo(Status.WARNING);
            it.seconds(25);
            assertThat(it.alert("target_down").status()).isEqualTo(Status.CRITICAL);
            assertThat(it.refusals().status()).isEqualTo(Status.DOWN);

            target.answers = true;
            it.seconds(1);
            assertThat(it.alert("target_down").status()).isEqualTo(Status.CLEAR);
        }
    }

    @Test
    void aRestartIsToldForTenMinutesAndAFirstStartIsNone() {
        try (TestAgent it = new TestAgent(target, rules)) {
            for (int second = 0; second < 100; second++) {
                target.counter("system_wallclock", second * 1_000.0);
                it.seconds(1);
            }
            assertThat(it.alert("restarted").status()).isEqualTo(Status.CLEAR);
            for (int second = 0; second < 20; second++) {
                target.counter("system_wallclock", second * 1_000.0);
                it.seconds(1);
            }
            assertThat(it.alert("restarted").status()).isEqualTo(Status.WARNING);
            for (int second = 20; second < 640; second++) {
                target.counter("system_wallclock", second * 1_000.0);
                it.seconds(1);
            }
            assertThat(it.alert("restarted").status()).isEqualTo(Status.CLEAR);
        }
    }

    @Test
    void manyClientsLostAtOnceAreACollapseAndFewAreNot() {
        try (TestAgent it = new TestAgent()) {
            it.add(CONNECTED, 10);
            it.seconds(5);
            it.add(CONNECTED, -10);
            it.seconds(5);
            assertThat(it.alert("connections_collapsed").status()).isEqualTo(Status.CLEAR);

            it.add(CONNECTED, 100);
            it.seconds(5);
            it.add(CONNECTED, -60);
            it.seconds(1);
            assertThat(it.alert("connections_collapsed").status()).isEqualTo(Status.WARNING);
            assertThat(it.alert("connections_collapsed").value()).isEqualTo(60);
            it.add(CONNECTED, -35);
            it.seconds(1);
            assertThat(it.alert("connections_collapsed").status()).isEqualTo(Status.CRITICAL);
            it.add(CONNECTED, 90);
            it.seconds(1);
            assertThat(it.alert("connections_collapsed").status()).isEqualTo(Status.CLEAR);
        }
    }

    @Test
    void aCauseSurgesWhenItIsFarAboveItsUsualMinute() {
        Family refusals =
                Family.counter("refusals", "Refusals.", "cause", "listener", "mqtt_version");
        List<String> labels = List.of("banned", "tcp.default", "5");
        try (TestAgent it = new TestAgent()) {
            for (int minute = 0; minute < 5; minute++) {
                it.add(refusals, 60, labels.toArray(String[]::new));
                it.seconds(60);
            }
            assertThat(it.alert("refusals_of_one_cause").status()).isEqualTo(Status.CLEAR);
            it.add(refusals, 150, labels.toArray(String[]::new));
            it.seconds(1);
            assertThat(it.alert("refusals_of_one_cause").status()).isEqualTo(Status.CLEAR);
            it.add(refusals, 400, labels.toArray(String[]::new));
            it.seconds(1);
            assertThat(it.alert("refusals_of_one_cause").status()).isEqualTo(Status.WARNING);
        }
    }

    @Test
    void anAuthenticatorThatDoesNotAnswerIsToldByItsFirstRefusal() {
        Family refusals =
                Family.counter("refusals", "Refusals.", "cause", "listener", "mqtt_version");
        try (TestAgent it = new TestAgent()) {
            it.seconds(5);
            assertThat(it.alert("auth_backend_failing").status()).isEqualTo(Status.CLEAR);
            it.add(refusals, 1, "auth_backend_timeout", "tcp.default", "4");
            it.seconds(1);
            assertThat(it.alert("auth_backend_failing").status()).isEqualTo(Status.WARNING);
        }
    }

    @Test
    void queuesThatGrowFastAreTold() {
        target.counter("queue_message_in", 0);
        target.counter("queue_message_out", 0);
        try (TestAgent it = new TestAgent(target, rules)) {
            it.seconds(30);
            target.counter("queue_message_in", 3_000);
            it.seconds(10);

            assertThat(it.alert("queue_growth").status()).isEqualTo(Status.WARNING);
            assertThat(it.alert("queue_growth").value()).isEqualTo(3_000);
        }
    }
}
