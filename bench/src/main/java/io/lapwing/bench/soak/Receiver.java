// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import io.lapwing.protocol.Publish;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Receives what a {@link Sender} sends, in a session that stays: it breaks off or says goodbye, is
 * away for a while, and comes back. Nothing acknowledged may be missing; QoS 2 comes exactly once.
 */
final class Receiver implements Actor {
    private static final double LEAVES = 0.0007;
    private static final int AWAY_MILLIS_MAX = 2_000;
    private static final int SILENCE_MILLIS = 250;
    private static final long END_NANOS = 30_000_000_000L;

    private final Ground ground;
    private final MqttVersion version;
    private final String id;
    private final BlockingQueue<Long> last;
    private final Numbered numbers;
    private final RandomGenerator random = RandomGenerator.getDefault();

    /** Packet ids of QoS 2 messages that are not released: the receiver's part of the session. */
    private final Set<Integer> unreleased = new HashSet<>();

    private SoakClient client;

    Receiver(Ground ground, MqttVersion version, String topic, int qos, BlockingQueue<Long> last)
            throws IOException {
        this.ground = ground;
        this.version = version;
        this.id = "receiver-" + topic.replace('/', '-');
        this.last = last;
        this.numbers = new Numbered(ground, id, qos == 1);
        client = connected(false);
        client.subscribe(qos, topic);
    }

    @Override
    public void act() throws IOException, InterruptedException {
        while (!ground.isOver()) {
            receive();
            if (random.nextDouble() < LEAVES) {
                leave();
                boolean unused = ground.pause(random.nextInt(AWAY_MILLIS_MAX));
                client = connected(true);
            }
        }
        long sent = last.take();
        long until = System.nanoTime() + END_NANOS;
        while (numbers.highest() < sent && System.nanoTime() < until) {
            receive();
        }
        if (numbers.highest() < sent) {
            ground.fault(id + ": " + sent + " were acknowledged, came: " + numbers.highest());
        }
        client.sayGoodbye();
    }

    private void leave() throws IOException {
        if (random.nextBoolean()) {
            client.breakOff();
            ground.count("broken connections of receivers");
        } else {
            client.sayGoodbye();
            ground.count("goodbyes of receivers");
        }
    }

    /** MQTT 3.1 does not tell whether a session was there. */
    private SoakClient connected(boolean again) throws IOException {
        SoakClient fresh = new SoakClient(ground.port, version);
        ConnAck answer = fresh.connect(id, false, SoakClient.PASSWORD, null);
        if (version != MqttVersion.V3_1 && answer.sessionPresent() != again) {
            ground.fault(id + ": session present " + answer.sessionPresent());
        }
        fresh.patience(SILENCE_MILLIS);
        return fresh;
    }

    private void receive() throws IOException {
        switch (readOrNothing()) {
            case Publish message when message.qos() == 1 -> {
                numbers.came(message.payload());
                client.send(new PubAck(message.packetId()));
            }
            case Publish message -> {
                if (unreleased.add(message.packetId())) {
                    numbers.came(message.payload());
                } else {
                    ground.count("came again in QoS 2, before its release");
                }
                client.send(new PubRec(message.packetId()));
            }
            case PubRel release -> {
                unreleased.remove(release.packetId());
                client.send(new PubComp(release.packetId()));
            }
            case null -> {}
            case Packet other -> ground.fault(id + " got " + other);
        }
    }

    private @Nullable Packet readOrNothing() throws IOException {
        try {
            return client.read();
        } catch (SocketTimeoutException quiet) {
            return null;
        }
    }
}
