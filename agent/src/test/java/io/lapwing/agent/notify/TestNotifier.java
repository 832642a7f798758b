// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import static org.awaitility.Awaitility.await;

import io.lapwing.agent.Agent;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Family;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real agent and its notifier, whose time and counters are moved by hand. */
final class TestNotifier implements AutoCloseable {
    private static final Family CONNACKS =
            Family.counter("mqtt_connack_sent", "CONNACKs.", "mqtt_version", "return_code");

    /** A rule on refused connections; the lines of a test come behind these. */
    private static final String RULE =
            """
            template: %s
                  on: vernemq.mqtt_connack_sent_reason
              lookup: sum -10s unaligned of !success,*
               units: refused
               every: 1s
             summary: Refused connections
                info: In the last ten seconds
                  to: sysadmin
            %s
            """;

    final ManualClock clock;
    final Metrics metrics = new Metrics();
    final Agent agent;
    final Notifier notifier;
    boolean silent;

    /** The findings of every alert that is raised. */
    static final Notice.Findings FINDINGS =
            new Notice.Findings(
                    6,
                    List.of(new Notice.Share("wrong_password", 6)),
                    List.of(new Notice.Share("pump-7", 4), new Notice.Share("pump-9", 2)),
                    List.of(new Notice.Share("10.0.0.7", 6)),
                    List.of("Give pump-7 its new password. lapwing passwd users pump-7"));

    private TestNotifier(Path folder, ManualClock clock, Map<String, String> settings) {
        this.clock = clock;
        Map<String, String> all = new TreeMap<>(settings);
        all.put("health.stock_rules", "none");
        all.put("health.rules_dir", folder.resolve("rules").toString());
        Config config = Config.of(all);
        agent = Agent.of(clock, metrics, new Events(clock), config, "here");
        try {
            notifier =
                    Notifier.start(
                            config,
                            clock,
                            metrics,
                            agent,
                            new Notifier.Place(
                                    "here",
                                    folder.resolve("notify"),
                                    "http://page.example",
                                    alert -> silent,
                                    (alert, transition) -> FINDINGS,
                                    TopicOutlet.NONE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With one rule, called refused. */
    static TestNotifier start(Path folder, String lines, String... settings) {
        return start(folder, new ManualClock(1_795_355_400_000L), lines, settings);
    }

    /** The same at a time of the test's. */
    static TestNotifier start(Path folder, ManualClock clock, String lines, String... settings) {
        rules(folder, RULE.formatted("refused", lines));
        Map<String, String> map = new TreeMap<>();
        for (String each : settings) {
            int equals = each.indexOf('=');
            map.put(each.substring(0, equals), each.substring(equals + 1));
        }
        return new TestNotifier(folder, clock, map);
    }

    /** Another rule in the folder, for what starts next. */
    static void another(Path folder, String name, String lines) {
        try {
            Files.createDirectories(folder.resolve("rules"));
            Files.writeString(
                    folder.resolve("rules").resolve(name + ".conf"), RULE.formatted(name, lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rules(Path folder, String text) {
        try {
            Files.createDirectories(folder.resolve("rules"));
            Files.writeString(folder.resolve("rules").resolve("broker.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void refuse(int times) {
        metrics.shared().add(metrics.series(CONNACKS, "4", "not_authorized"), times);
    }

    /** Lets seconds pass, sampling each; in each what is under way comes to its end. */
    void seconds(int count) {
        for (int i = 0; i < count; i++) {
            hurriedSeconds(1);
            settle();
        }
    }

    /** Waits until nothing is under way. */
    void settle() {
        await().atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() ->
                        notifier.receivers().stream()
                                .noneMatch(each -> each.state().equals("sending")));
    }

    /** Seconds that do not wait for a receiver. */
    void hurriedSeconds(int count) {
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofSeconds(1));
            agent.tick();
        }
    }

    ReceiverView receiver(String name) {
        return notifier.receivers().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        notifier.close();
        agent.close();
    }
}
