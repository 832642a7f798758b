// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RemoteWriteTest {
    private final Sink sink = new Sink();

    @Test
    void aBatchIsWhatTheSpecificationAsksFor() {
        try (sink;
                TestExporter here = writing("export.prom.labels=job=lapwing site=north")) {
            here.refuse(7);
            here.metrics.shared().observe(here.metrics.series(TestExporter.LATENCY, "a"), 50);
            here.seconds(10);

            Sink.Post post = sink.post(1);
            assertThat(post.headers())
                    .containsEntry("content-type", "application/x-protobuf")
                    .containsEntry("content-encoding", "snappy")
                    .containsEntry("x-prometheus-remote-write-version", "0.1.0");
            List<Written> all = Written.of(post.body());
            assertThat(all)
                    .allSatisfy(each ->
                            assertThat(each.labels())
                                    .isSortedAccordingTo(Comparator.comparing(Written.Label::name))
                                    .extracting(Written.Label::name)
                                    .doesNotHaveDuplicates())
                    .allSatisfy(each ->
                            assertThat(each.timestampMs())
                                    .isEqualTo((TestExporter.START_S + 10) * 1_000));
            assertThat(all).extracting(Written::labels).doesNotHaveDuplicates();
            Written refused = named(all, "vernemq_mqtt_connack_sent").findFirst().orElseThrow();
            assertThat(refused.value()).isEqualTo(7);
            assertThat(refused.labels())
                    .extracting(each -> each.name() + "=" + each.value())
                    .containsExactly(
                            "__name__=vernemq_mqtt_connack_sent",
                            "job=lapwing",
                            "mqtt_version=4",
                            "node=here",
                            "return_code=not_authorized",
                            "site=north");
            assertThat(named(all, "vernemq_latency_microseconds_bucket"))
                    .extracting(each -> each.label("le") + " " + (int) each.value())
                    .containsExactly("10 0", "100 1", "+Inf 1");
            assertThat(here.view("prom").sent()).isEqualTo(all.size());
        }
    }

    @Test
    void anAlertIsASeriesThatEndsWithAMarkerWhenItIsOver() {
        try (sink;
                TestExporter here = writing("export.prom.only=ALERTS alert_status")) {
            here.refuse(7);
            here.seconds(10);
            here.seconds(70);

            List<Written> raised = Written.of(sink.post(1).body());
            assertThat(named(raised, "ALERTS"))
                    .hasSize(1)
                    .first()
                    .satisfies(each -> {
                        assertThat(each.label("alertname"))
                                .isEqualTo("vernemq_mqtt_connack_sent_reason_unsuccessful");
                        assertThat(each.label("alertstate")).isEqualTo("firing");
                        assertThat(each.label("severity")).isEqualTo("warning");
                        assertThat(each.value()).isEqualTo(1);
                    });
            List<Written> ends =
                    sink.posts.stream()
                            .flatMap(post -> named(Written.of(post.body()), "ALERTS"))
                            .filter(Written::isStale)
                            .toList();
            assertThat(ends).hasSize(1);
            assertThat(named(Written.of(sink.posts.getLast().body()), "ALERTS")).isEmpty();
        }
    }

    @Test
    void whenTheProgramEndsSoDoAllItsSeries() {
        try (sink) {
            try (TestExporter here = writing()) {
                here.seconds(10);
            }
            List<Written> before = Written.of(sink.post(1).body());
            assertThat(Written.of(sink.post(2).body()))
                    .hasSameSizeAs(before)
                    .allMatch(Written::isStale)
                    .allMatch(each -> each.timestampMs() > before.getFirst().timestampMs());
        }
    }

    @Test
    void whatIsNotTakenNowIsSentAgainWhenTheReceiverSaysSo() {
        try (sink;
                TestExporter here = writing()) {
            sink.answerNext(Sink.Said.status(503), Sink.Said.status(429, "Retry-After", "7"));
            here.seconds(10);
            assertThat(here.view("prom").state()).isEqualTo("waiting");
            assertThat(here.view("prom").failing()).isTrue();
            assertThat(here.view("prom").lastError()).isEqualTo("127.0.0.1 answers 503");
            here.seconds(1);
            assertThat(sink.posts).hasSize(2);
            here.seconds(6);
            assertThat(sink.posts).hasSize(2);
            here.seconds(1);

            assertThat(sink.posts).hasSize(3);
            assertThat(sink.posts.get(2).body()).isEqualTo(sink.posts.get(0).body());
            ExportView view = here.view("prom");
            assertThat(view.failing()).isFalse();
            assertThat(view.failed()).isEqualTo(2);
            assertThat(view.dropped()).isZero();
            assertThat(view.queued()).isZero();
        }
    }

    @Test
    void whatIsRefusedForGoodIsDroppedAndCounted() {
        try (sink;
                TestExporter here = writing()) {
            sink.answerNext(Sink.Said.status(400));
            here.seconds(11);

            ExportView view = here.view("prom");
            assertThat(sink.posts).hasSize(1);
            assertThat(view.dropped()).isEqualTo(Written.of(sink.posts.getFirst().body()).size());
            assertThat(view.queued()).isZero();
            assertThat(view.failing()).isTrue();
        }
    }

    @Test
    void aReceiverThatStandsStillHoldsUpNobodyAndItsQueueHasAnEnd() {
        Sink still = Sink.holding();
        try (sink;
                still;
                TestExporter here =
                        writing(
                                "export.still=remote_write",
                                "export.still.queue=3",
                                "export.still.timeout=300",
                                "export.still.url=" + still.url())) {
            for (int i = 1; i <= 8; i++) {
                here.hurriedSeconds(10);
                assertThat(Written.of(sink.post(i).body()).getFirst().timestampMs())
                        .isEqualTo((TestExporter.START_S + 10 * i) * 1_000);
            }
            assertThat(here.view("still").queued()).isEqualTo(3);
            assertThat(here.view("still").dropped()).isPositive();
            assertThat(still.posts).hasSize(1);
        }
    }

    @Test
    void aCredentialComesFromAFileAndIsNeverShown(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("header");
        Files.writeString(file, "Authorization: Bearer first\n");
        try (sink;
                TestExporter here = writing("export.prom.header_file=" + file)) {
            here.seconds(10);
            Files.writeString(file, "Authorization: Bearer second\n");
            here.seconds(10);

            assertThat(sink.post(1).headers()).containsEntry("authorization", "Bearer first");
            assertThat(sink.post(2).headers()).containsEntry("authorization", "Bearer second");
            assertThat(here.exporter.destinations().toString())
                    .contains("http://127.0.0.1:")
                    .doesNotContain("s3cret", "second");
        }
    }

    private TestExporter writing(String... more) {
        String[] all =
                Stream.concat(
                                Stream.of(
                                        "export.prom=remote_write",
                                        "export.prom.url=" + sink.url()),
                                Stream.of(more))
                        .toArray(String[]::new);
        return new TestExporter(all);
    }

    private static Stream<Written> named(List<Written> all, String name) {
        return all.stream().filter(each -> each.name().equals(name));
    }
}
