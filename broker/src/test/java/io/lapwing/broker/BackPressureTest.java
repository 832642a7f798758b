// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A publisher is slowed by receivers that are slower, and by none that stands still. Clients come
 * to both workers, so that each case happens on one and across two.
 */
class BackPressureTest {
    private final TestBroker broker = TestBroker.start("workers", "2");

    @AfterEach
    void stop() {
        broker.close();
    }

    /** Publishes without waiting, from a thread of its own. */
    private Thread flood(String topic, int qos, int count, int payloadBytes) {
        TestClient publisher = broker.client("flood-" + topic, MqttVersion.V5);
        String payload = "x".repeat(payloadBytes);
        return Thread.ofVirtual()
                .start(() -> {
                    for (int i = 1; i <= count; i++) {
                        String text = i + " " + payload;
                        publisher.publish(topic, qos, qos == 0 ? 0 : (i - 1) % 65_535 + 1, text);
                    }
                });
    }

    /** Takes a message as its QoS asks, and tells its number. */
    private static int take(TestClient client) {
        Publish message = client.expect(Publish.class);
        int id = message.packetId();
        if (message.qos() == 1) {
            client.send(new PubAck(id, ReasonCode.SUCCESS, Properties.EMPTY));
        } else if (message.qos() == 2) {
            client.send(new PubRec(id, ReasonCode.SUCCESS, Properties.EMPTY));
        }
        String text = new String(message.payload(), UTF_8);
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 1_000, 20_000})
    void aClientThatAnswersSlowlyLosesNothingAtQos1(int payloadBytes) {
        for (int round = 0;
                round < 2;
                round++) { // the publisher comes to the one worker, the other
            broker.client("odd" + round, MqttVersion.V5);
            TestClient slow = broker.client("slow" + round, MqttVersion.V3_1_1);
            slow.subscribe("t" + round, 1);
            int count = payloadBytes > 10_000 ? 2_000 : 10_000;
            Thread flood = flood("t" + round, 1, count, payloadBytes);

            for (int i = 1; i <= count; i++) {
                assertThat(take(slow)).isEqualTo(i);
            }

            await().until(() -> !flood.isAlive());
        }
        assertThat(broker.count("queue_message_drop")).isZero();
    }

    @Test
    void aClientThatReadsSlowlyLosesNothingAtQos0() {
        TestClient slow = broker.client("slow", MqttVersion.V5);
        slow.subscribe("t", 0);
        Thread flood = flood("t", 0, 20_000, 5_000);

        for (int i = 1; i <= 20_000; i++) {
            assertThat(take(slow)).isEqualTo(i);
        }

        await().until(() -> !flood.isAlive());
        assertThat(broker.count("queue_message_drop")).isZero();
    }

    @Test
    void aClientThatAnswersSlowlyGetsEachQos2MessageOnce() {
        TestClient slow = broker.client("slow", MqttVersion.V3_1_1);
        slow.subscribe("t", 2);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        int count = 3_000;
        Thread flood =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int i = 1; i <= count; i++) {
                                publisher.publish("t", 2, i, i + " x");
                            }
                        });
        int next = 1;
        for (int done = 0; done < count; ) {
            switch (slow.next()) {
                case Publish message -> {
                    String text = new String(message.payload(), UTF_8);
                    assertThat(text).isEqualTo(next++ + " x");
                    slow.send(new PubRec(message.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
                }
                case PubRel release -> {
                    slow.send(
                            new PubComp(release.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
                    done++;
                }
                default -> throw new AssertionError("neither PUBLISH nor PUBREL");
            }
        }
        await().until(() -> !flood.isAlive());
        assertThat(broker.count("queue_message_drop")).isZero();
    }

    @Test
    void aClientThatStandsStillStopsNoPublisherForLong() {
        TestClient stuck = broker.client("stuck", MqttVersion.V5);
        stuck.subscribe("t", 0);
        TestClient well = broker.client("well", MqttVersion.V5);
        well.subscribe("t", 0);
        Thread flood = flood("t", 0, 30_000, 2_000);

        for (int i = 1; i <= 30_000; i++) {
            assertThat(take(well)).isEqualTo(i);
        }

        await().atMost(Duration.ofSeconds(5)).until(() -> !flood.isAlive());
        assertThat(broker.count("messages_dropped", "queue_full")).isPositive();
    }

    @Test
    void aClientThatNeverAnswersStopsNoPublisherForLong() {
        TestClient mute = broker.client("mute", MqttVersion.V3_1_1);
        mute.subscribe("t", 1);
        TestClient well = broker.client("well", MqttVersion.V5);
        well.subscribe("t", 0);
        Thread flood = flood("t", 1, 20_000, 100);

        for (int i = 1; i <= 20_000; i++) {
            assertThat(take(well)).isEqualTo(i);
        }

        await().atMost(Duration.ofSeconds(5)).until(() -> !flood.isAlive());
        assertThat(broker.count("messages_dropped", "queue_full")).isEqualTo(20_000 - 20 - 1_000);
    }

    @Test
    void aPublisherThatIsHeldGoesOnWhenItsReceiverLeaves() {
        TestClient mute = broker.client("mute", MqttVersion.V3_1_1);
        mute.subscribe("t", 1);
        TestClient publisher = broker.client("publisher", MqttVersion.V5);
        for (int i = 1; i <= 800; i++) {
            publisher.publish("t", 1, i, "x");
        }
        long start = System.nanoTime();
        mute.close();

        for (int i = 1; i <= 800; i++) {
            assertThat(publisher.expect(PubAck.class).packetId()).isEqualTo(i);
        }
        publisher.expectNothing();
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    }

    @Test
    void aClientThatFloodsItselfComesThroughWithoutWaitingForItself() {
        TestClient self = broker.client("self", MqttVersion.V5);
        self.subscribe("t", 1);
        for (int i = 1; i <= 900; i++) {
            self.publish("t", 1, i, i + " x");
        }
        int got = 0;
        for (int packets = 0; packets < 1_800; packets++) {
            if (self.next() instanceof Publish message) {
                got++;
                self.send(new PubAck(message.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
            }
        }
        assertThat(got).isEqualTo(900);
    }
}
