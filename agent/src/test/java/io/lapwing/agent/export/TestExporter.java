// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import static org.awaitility.Awaitility.await;

import io.lapwing.agent.Agent;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Family;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real agent and its exporter, whose time and counters are moved by hand. */
final class TestExporter implements AutoCloseable {
    static final long START_S = 1_795_355_400;
    static final Family CONNACKS =
            Family.counter("mqtt_connack_sent", "CONNACKs.", "mqtt_version", "return_code");
    static final Family LATENCY =
            Family.histogram("latency_microseconds", "How long.", List.of(10L, 100L), "kind");
    static final Family CLIENTS = Family.gauge("clients", "Who is there.");

    final ManualClock clock = new ManualClock(START_S * 1_000);
    final Metrics metrics = new Metrics();
    final Agent agent;
    final Exporter exporter;

    TestExporter(String... settings) {
        Map<String, String> map = new TreeMap<>();
        for (String each : settings) {
            int equals = each.indexOf('=');
            map.put(each.substring(0, equals), each.substring(equals + 1));
        }
        Config config = Config.of(map);
        metrics.shared().add(metrics.series(CLIENTS), 5);
        agent = Agent.of(clock, metrics, new Events(clock), config, "here");
        Place place = new Place("here", "1.2.3", "vernemq_", START_S * 1_000 - 5_000);
        try {
            exporter = Exporter.start(config, clock, metrics, agent, place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void refuse(int times) {
        metrics.shared().add(metrics.series(CONNACKS, "4", "not_authorized"), times);
    }

    /** Lets seconds pass; in each what is under way comes to its end. */
    void seconds(int count) {
        for (int i = 0; i < count; i++) {
            hurriedSeconds(1);
            await().atMost(Duration.ofSeconds(20))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() ->
                            exporter.destinations().stream()
                                    .noneMatch(each -> each.state().equals("sending")));
        }
    }

    /** Seconds that wait for nobody. */
    void hurriedSeconds(int count) {
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofSeconds(1));
            agent.tick();
        }
    }

    ExportView view(String name) {
        return exporter.destinations().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        exporter.close();
        agent.close();
    }
}
