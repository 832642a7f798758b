// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.agent.collect.ChartBook;
import io.lapwing.agent.collect.ChartPacks;
import io.lapwing.agent.collect.Metric;
import io.lapwing.agent.collect.Naming;
import io.lapwing.agent.collect.Samples;
import io.lapwing.agent.collect.Target;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Health;
import io.lapwing.agent.health.HostLabels;
import io.lapwing.agent.health.RuleSet;
import io.lapwing.agent.health.StockRules;
import io.lapwing.agent.health.Transition;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Family;
import io.lapwing.base.Kind;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An agent whose time and counters are moved by hand. */
final class TestAgent implements AutoCloseable {
    static final long START_S = 1_795_355_400;
    static final String RULE = "vernemq_mqtt_connack_sent_reason_unsuccessful";
    static final String CHART = "vernemq_local.mqtt_connack_sent_reason";

    private static final Family V3 =
            Family.counter("mqtt_connack_sent", "CONNACKs.", "mqtt_version", "return_code");
    private static final Family V5 =
            Family.counter("mqtt_connack_sent", "CONNACKs.", "mqtt_version", "reason_code");

    final ManualClock clock = new ManualClock(START_S * 1_000);
    final Metrics metrics = new Metrics();
    final Events events = new Events(clock);
    final Agent agent;

    /** With the stock rules and no others. */
    TestAgent() {
        agent = Agent.of(clock, metrics, events, Config.of(Map.of()), "broker@here");
    }

    /** With the rules of a folder. */
    TestAgent(Path rules) {
        Config config = Config.of(Map.of("health.rules_dir", rules.toString()));
        agent = Agent.of(clock, metrics, events, config, "broker@here");
    }

    /** Watching another target, with the rules of a folder. */
    TestAgent(Target target, Path rules) {
        this(target, rules, StockRules.LAPWING);
    }

    TestAgent(Target target, Path rules, StockRules stock) {
        agent =
                new Agent(
                        clock,
                        metrics,
                        new Health(RuleSet.load(rules, stock), HostLabels.of("there"), events),
                        List.of(
                                new WatchedTarget(
                                        target,
                                        false,
                                        ChartBook.of(
                                                Naming.own("there"),
                                                ChartPacks.target(),
                                                ChartPacks.vernemq()))),
                        null);
    }

    void refuse3(String code, int times) {
        metrics.shared().add(metrics.series(V3, "4", code), times);
    }

    void refuse5(String code, int times) {
        metrics.shared().add(metrics.series(V5, "5", code), times);
    }

    void add(Family family, long amount, String... labels) {
        Series series = metrics.series(family, labels);
        metrics.shared().add(series, amount);
    }

    /** Lets seconds pass, sampling each. */
    void seconds(int count) {
        for (int i = 0; i < count; i++) {
            skip(1);
            agent.tick();
        }
    }

    /** Lets seconds pass without a sample. */
    void skip(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }

    long nowS() {
        return clock.epochMillis() / 1_000;
    }

    Alert alert(String name) {
        return agent.alerts().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Of the stock rule for refused connections, newest first. */
    List<Transition> transitions() {
        return agent.transitions(0, "").stream().filter(each -> each.name().equals(RULE)).toList();
    }

    Alert refusals() {
        return alert(RULE);
    }

    @Override
    public void close() {
        agent.close();
    }

    /** A target that says what the test lets it say. */
    static final class Told implements Target {
        private final Map<Metric, Double> told = new LinkedHashMap<>();
        private final Map<Metric, Integer> indexes = new HashMap<>();
        boolean answers = true;

        void connacks(String reason, double total) {
            told.put(
                    new Metric(
                            "mqtt_connack_sent",
                            Map.of("node", "there", "mqtt_version", "5", "reason_code", reason),
                            Kind.COUNTER),
                    total);
        }

        void packets(String name, String reason, double total) {
            told.put(
                    new Metric(
                            name,
                            Map.of("node", "there", "mqtt_version", "5", "reason_code", reason),
                            Kind.COUNTER),
                    total);
        }

        void counter(String name, double total) {
            told.put(new Metric(name, Map.of("node", "there"), Kind.COUNTER), total);
        }

        void gauge(String name, double value) {
            told.put(new Metric(name, Map.of("node", "there"), Kind.GAUGE), value);
        }

        void forget(String name) {
            told.keySet().removeIf(metric -> metric.name().equals(name));
        }

        @Override
        public Answer read(long second, Samples samples) {
            if (!answers) {
                return Answer.SILENT;
            }
            told.keySet().forEach(each -> indexes.computeIfAbsent(each, samples::add));
            samples.begin();
            told.forEach((metric, value) -> samples.set(indexes.get(metric), value));
            samples.end();
            return Answer.TOLD;
        }
    }
}
