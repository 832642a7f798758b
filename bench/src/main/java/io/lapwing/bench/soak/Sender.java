// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator;

/**
 * Sends numbered messages in a session that stays, one after the other. Now and then its connection
 * breaks with a message unanswered; it comes back and sends that one again (5.0 §4.4).
 */
final class Sender implements Actor {
    private static final double BREAKS = 0.01;
    private static final long GAP_MILLIS = 4;

    private final Ground ground;
    private final MqttVersion version;
    private final String id;
    private final String topic;
    private final int qos;
    private final BlockingQueue<Long> last;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private SoakClient client;
    private long number;
    private boolean unanswered;
    private boolean released;

    /**
     * @param last is told the last number that was acknowledged, once all are
     */
    Sender(Ground ground, MqttVersion version, String topic, int qos, BlockingQueue<Long> last)
            throws IOException {
        this.ground = ground;
        this.version = version;
        this.id = "sender-" + topic.replace('/', '-');
        this.topic = topic;
        this.qos = qos;
        this.last = last;
        this.client = connected(false);
    }

    @Override
    public void act() throws IOException, InterruptedException {
        while (!ground.pause(GAP_MILLIS)) {
            number++;
            unanswered = true;
            released = false;
            say(false);
            while (random.nextDouble() < BREAKS) {
                comeBack();
            }
            finish();
            ground.count("acknowledged to senders, QoS " + qos);
        }
        client.sayGoodbye();
        last.add(number);
    }

    private void comeBack() throws IOException {
        client.breakOff();
        ground.count("broken connections of senders");
        client = connected(true);
        if (unanswered) {
            say(true);
        }
    }

    /** MQTT 3.1 does not tell whether a session was there. */
    private SoakClient connected(boolean again) throws IOException {
        SoakClient fresh = new SoakClient(ground.port, version);
        ConnAck answer = fresh.connect(id, !again && qos == 0, SoakClient.PASSWORD, null);
        if (again && version != MqttVersion.V3_1 && !answer.sessionPresent()) {
            ground.fault(id + ": its session is gone");
        }
        return fresh;
    }

    private int packetId() {
        return (int) (number % 65_535) + 1;
    }

    private void say(boolean again) throws IOException {
        if (released) {
            client.send(new PubRel(packetId()));
        } else {
            client.publish(topic, qos, false, again, packetId(), Numbered.payload(number));
        }
    }

    /** Reads until the message is answered; breaks off between the two answers of QoS 2, too. */
    private void finish() throws IOException {
        while (unanswered) {
            Packet packet = client.read();
            if (packet instanceof PubRec) {
                released = true;
                client.send(new PubRel(packetId()));
                if (random.nextDouble() < BREAKS) {
                    comeBack();
                }
            } else if (packet instanceof PubAck || packet instanceof PubComp) {
                unanswered = false;
            } else {
                ground.fault(id + " got " + packet);
            }
        }
    }
}
