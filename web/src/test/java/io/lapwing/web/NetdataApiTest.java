// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The shapes that programs made for Netdata's API read. */
final class NetdataApiTest {
    private static final String ALERT =
            "vernemq_local.mqtt_connack_sent_reason.vernemq_mqtt_connack_sent_reason_unsuccessful";

    @TempDir Path rules;

    private TestNode node;

    @BeforeEach
    void sixRefusals() {
        node = TestNode.withOneRule(rules);
        node.accept(10);
        node.second();
        for (int i = 0; i < 6; i++) {
            node.refuse("pump-7");
        }
        node.second();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void alarmsAreThoseRaisedUnlessAllAreAskedFor() {
        JsonNode answer = node.json("/api/v1/alarms");
        JsonNode alarm = answer.path("alarms").path(ALERT);

        assertThat(SiteTest.keys(answer))
                .containsExactly(
                        "hostname", "latest_alarm_log_unique_id", "status", "now", "alarms");
        assertThat(answer.path("hostname").asString()).isEqualTo("node-1");
        assertThat(SiteTest.keys(alarm))
                .contains(
                        "id",
                        "name",
                        "chart",
                        "class",
                        "component",
                        "type",
                        "recipient",
                        "source",
                        "units",
                        "info",
                        "status",
                        "last_status_change",
                        "last_updated",
                        "next_update",
                        "update_every",
                        "delay_up_duration",
                        "delay_multiplier",
                        "value_string",
                        "lookup_dimensions",
                        "db_after",
                        "db_before",
                        "lookup_method",
                        "lookup_after",
                        "lookup_options",
                        "warn",
                        "green",
                        "value");
        assertThat(alarm.path("status").asString()).isEqualTo("WARNING");
        assertThat(alarm.path("value").toString()).isEqualTo("6");
        assertThat(alarm.path("value_string").asString()).isEqualTo("6 refused");
        assertThat(alarm.path("source").asString()).matches("[0-9]+@broker.conf");
        assertThat(alarm.path("lookup_options").asString()).isEqualTo("unaligned");
        assertThat(alarm.path("db_before").asLong() - alarm.path("db_after").asLong())
                .isEqualTo(59);
        assertThat(alarm.path("green").isNull()).isTrue();

        for (int i = 0; i < 61; i++) {
            node.second();
        }
        assertThat(node.json("/api/v1/alarms").path("alarms")).isEmpty();
        assertThat(node.json("/api/v1/alarms?active").path("alarms")).isEmpty();
        assertThat(node.json("/api/v1/alarms?all").path("alarms")).hasSize(1);
        assertThat(node.json("/api/v1/alarms_values?all").path("alarms").path(ALERT).path("status"))
                .hasToString("\"CLEAR\"");
    }

    @Test
    void alarmsAreCountedByStatusAndContext() {
        assertThat(node.get("/api/v1/alarm_count").body()).isEqualTo("[1]");
        assertThat(node.get("/api/v1/alarm_count?status=CLEAR").body()).isEqualTo("[0]");
        assertThat(node.get("/api/v1/alarm_count?context=other").body()).isEqualTo("[0]");
        assertThat(
                        node.get(
                                        "/api/v1/alarm_count?status=RAISED&context="
                                                + "vernemq.mqtt_connack_sent_reason")
                                .body())
                .isEqualTo("[1]");
    }

    @Test
    void theLogHoldsTransitionsNewestFirst() {
        JsonNode log = node.json("/api/v1/alarm_log");

        assertThat(log.get(0).path("status").asString()).isEqualTo("WARNING");
        assertThat(log.get(0).path("old_status").asString()).isEqualTo("CLEAR");
        assertThat(log.get(0).path("value").toString()).isEqualTo("6");
        assertThat(log.get(0).path("value_string").asString()).isEqualTo("6 refused");
        long newest = log.get(0).path("unique_id").asLong();
        assertThat(node.json("/api/v1/alarm_log?after=" + newest)).isEmpty();
        assertThat(node.json("/api/v1/alarm_log?chart=vernemq_local.mqtt_connack_sent_reason"))
                .hasSameSizeAs(log);
        assertThat(node.get("/api/v1/alarm_log?chart=nope").statusCode()).isEqualTo(404);
    }

    @Test
    void aChartIsFoundByItsIdAndUnderstoodByItsParts() {
        JsonNode chart = node.json("/api/v1/chart?chart=vernemq_local.mqtt_connack_sent_reason");

        assertThat(SiteTest.keys(chart))
                .containsExactly(
                        "id",
                        "name",
                        "type",
                        "family",
                        "context",
                        "title",
                        "priority",
                        "plugin",
                        "module",
                        "units",
                        "data_url",
                        "chart_type",
                        "duration",
                        "first_entry",
                        "last_entry",
                        "update_every",
                        "dimensions",
                        "chart_variables",
                        "green",
                        "red",
                        "alarms",
                        "chart_labels",
                        "functions");
        assertThat(chart.path("type").asString()).isEqualTo("vernemq_local");
        assertThat(chart.path("dimensions").path("success").path("name").asString())
                .isEqualTo("success");
        assertThat(chart.path("last_entry").asLong()).isEqualTo(TestNode.START / 1_000 + 3);
        assertThat(chart.path("alarms").propertyNames()).hasSize(1);
        JsonNode charts = node.json("/api/v1/charts");
        assertThat(charts.path("charts").path(chart.path("id").asString())).isEqualTo(chart);
        assertThat(charts.path("charts_count").asInt()).isEqualTo(charts.path("charts").size());
        assertThat(node.get("/api/v1/chart?chart=nope").statusCode()).isEqualTo(404);
        assertThat(node.get("/api/v1/chart").statusCode()).isEqualTo(400);
    }

    @Test
    void dataIsARowASecondNewestFirst() {
        JsonNode data =
                node.json(
                        "/api/v1/data?chart=lapwing_local.refusals&after=-2&points=2&group=sum"
                                + "&options=unaligned&format=json");

        assertThat(data.path("labels").toString()).isEqualTo("[\"time\",\"wrong_password\"]");
        assertThat(data.path("data").toString()).isEqualTo("[[1795000003,6],[1795000002,0]]");
        assertThat(node.get("/api/v1/data?chart=nope").statusCode()).isEqualTo(404);
        assertThat(
                        node.json(
                                        "/api/v1/data?chart=refusals&after=-2&dims=wrong*&_=17"
                                                + "&options=jsonwrap%7Cunaligned")
                                .path("dimension_ids")
                                .toString())
                .isEqualTo("[\"wrong_password\"]");
    }

    @Test
    void dataComesAsATableToo() {
        var answer =
                node.get(
                        "/api/v1/data?chart=lapwing_local.refusals&after=-2&format=csv"
                                + "&options=unaligned%7Cseconds");

        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("text/plain; charset=utf-8");
        assertThat(answer.body())
                .isEqualTo("time,wrong_password\r\n1795000003,6\r\n1795000002,0\r\n");
        assertThat(node.get("/api/v1/data?chart=lapwing_local.refusals&format=cvs").body())
                .contains("format must be one of json, jsonp, csv, tsv,");
    }

    @Test
    void infoCountsAlarms() {
        assertThat(node.json("/api/v1/info").path("alarms").toString())
                .isEqualTo("{\"normal\":0,\"warning\":1,\"critical\":0}");
    }
}
