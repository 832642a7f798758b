// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.base.ManualClock;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server's own topics as clients see them (5.0 §4.7.2). */
class SysTopicsTest {
    private final ManualClock clock = new ManualClock(0);
    private final TestBroker broker = TestBroker.start(clock, "systree_qos", "1");

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoSubscribesBelowSysGetsEveryMetric(MqttVersion version) {
        TestClient client = broker.client("watcher", version);
        client.subscribe("$SYS/here/#", 1);

        Set<String> topics = new HashSet<>();
        while (topics.size() < 60) {
            Publish message = client.expect(Publish.class);
            assertThat(message.topic()).startsWith("$SYS/here/");
            assertThat(message.qos()).isEqualTo(1);
            assertThat(message.retain()).isFalse();
            topics.add(message.topic());
            client.send(new PubAck(message.packetId()));
        }
        assertThat(topics).contains("$SYS/here/mqtt/connack/sent", "$SYS/here/socket/open");
    }

    @ParameterizedTest
    @EnumSource
    void theNextRoundComesAfterTheInterval(MqttVersion version) {
        TestClient client = broker.client("watcher", version);
        client.subscribe("$SYS/broker/uptime", 0);
        assertThat(client.expectPayload()).isEqualTo("0 seconds");

        clock.advance(Duration.ofSeconds(20));

        assertThat(client.expectPayload()).isEqualTo("20 seconds");
    }

    @ParameterizedTest
    @EnumSource
    void aWildcardAtTheFirstLevelDoesNotShowThem(MqttVersion version) {
        TestClient curious = broker.client("curious", version);
        curious.subscribe("#", 0);
        curious.subscribe("+/broker/uptime", 0);
        TestClient watcher = broker.client("watcher", version);
        watcher.subscribe("$SYS/broker/uptime", 0);
        watcher.expectPayload();

        curious.expectNothing();
    }

    @ParameterizedTest
    @EnumSource
    void noClientMayPublishThere(MqttVersion version) {
        TestClient watcher = broker.client("watcher", version);
        watcher.subscribe("$SYS/mine", 0);
        TestClient client = broker.client("liar", version);

        client.publish("$SYS/mine", 1, 1, "x");

        client.expect(PubAck.class);
        watcher.expectNothing();
    }
}
