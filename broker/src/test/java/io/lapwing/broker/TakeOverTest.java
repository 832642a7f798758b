// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One client id, several connections (3.1.1 §3.1.4, 5.0 §3.1.4). */
class TakeOverTest {
    private final TestBroker broker = TestBroker.start("workers", "4");

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-3.1.4-2", v5 = "MQTT-3.1.4-3")
    void theOlderConnectionIsClosedFromWhicheverWorkerTheNewOneComes(MqttVersion version) {
        TestClient old = broker.client("device", version);
        for (int i = 0; i < 8; i++) {
            TestClient next = broker.client("device", version);
            if (version.isV5()) {
                assertThat(old.expect(Disconnect.class).reason())
                        .isEqualTo(ReasonCode.SESSION_TAKEN_OVER);
            }
            old.expectClosed();
            next.expectNothing();
            old = next;
        }
        await().until(() -> broker.count("listener_connections", "tcp.default") == 1);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(
            v3 = {"MQTT-3.1.2-4", "MQTT-3.2.2-2", "MQTT-3.2.2-3"},
            v5 = {"MQTT-3.1.2-5", "MQTT-3.1.2-6", "MQTT-3.2.2-3"})
    void aSessionThatIsKeptGoesOverAndOneThatIsNotDoesNot(MqttVersion version) {
        Properties kept =
                version.isV5()
                        ? Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 60).build()
                        : Properties.EMPTY;
        for (int i = 0; i < 6; i++) {
            TestClient client = broker.open(version);
            ConnAck answer = client.connect("kept", false, kept);
            if (version != MqttVersion.V3_1) {
                assertThat(answer.sessionPresent()).isEqualTo(i > 0);
            }
        }
        for (int i = 0; i < 6; i++) {
            assertThat(broker.open(version).connect("clean", true).sessionPresent()).isFalse();
        }
        ConnAck afterClean = broker.open(version).connect("clean", false);
        assertThat(afterClean.sessionPresent()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aStormOfConnectionsWithOneIdLeavesOneThatWorks(MqttVersion version) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            boolean clean = t % 2 == 0;
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < 40; i++) {
                                    TestClient client = broker.open(version);
                                    client.send(
                                            new Connect(
                                                    version,
                                                    false,
                                                    "device",
                                                    clean,
                                                    60,
                                                    null,
                                                    null,
                                                    null,
                                                    Properties.EMPTY));
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        String label = version.isV5() ? "5" : "4";
        await().until(() -> broker.count("mqtt_connack_sent", label, "success") == 160);
        await().until(() -> broker.count("active_mqtt_connections") == 1);
        await().until(() -> broker.count("listener_connections", "tcp.default") == 1);

        TestClient last = broker.open(version);
        last.connect("device", true);
        last.expectNothing();

        await().until(() -> broker.count("queue_processes") == 1);
        await().until(() -> broker.count("active_mqtt_connections") == 1);
        assertThat(broker.count("worker_bugs")).isZero();
    }
}
