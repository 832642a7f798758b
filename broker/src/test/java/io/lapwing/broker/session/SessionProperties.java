// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.drops.DropReason;
import io.lapwing.protocol.MqttVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random histories of one publisher and one subscriber on two workers: publishing, answering,
 * losing the network, coming back, reading slowly. The clients keep the rules of MQTT and check
 * that the broker does.
 */
class SessionProperties {
    private static final int STEPS = 300;

    @Property(tries = 300)
    void nothingThatWasAcknowledgedIsLostAndOrderIsKept(
            @ForAll long seed,
            @ForAll MqttVersion from,
            @ForAll MqttVersion to,
            @ForAll boolean smallQueue) {
        Random random = new Random(seed);
        Map<String, String> settings =
                Map.of(
                        "allow_anonymous", "on",
                        "retry_interval", "0",
                        "max_online_messages", smallQueue ? "100" : "-1",
                        "max_offline_messages", "-1",
                        "override_max_online_messages", "on",
                        "max_inflight_messages", "" + (1 + random.nextInt(5)));
        try (SimBroker broker = new SimBroker(random, settings)) {
            Recipient recipient = new Recipient(broker, to, random, settings);
            Sender sender = new Sender(broker, from, random);
            recipient.connect(1 + random.nextInt(5));
            settle(broker, sender, recipient);
            recipient.subscribe();
            sender.connect();
            settle(broker, sender, recipient);
            for (int step = 0; step < STEPS; step++) {
                step(broker, sender, recipient, random);
            }
            finish(broker, sender, recipient);

            assertThat(sender.open()).as("not acknowledged").isEmpty();
            assertThat(recipient.missing(sender.acknowledged())).as("lost").isEmpty();
            assertThat(broker.dropped(DropReason.QUEUE_FULL)).isZero();
        }
    }

    private static void step(SimBroker broker, Sender sender, Recipient recipient, Random random) {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> sender.publish(random.nextInt(3));
            case 5 -> sender.arrive();
            case 6 -> sender.read(100);
            case 7, 8 -> recipient.read(1 + random.nextInt(4));
            case 9 -> recipient.answer(1 + random.nextInt(4));
            case 10 -> recipient.arrive();
            case 11 -> recipient.takes(random.nextBoolean());
            case 12 -> {
                if (random.nextInt(3) == 0) {
                    sender.loseAndComeBack();
                }
            }
            case 13 -> {
                if (random.nextInt(3) == 0) {
                    recipient.lose();
                }
            }
            case 14 -> recipient.connect(1 + random.nextInt(5));
            default -> broker.runSome();
        }
    }

    private static void settle(SimBroker broker, Sender sender, Recipient recipient) {
        sender.arrive();
        recipient.arrive();
        broker.runAll();
        sender.read(1_000);
        recipient.read(1_000);
    }

    /** Everybody is there, and answers until nothing more comes. */
    private static void finish(SimBroker broker, Sender sender, Recipient recipient) {
        sender.loseAndComeBack();
        recipient.connect(3);
        recipient.takes(true);
        List<Object> before = new ArrayList<>();
        List<Object> now = List.of(0);
        while (!now.equals(before)) {
            for (int i = 0; i < 3; i++) {
                settle(broker, sender, recipient);
                recipient.answer(1_000);
            }
            before = now;
            now = List.of(sender.progress(), recipient.progress());
        }
    }
}
