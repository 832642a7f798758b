// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What tools made for Netdata read beside charts and alarms: all metrics, contexts, badges. */
final class NetdataToolsTest {
    private static final String CHART = "vernemq_local.mqtt_connack_sent_reason";
    private static final String ALARM = "vernemq_mqtt_connack_sent_reason_unsuccessful";
    private static final String UPPER = "VERNEMQ_LOCAL_MQTT_CONNACK_SENT_REASON";

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
    void aShellGetsVariables() {
        String text = node.get("/api/v1/allmetrics").body();

        assertThat(text)
                .contains("\n# chart: " + CHART + " (name: " + CHART + ")\n")
                .contains("NETDATA_" + UPPER + "_BAD_USERNAME_OR_PASSWORD=\"6\"      # packets/s\n")
                .contains("NETDATA_" + UPPER + "_VISIBLETOTAL=\"6\"")
                .contains("\n# NETDATA ALARMS RUNNING\n")
                .contains("NETDATA_ALARM_" + UPPER + "_" + ALARM.toUpperCase(Locale.ROOT))
                .contains("_STATUS=\"WARNING\"");
    }

    @Test
    void prometheusGetsWhatItHasNotHadYet() {
        String path = "/api/v1/allmetrics?format=prometheus&filter=" + CHART;
        String first = node.get(path).body();
        String line =
                "netdata_vernemq_mqtt_connack_sent_reason_packets_persec_average{chart=\""
                        + CHART
                        + "\",family=\"mqtt connect\",dimension=\"bad_username_or_password\"} ";
        assertThat(first.lines().findFirst().orElse(""))
                .startsWith("netdata_info{instance=\"node-1\"");
        assertThat(first.lines().filter(each -> each.startsWith(line))).hasSize(1);
        String again = node.get(path).body();
        assertThat(again).contains(line + "6.0000000 " + (TestNode.START / 1_000 + 3) + "000\n");

        String sum = node.get(path + "&source=sum&timestamps=no&server=b").body();
        assertThat(sum)
                .contains("netdata_vernemq_mqtt_connack_sent_reason_sum{")
                .contains("dimension=\"bad_username_or_password\"} 6.0000000\n");
        assertThat(node.get(path + "&types=yes&prefix=p&hideunits=yes").body())
                .contains("# TYPE p_vernemq_mqtt_connack_sent_reason_average gauge\n");
        assertThat(node.get(path.replace("prometheus", "prometheus_all_hosts")).body())
                .contains(",instance=\"node-1\"} ");
    }

    @Test
    void allMetricsInJsonAreByChart() {
        JsonNode chart = node.json("/api/v1/allmetrics?format=json").path(CHART);

        assertThat(SiteTest.keys(chart))
                .containsExactly(
                        "name", "family", "context", "units", "last_updated", "dimensions");
        assertThat(chart.path("dimensions").path("bad_username_or_password").path("value").asInt())
                .isEqualTo(6);
        assertThat(node.get("/api/v1/allmetrics?format=nope").statusCode()).isEqualTo(400);
    }

    @Test
    void contextsAreListedWithTheirCharts() {
        JsonNode answer = node.json("/api/v1/contexts?options=full");
        JsonNode context = answer.path("contexts").path("vernemq.mqtt_connack_sent_reason");

        assertThat(SiteTest.keys(answer))
                .containsExactly("hostname", "machine_guid", "node_id", "claim_id", "contexts");
        assertThat(context.path("title").asString()).isNotBlank();
        assertThat(context.path("last_time_t").asLong()).isEqualTo(TestNode.START / 1_000 + 3);
        assertThat(context.path("charts").path(CHART).path("dimensions").path("success").isObject())
                .isTrue();
        JsonNode one = node.json("/api/v1/context?context=vernemq.mqtt_connack_sent_reason");
        assertThat(SiteTest.keys(one))
                .containsExactly(
                        "title",
                        "units",
                        "family",
                        "chart_type",
                        "priority",
                        "first_time_t",
                        "last_time_t",
                        "collected");
        assertThat(node.get("/api/v1/context?context=none").statusCode()).isEqualTo(404);
    }

    @Test
    void variablesAreWhatAnAlertMayName() {
        JsonNode answer = node.json("/api/v1/alarm_variables?chart=" + CHART);
        JsonNode own = answer.path("chart_variables");

        assertThat(SiteTest.keys(answer))
                .containsExactly(
                        "chart",
                        "chart_name",
                        "chart_context",
                        "chart_variables",
                        "family",
                        "family_variables",
                        "host",
                        "host_variables");
        assertThat(own.path("bad_username_or_password").asInt()).isEqualTo(6);
        assertThat(own.path(ALARM).asInt()).isEqualTo(6);
        assertThat(own.path("last_collected_t").asLong()).isEqualTo(TestNode.START / 1_000 + 3);
        assertThat(answer.path("host_variables").has("active_processors")).isTrue();
        assertThat(node.get("/api/v1/alarm_variables?chart=nope").statusCode()).isEqualTo(404);
    }

    @Test
    void infoHasEveryKeyOfNetdatas() {
        assertThat(SiteTest.keys(node.json("/api/v1/info")))
                .containsAll(
                        List.of(
                                "version",
                                "uid",
                                "mirrored_hosts",
                                "mirrored_hosts_status",
                                "alarms",
                                "os_name",
                                "os_id",
                                "os_id_like",
                                "os_version",
                                "os_version_id",
                                "os_detection",
                                "cores_total",
                                "total_disk_space",
                                "cpu_freq",
                                "ram_total",
                                "kernel_name",
                                "kernel_version",
                                "architecture",
                                "virtualization",
                                "virt_detection",
                                "container",
                                "container_detection",
                                "host_labels",
                                "functions",
                                "collectors",
                                "cloud-enabled",
                                "cloud-available",
                                "agent-claimed",
                                "aclk-available",
                                "memory-mode",
                                "multidb-disk-quota",
                                "page-cache-size",
                                "stream-enabled",
                                "stream-compression",
                                "hosts-available",
                                "https-enabled",
                                "buildinfo",
                                "release-channel",
                                "web-enabled",
                                "notification-methods",
                                "exporting-enabled",
                                "exporting-connectors",
                                "allmetrics-prometheus-used",
                                "allmetrics-shell-used",
                                "allmetrics-json-used",
                                "dashboard-used",
                                "charts-count",
                                "metrics-count"));
        assertThat(node.json("/api/v1/registry?action=hello").path("hostname").asString())
                .isEqualTo("node-1");
        assertThat(node.get("/api/v1/archivedcharts").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "dimensions=bad_username_or_password, >6 packets/s<, 44cc11",
        "dimension=bad_username_or_password&value_color=green%3C5%7Cred%3E5, >6 packets, e05d44",
        "dimensions=bad_username_or_password&value_color=green%3C9%7Cred, >6 packets/s<, 97ca00",
        "dimensions=bad_username_or_password&multiply=10&units=%25, >60%<, 44cc11",
        "dimensions=bad_username_or_password&divide=8&precision=1&units=x, >0.8 x<, 44cc11",
        "dimensions=bad_username_or_password&units=on/off&label=%3Cb%3E, >&lt;b&gt;<, 555555",
        "alarm=" + ALARM + ", >6 refused<, fe7d37",
        "alarm=none, >alarm not found<, 9f9f9f"
    })
    void aBadgeShowsAValueOrAnAlert(String query, String text, String colour) {
        String svg = node.get("/api/v1/badge.svg?chart=" + CHART + "&" + query).body();

        assertThat(svg).startsWith("<svg ").contains(text).contains("#" + colour);
    }

    @Test
    void aBadgeOfNoChartSaysSo() {
        assertThat(node.get("/api/v1/badge.svg?chart=nope").body()).contains(">chart not found<");
        assertThat(node.get("/api/v1/badge.svg").statusCode()).isEqualTo(400);
        assertThat(
                        node.get("/api/v1/badge.svg?refresh=5&chart=" + CHART)
                                .headers()
                                .firstValue("Refresh"))
                .contains("5");
    }
}
