// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.systree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.base.Cells;
import io.lapwing.base.Config;
import io.lapwing.base.Family;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.protocol.Publish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a round of messages is made, and what is in it. */
class SysTreeTest {
    private static final Family SENT =
            Family.counter("mqtt_connack_sent", "help", "mqtt_version", "return_code");
    private static final Family ALSO_SENT =
            Family.counter("mqtt_connack_sent", "help", "mqtt_version", "reason_code");
    private static final Family LATENCY =
            Family.histogram("latency_ms", "help", List.of(10L, 100L), "path");

    private final ManualClock clock = new ManualClock(0);
    private final Metrics metrics = new Metrics();
    private final Cells cells = metrics.cells();
    private final List<List<Publish>> rounds = new ArrayList<>();
    private boolean wanted = true;

    @Test
    void aRoundIsMadeOnceAnInterval() {
        SysTree tree = tree(Map.of("systree_interval", "2500"));

        tree.tick();
        assertThat(rounds).hasSize(1);
        passed(tree, 2);
        assertThat(rounds).hasSize(1);
        passed(tree, 1);
        assertThat(rounds).hasSize(2);
    }

    @Test
    void nothingIsMadeUntilSomebodyWantsItAndThenAtOnce() {
        SysTree tree = tree(Map.of());
        wanted = false;
        passed(tree, 100);
        assertThat(rounds).isEmpty();

        wanted = true;
        passed(tree, 1);
        assertThat(rounds).hasSize(1);
        passed(tree, 19);
        assertThat(rounds).hasSize(1);
        passed(tree, 1);
        assertThat(rounds).hasSize(2);
    }

    @Test
    void whatIsRetainedIsMadeForThoseWhoComeLater() {
        wanted = false;
        SysTree tree = tree(Map.of("systree_retain", "on", "systree_qos", "1"));

        tree.tick();

        assertThat(rounds.getFirst()).allMatch(each -> each.retain() && each.qos() == 1);
    }

    @Test
    void theSeriesOfANameAreAddedUpWhateverTheirLabels() {
        cells.add(metrics.series(SENT, "4", "success"), 3);
        cells.add(metrics.series(SENT, "4", "bad_identifier"), 5);
        cells.add(metrics.series(ALSO_SENT, "5", "success"), 7);
        metrics.gauge(Family.gauge("router_subscriptions", "help"), () -> 11);

        tree(Map.of()).tick();

        assertThat(values())
                .containsEntry("$SYS/here/mqtt/connack/sent", "15")
                .containsEntry("$SYS/here/router/subscriptions", "11");
    }

    @Test
    void aHistogramIsANumberForEachBucketAndItsSumAndCount() {
        Series fast = metrics.series(LATENCY, "a");
        Series slow = metrics.series(LATENCY, "b");
        List.of(7L, 70L).forEach(millis -> cells.observe(fast, millis));
        List.of(8L, 800L).forEach(millis -> cells.observe(slow, millis));

        tree(Map.of()).tick();

        assertThat(values())
                .containsEntry("$SYS/here/latency/ms/bucket/10", "2")
                .containsEntry("$SYS/here/latency/ms/bucket/100", "3")
                .containsEntry("$SYS/here/latency/ms/bucket/inf", "4")
                .containsEntry("$SYS/here/latency/ms/sum", "885")
                .containsEntry("$SYS/here/latency/ms/count", "4");
    }

    @Test
    void toolsWrittenForMosquittoFindItsNames() {
        cells.add(metrics.series(SENT, "4", "success"), 3);
        cells.add(metrics.series(Family.counter("mqtt_publish_sent", "help")), 4);
        metrics.gauge(Family.gauge("queue_processes", "help"), () -> 9);
        metrics.gauge(Family.gauge("active_mqtt_connections", "help"), () -> 6);
        SysTree tree = tree(Map.of());

        passed(tree, 75);

        assertThat(values())
                .containsEntry("$SYS/broker/version", "lapwing version 1.2.3")
                .containsEntry("$SYS/broker/uptime", "75 seconds")
                .containsEntry("$SYS/broker/messages/sent", "7")
                .containsEntry("$SYS/broker/publish/messages/sent", "4")
                .containsEntry("$SYS/broker/clients/connected", "6")
                .containsEntry("$SYS/broker/clients/disconnected", "3");
    }

    @Test
    void aNodesNameIsOneLevelWhateverIsInIt() {
        assertThat(new ServerName("a/b+c#d\0", "1").level()).isEqualTo("a_b_c_d_");
    }

    private SysTree tree(Map<String, String> settings) {
        SysTree.Outlet outlet = new SysTree.Outlet(() -> wanted, rounds::add);
        ServerName server = new ServerName("here", "1.2.3");
        return new SysTree(Config.of(settings), clock, metrics, server, outlet);
    }

    private void passed(SysTree tree, int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        tree.tick();
    }

    private Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        rounds.getFirst()
                .forEach(each -> values.put(each.topic(), new String(each.payload(), UTF_8)));
        return values;
    }
}
