// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class OtlpTest {
    private static final long NANOS = 1_000_000_000;

    private final Sink sink = new Sink();

    @Test
    void aBatchIsWhatOpenTelemetryReads() throws IOException {
        try (sink;
                TestExporter here = writing()) {
            here.refuse(7);
            here.metrics.shared().observe(here.metrics.series(TestExporter.LATENCY, "a"), 50);
            here.metrics.shared().observe(here.metrics.series(TestExporter.LATENCY, "a"), 500);
            here.seconds(10);

            assertThat(sink.post(1).headers())
                    .containsEntry("content-type", "application/x-protobuf");
            ResourceMetrics all = read(sink.post(1)).getResourceMetrics(0);
            assertThat(words(all.getResource().getAttributesList()))
                    .contains(
                            "service.name=lapwing",
                            "service.instance.id=here",
                            "service.version=1.2.3",
                            "site=north");
            assertThat(all.getScopeMetrics(0).getScope().getName()).isEqualTo("io.lapwing.agent");

            Metric connacks = metric(all, "vernemq_mqtt_connack_sent");
            assertThat(connacks.getDescription()).isEqualTo("CONNACKs.");
            assertThat(connacks.getSum().getIsMonotonic()).isTrue();
            assertThat(connacks.getSum().getAggregationTemporality())
                    .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
            NumberDataPoint refused = connacks.getSum().getDataPoints(0);
            assertThat(refused.getAsInt()).isEqualTo(7);
            assertThat(refused.getStartTimeUnixNano())
                    .isEqualTo((TestExporter.START_S - 5) * NANOS);
            assertThat(refused.getTimeUnixNano()).isEqualTo((TestExporter.START_S + 10) * NANOS);
            assertThat(words(refused.getAttributesList()))
                    .containsExactly("mqtt_version=4", "return_code=not_authorized");

            NumberDataPoint clients = metric(all, "vernemq_clients").getGauge().getDataPoints(0);
            assertThat(clients.getAsInt()).isEqualTo(5);
            assertThat(clients.getStartTimeUnixNano()).isZero();

            Metric latency = metric(all, "vernemq_latency_microseconds");
            assertThat(latency.getUnit()).isEqualTo("us");
            HistogramDataPoint times = latency.getHistogram().getDataPoints(0);
            assertThat(times.getCount()).isEqualTo(2);
            assertThat(times.getSum()).isEqualTo(550);
            assertThat(times.getBucketCountsList()).containsExactly(0L, 1L, 1L);
            assertThat(times.getExplicitBoundsList()).containsExactly(10.0, 100.0);
            assertThat(metric(all, "ALERTS").getGauge().getDataPointsList()).hasSize(1);
        }
    }

    @Test
    void pointsThatTheCollectorDoesNotWantAreCounted() {
        try (sink;
                TestExporter here = writing()) {
            byte[] answer =
                    ExportMetricsServiceResponse.newBuilder()
                            .setPartialSuccess(
                                    ExportMetricsPartialSuccess.newBuilder()
                                            .setErrorMessage("too many labels")
                                            .setRejectedDataPoints(3))
                            .build()
                            .toByteArray();
            sink.answerNext(new Sink.Said(200, Map.of(), answer));
            here.seconds(10);

            ExportView view = here.view("otel");
            assertThat(view.dropped()).isEqualTo(3);
            assertThat(view.lastError()).startsWith("it did not want 3 of ");
            here.seconds(10);
            assertThat(here.view("otel").failing()).isFalse();
        }
    }

    @Test
    void onlyTheStatusesThatOpenTelemetryNamesAreTriedAgain() {
        try (sink;
                TestExporter here = writing()) {
            sink.answerNext(Sink.Said.status(500));
            here.seconds(12);
            assertThat(sink.posts).hasSize(1);
            assertThat(here.view("otel").dropped()).isPositive();
            sink.answerNext(Sink.Said.status(503));
            here.seconds(9);
            assertThat(sink.posts).hasSize(3);
            assertThat(here.view("otel").queued()).isZero();
        }
    }

    private TestExporter writing() {
        return new TestExporter(
                "export.otel=otlp",
                "export.otel.url=" + sink.url(),
                "export.otel.labels=site=north");
    }

    private static ExportMetricsServiceRequest read(Sink.Post post) throws IOException {
        return ExportMetricsServiceRequest.parseFrom(
                new GZIPInputStream(new ByteArrayInputStream(post.body())));
    }

    private static Metric metric(ResourceMetrics all, String name) {
        return all.getScopeMetrics(0).getMetricsList().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> words(List<KeyValue> attributes) {
        return attributes.stream()
                .map(each -> each.getKey() + "=" + each.getValue().getStringValue())
                .toList();
    }
}
