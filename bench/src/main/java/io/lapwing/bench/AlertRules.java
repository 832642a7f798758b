// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench;

import io.lapwing.agent.Agent;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Family;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A second of the agent: sampling, and rules that look at a minute of 22 dimensions, half of which
 * move. What a thousand rules cost is the difference between 1000 and 0.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AlertRules {
    private static final Family CONNACKS =
            Family.counter("mqtt_connack_sent", "CONNACKs.", "mqtt_version", "reason_code");
    private static final long START_MS = 1_795_355_400_000L;
    private static final int CODES = 22;
    private static final int SECONDS_BEFORE = 600;

    @Param({"0", "1000"})
    private int rules;

    private final ManualClock clock = new ManualClock(START_MS);
    private final Metrics metrics = new Metrics();
    private @Nullable Agent agent;
    private Path folder = Path.of("");
    private int second;

    @Setup
    public void write() throws IOException {
        folder = Files.createTempDirectory("rules");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rules; i++) {
            text.append("template: rule_").append(i).append('\n');
            text.append("on: vernemq.mqtt_connack_sent_reason\n");
            text.append("lookup: sum -1m unaligned of !success,*\n");
            text.append("every: 1s\n");
            text.append("warn: $this > (($status >= $WARNING) ? (0) : (")
                    .append(i * 9)
                    .append("))\n");
        }
        Files.writeString(folder.resolve("broker.conf"), text);
        Config config = Config.of(Map.of("health.rules_dir", folder.toString()));
        agent = Agent.of(clock, metrics, new Events(clock), config, "here");
        for (int i = 0; i < SECONDS_BEFORE; i++) {
            second();
        }
    }

    @TearDown
    public void remove() throws IOException {
        Objects.requireNonNull(agent).close();
        Files.delete(folder.resolve("broker.conf"));
        Files.delete(folder);
    }

    @Benchmark
    public void second() {
        second++;
        for (int i = 0; i < CODES / 2; i++) {
            int gained = second * (i + 1) % 7;
            metrics.shared().add(metrics.series(CONNACKS, "5", "code_" + i), gained);
        }
        clock.advance(Duration.ofSeconds(1));
        Objects.requireNonNull(agent).tick();
    }
}
