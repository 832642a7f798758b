// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.base.Family;
import io.lapwing.base.Kind;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MetricsTextTest {
    private final Metrics metrics = new Metrics();

    @Test
    void aSmallRegistryIsWrittenByteForByte() {
        Family connack = Family.counter("mqtt_connack_sent", "ours", "mqtt_version", "return_code");
        Family latency = Family.histogram("latency", "How long.", List.of(10L, 100L));
        metrics.shared().add(metrics.series(connack, "4", "not_authorized"), 7);
        metrics.shared().add(metrics.series(connack, "4", "from_tomorrow"), 2);
        Series histogram = metrics.series(latency);
        metrics.shared().observe(histogram, 10);
        metrics.shared().observe(histogram, 50);
        metrics.shared().observe(histogram, 5_000);
        List<KnownFamily> known =
                List.of(
                        new KnownFamily(Kind.GAUGE, "never_counted", List.of(""), "Nothing."),
                        new KnownFamily(
                                Kind.COUNTER,
                                "mqtt_connack_sent",
                                List.of(
                                        "mqtt_version=\"4\",return_code=\"success\",",
                                        "mqtt_version=\"4\",return_code=\"not_authorized\","),
                                "CONNACK."));

        String text = text(known, "vernemq_", "VerneMQ@10.0.0.1", Exposition.PROMETHEUS, false);

        assertThat(text)
                .isEqualTo(
                        """
                        # HELP vernemq_never_counted Nothing.
                        # TYPE vernemq_never_counted gauge
                        vernemq_never_counted{node="VerneMQ@10.0.0.1"} 0
                        # HELP vernemq_mqtt_connack_sent CONNACK.
                        # TYPE vernemq_mqtt_connack_sent counter
                        vernemq_mqtt_connack_sent{node="VerneMQ@10.0.0.1",\
                        mqtt_version="4",return_code="success"} 0
                        vernemq_mqtt_connack_sent{node="VerneMQ@10.0.0.1",\
                        mqtt_version="4",return_code="not_authorized"} 7
                        vernemq_mqtt_connack_sent{node="VerneMQ@10.0.0.1",\
                        mqtt_version="4",return_code="from_tomorrow"} 2
                        # HELP vernemq_latency How long.
                        # TYPE vernemq_latency histogram
                        vernemq_latency_bucket{node="VerneMQ@10.0.0.1",le="10"} 1
                        vernemq_latency_bucket{node="VerneMQ@10.0.0.1",le="100"} 2
                        vernemq_latency_bucket{node="VerneMQ@10.0.0.1",le="+Inf"} 3
                        vernemq_latency_sum{node="VerneMQ@10.0.0.1"} 5060
                        vernemq_latency_count{node="VerneMQ@10.0.0.1"} 3
                        """);
    }

    @Test
    void aLabelCannotEndItself() {
        Family family = Family.counter("listened", "A\\B\nC", "listener");
        metrics.shared().increment(metrics.series(family, "a\"}\n\\"));

        String text = text(List.of(), "", "n\"1", Exposition.PROMETHEUS, false);

        assertThat(text)
                .isEqualTo(
                        """
                        # HELP listened A\\\\B\\nC
                        # TYPE listened counter
                        listened{node="n\\"1",listener="a\\"}\\n\\\\"} 1
                        """);
    }

    @Test
    void everyFamilyThatACollectorOfVernemqReadsIsThereFromTheStart() {
        List<KnownFamily> known = KnownFamily.all(4);

        assertThat(known).hasSize(90 + 3 + 8 + 3);
        assertThat(known).extracting(KnownFamily::name).doesNotHaveDuplicates();
        assertThat(known).allSatisfy(each -> assertThat(each.help()).endsWith("."));
        assertThat(labels(known, "mqtt_connack_sent"))
                .hasSize(6 + 22)
                .contains("mqtt_version=\"5\",reason_code=\"connection_rate_exceeded\",");
        assertThat(labels(known, "mqtt_disconnect_sent")).hasSize(28);
        assertThat(labels(known, "mqtt_disconnect_received")).hasSize(1 + 14);
        assertThat(labels(known, "mqtt_puback_sent")).hasSize(1 + 9);
        assertThat(labels(known, "mqtt_publish_error")).hasSize(2);
        assertThat(labels(known, "socket_open")).containsExactly("");
    }

    @Test
    void openMetricsEndsWithItsMarkAndKeepsTheNamesOfVernemq() {
        Family count = Family.counter("mqtt_connect_received", "\"CONNECT\"s.");
        Family took = Family.gauge("took_microseconds", "How long.");
        metrics.shared().add(metrics.series(count), 7);
        metrics.shared().add(metrics.series(took), 9);

        assertThat(text(List.of(), "vernemq_", "n", Exposition.OPENMETRICS, false))
                .startsWith(
                        """
                        # HELP vernemq_mqtt_connect_received \\"CONNECT\\"s.
                        # TYPE vernemq_mqtt_connect_received unknown
                        vernemq_mqtt_connect_received{node="n"} 7
                        # HELP vernemq_took_microseconds How long.
                        # TYPE vernemq_took_microseconds gauge
                        # UNIT vernemq_took_microseconds microseconds
                        vernemq_took_microseconds{node="n"} 9
                        """)
                .endsWith("# EOF\n");
    }

    @Test
    void countersEndInTotalWhereOpenMetricsIsToBeFollowedToTheLetter() {
        Family count = Family.counter("gc_milliseconds", "Pauses.");
        metrics.shared().add(metrics.series(count), 7);

        assertThat(text(List.of(), "", "n", Exposition.OPENMETRICS, true))
                .startsWith(
                        """
                        # HELP gc_milliseconds Pauses.
                        # TYPE gc_milliseconds counter
                        # UNIT gc_milliseconds milliseconds
                        gc_milliseconds_total{node="n"} 7
                        """);
    }

    @Test
    void whatAScraperAcceptsDecidesTheFormat() {
        assertThat(Exposition.of(null)).isEqualTo(Exposition.PROMETHEUS);
        assertThat(Exposition.of("*/*")).isEqualTo(Exposition.PROMETHEUS);
        assertThat(
                        Exposition.of(
                                "application/openmetrics-text;version=1.0.0,application/"
                                        + "openmetrics-text;version=0.0.1;q=0.75,"
                                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"))
                .isEqualTo(Exposition.OPENMETRICS);
        assertThat(Exposition.of("application/openmetrics-text; version=2.0.0"))
                .isEqualTo(Exposition.PROMETHEUS);
        assertThat(Exposition.of("application/openmetrics-text;q=0.3, text/plain;q=0.9"))
                .isEqualTo(Exposition.PROMETHEUS);
        assertThat(Exposition.of("application/openmetrics-text;q=0, */*"))
                .isEqualTo(Exposition.PROMETHEUS);
    }

    private String text(
            List<KnownFamily> known, String prefix, String node, Exposition format, boolean total) {
        MetricsText.Names names = new MetricsText.Names(prefix, node, total);
        return new MetricsText(metrics, List::of, known, names).write(format);
    }

    private static List<String> labels(List<KnownFamily> known, String name) {
        return known.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .labels();
    }
}
