// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.ReasonCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A publisher that keeps the rules: numbered messages, sent again until they are acknowledged. */
final class Sender {
    private record Sent(int number, int qos, boolean received) {}

    private final SimBroker broker;
    private final MqttVersion version;
    private final Random random;
    private final Map<Integer, Sent> open = new LinkedHashMap<>();
    private final Map<Integer, Integer> acknowledged = new TreeMap<>();
    private SimSocket socket;
    private boolean isIn;
    private int number;
    private int id;
    private int packets;

    Sender(SimBroker broker, MqttVersion version, Random random) {
        this.broker = broker;
        this.version = version;
        this.random = random;
    }

    void connect() {
        socket = broker.open();
        isIn = false;
        Properties kept =
                version.isV5()
                        ? Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 3_600).build()
                        : Properties.EMPTY;
        socket.send(
                new Connect(version, false, "sender", false, 0, null, null, null, kept), version);
        socket.arrive();
    }

    void publish(int qos) {
        if (!isIn || open.size() > 20) {
            return;
        }
        number++;
        if (qos > 0) {
            id = id % 40 + 1;
            while (open.containsKey(id)) {
                id = id % 40 + 1;
            }
            open.put(id, new Sent(number, qos, false));
        }
        send(number, qos, id, false);
    }

    private void send(int what, int qos, int packetId, boolean dup) {
        byte[] payload = {(byte) (what >> 8), (byte) what};
        socket.send(
                new Publish(
                        dup, qos, false, "t", qos == 0 ? 0 : packetId, Properties.EMPTY, payload),
                version);
    }

    void arrive() {
        if (socket != null) {
            socket.arrive();
        }
    }

    void loseAndComeBack() {
        if (random.nextBoolean()) {
            socket.lose(); // else the broker finds out when the client is back
        }
        connect();
    }

    void read(int count) {
        for (int i = 0; i < count && socket != null; i++) {
            Packet packet = socket.next(version);
            if (packet == null && socket.isClosed()) {
                connect(); // an older CONNECT of ours came later than the last
            }
            if (packet == null) {
                return;
            }
            packets++;
            switch (packet) {
                case ConnAck ack -> comeBack(ack);
                case PubAck ack -> acknowledge(ack.packetId());
                case PubRec ack -> {
                    Sent sent = open.get(ack.packetId());
                    if (sent != null) {
                        open.put(ack.packetId(), new Sent(sent.number, sent.qos, true));
                    }
                    release(ack.packetId());
                }
                case PubComp ack -> acknowledge(ack.packetId());
                case Disconnect goodbye -> {}
                default -> throw new AssertionError("the sender got " + packet);
            }
        }
    }

    private void comeBack(ConnAck ack) {
        assertThat(ack.code()).isZero();
        isIn = true;
        open.forEach((packetId, sent) -> {
            if (sent.received) {
                release(packetId);
            } else {
                send(sent.number, sent.qos, packetId, true);
            }
        });
    }

    private void release(int packetId) {
        socket.send(new PubRel(packetId, ReasonCode.SUCCESS, Properties.EMPTY), version);
    }

    private void acknowledge(int packetId) {
        Sent sent = open.remove(packetId);
        if (sent != null) {
            acknowledged.put(sent.number, sent.qos);
        }
    }

    Set<Integer> open() {
        return open.keySet();
    }

    /** The QoS of each message that was acknowledged, by its number. */
    Map<Integer, Integer> acknowledged() {
        return acknowledged;
    }

    int progress() {
        return packets;
    }
}
