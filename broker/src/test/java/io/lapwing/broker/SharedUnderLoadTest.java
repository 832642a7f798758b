// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PingReq;
import io.lapwing.protocol.PingResp;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import io.lapwing.protocol.UnsubAck;
import io.lapwing.protocol.Unsubscribe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A shared group on several workers, while its members come and go and others publish. */
class SharedUnderLoadTest {
    private static final int PUBLISHERS = 3;
    private static final int MESSAGES = 10_000;
    private static final int PASSING = 4;
    private static final int STAYING = 2;
    private static final String FILTER = "$share/load/plant/#";

    private final TestBroker broker =
            TestBroker.start("workers", "4", "max_offline_messages", "1000000");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> received = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        broker.close();
    }

    @Test
    void everyQos1MessageIsReceivedByExactlyOneMember() throws Exception {
        List<Future<?>> publishing = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            publishing.add(threads.submit(publisher(i)));
        }
        List<Future<?>> taking = new ArrayList<>();
        for (int i = 0; i < PASSING; i++) {
            taking.add(threads.submit(passing(i, publishing)));
        }
        for (int i = 0; i < STAYING; i++) {
            taking.add(threads.submit(staying(i)));
        }

        for (Future<?> each : publishing) {
            each.get(60, TimeUnit.SECONDS);
        }
        for (Future<?> each : taking) {
            each.get(60, TimeUnit.SECONDS);
        }

        assertThat(received.size()).isEqualTo(PUBLISHERS * MESSAGES);
        received.values().removeIf(members -> members == 1);
        assertThat(received).as("received more than once").isEmpty();
        assertThat(broker.count("queue_message_drop")).isZero();
        assertThat(broker.count("queue_message_unhandled")).isZero();
        assertThat(broker.count("shared_queue_messages")).isZero();
        assertThat(broker.count("worker_bugs")).isZero();
    }

    /** In windows of 50, so that members and not the queues decide the pace. */
    private Callable<@Nullable Void> publisher(int number) {
        TestClient client = broker.client("publisher" + number, versionOf(number));
        TestClient first = number == 0 ? member("first", MqttVersion.V5, true) : client;
        return () -> {
            for (int i = 0; i < MESSAGES; i++) {
                client.publish("plant/" + i % 7, 1, i % 50 + 1, number + "/" + i);
                if (i % 50 == 49) {
                    for (int ack = 0; ack < 50; ack++) {
                        client.expect(PubAck.class);
                    }
                }
            }
            if (first != client) {
                take(first);
                leave(first, false);
            }
            return null;
        };
    }

    /** Joins, takes some, and leaves, in one of several ways. */
    private Callable<@Nullable Void> passing(int number, List<Future<?>> publishing) {
        Random random = new Random(number);
        return () -> {
            while (!publishing.stream().allMatch(Future::isDone)) {
                boolean clean = random.nextBoolean();
                TestClient member = member("passing" + number, versionOf(number), clean);
                for (int i = random.nextInt(20); i >= 0; i--) {
                    take(member);
                }
                leave(member, random.nextBoolean());
            }
            TestClient last = member("passing" + number, versionOf(number), true);
            take(last);
            leave(last, true);
            return null;
        };
    }

    private Callable<@Nullable Void> staying(int number) {
        TestClient member = member("staying" + number, versionOf(number), true);
        return () -> {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
            while (received.size() < PUBLISHERS * MESSAGES && System.nanoTime() < deadline) {
                take(member);
            }
            take(member);
            return null;
        };
    }

    private TestClient member(String clientId, MqttVersion version, boolean clean) {
        TestClient member = broker.open(version);
        Properties asks =
                version.isV5() && !clean
                        ? Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 100).build()
                        : Properties.EMPTY;
        member.connect(clientId, clean, asks);
        member.send(new Subscribe(1, List.of(new Subscription(FILTER, 1)), Properties.EMPTY));
        takeUntil(member, SubAck.class);
        return member;
    }

    /** Takes and acknowledges what comes before the answer to a ping. */
    private void take(TestClient member) {
        member.send(new PingReq());
        takeUntil(member, PingResp.class);
    }

    private void takeUntil(TestClient member, Class<? extends Packet> last) {
        Packet packet = member.next();
        while (!last.isInstance(packet)) {
            if (packet instanceof Publish message) {
                received.merge(Members.payload(message), 1, Integer::sum);
                member.send(new PubAck(message.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
            }
            packet = member.next();
        }
    }

    private void leave(TestClient member, boolean unsubscribes) {
        if (unsubscribes) {
            member.send(new Unsubscribe(9, List.of(FILTER), Properties.EMPTY));
            takeUntil(member, UnsubAck.class);
            take(member);
        }
        member.send(new Disconnect(ReasonCode.SUCCESS));
        member.drain();
    }

    private static MqttVersion versionOf(int number) {
        return number % 2 == 0 ? MqttVersion.V5 : MqttVersion.V3_1_1;
    }
}
