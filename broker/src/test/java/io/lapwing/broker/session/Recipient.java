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
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A subscriber that keeps the rules, answers when it is told to, and checks what it gets. */
final class Recipient {
    private final SimBroker broker;
    private final MqttVersion version;
    private final Random random;
    private final int windowOfMqtt3;
    private final List<Set<Integer>> got =
            List.of(new HashSet<>(), new HashSet<>(), new HashSet<>());
    private final int[] last = new int[3];
    private final Set<Integer> unreleased = new HashSet<>(); // QoS 2, of all connections
    private final Map<Integer, Integer> exchanges =
            new HashMap<>(); // id to number, all connections
    private final Set<Integer> inFlight = new HashSet<>(); // of this connection
    private final ArrayDeque<Packet> answers = new ArrayDeque<>();
    private SimSocket socket;
    private boolean isIn;
    private boolean isLost;
    private boolean wasIn;
    private int window;
    private int packets;

    Recipient(SimBroker broker, MqttVersion version, Random random, Map<String, String> settings) {
        this.broker = broker;
        this.version = version;
        this.random = random;
        this.windowOfMqtt3 = Integer.parseInt(settings.get("max_inflight_messages"));
    }

    /** On a new connection, whatever became of the last. */
    void connect(int receiveMax) {
        if (socket != null && random.nextBoolean()) {
            socket.lose();
        }
        socket = broker.open();
        isIn = false;
        isLost = false;
        inFlight.clear();
        answers.clear();
        window = version.isV5() ? receiveMax : windowOfMqtt3;
        Properties asks =
                version.isV5()
                        ? Properties.builder()
                                .set(Property.SESSION_EXPIRY_INTERVAL, 3_600)
                                .set(Property.RECEIVE_MAXIMUM, receiveMax)
                                .build()
                        : Properties.EMPTY;
        socket.send(
                new Connect(version, false, "recipient", false, 0, null, null, null, asks),
                version);
        socket.arrive();
    }

    void subscribe() {
        socket.send(new Subscribe(1, List.of(new Subscription("t", 2)), Properties.EMPTY), version);
    }

    void lose() {
        isLost = true;
        socket.lose();
        answers.clear();
    }

    void takes(boolean more) {
        socket.takes(more);
    }

    void arrive() {
        socket.arrive();
    }

    /** Sends some of the answers that are due, in their order. */
    void answer(int count) {
        for (int i = 0; i < count && !answers.isEmpty(); i++) {
            Packet answer = answers.removeFirst();
            socket.send(answer, version);
            switch (answer) {
                case PubAck ack -> over(ack.packetId());
                case PubComp ack -> over(ack.packetId());
                default -> {}
            }
        }
    }

    private void over(int packetId) {
        exchanges.remove(packetId);
        inFlight.remove(packetId);
    }

    void read(int count) {
        for (int i = 0; i < count; i++) {
            Packet packet = socket.next(version);
            if (packet == null && socket.isClosed() && !isLost) {
                connect(window); // an older CONNECT of ours came later than the last
            }
            if (packet == null) {
                return;
            }
            packets++;
            switch (packet) {
                case ConnAck ack -> comeIn(ack);
                case SubAck ack -> assertThat(ack.reasons().getFirst().code()).isEqualTo(2);
                case Publish message -> receive(message);
                case PubRel release -> {
                    unreleased.remove(release.packetId());
                    answers.add(
                            new PubComp(release.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
                }
                case Disconnect goodbye -> {}
                default -> throw new AssertionError("the recipient got " + packet);
            }
        }
    }

    private void comeIn(ConnAck ack) {
        assertThat(ack.code()).isZero();
        if (version != MqttVersion.V3_1) {
            assertThat(ack.sessionPresent()).isEqualTo(wasIn);
        }
        isIn = true;
        wasIn = true;
    }

    private void receive(Publish message) {
        assertThat(isIn).isTrue();
        int number = (message.payload()[0] & 0xFF) << 8 | (message.payload()[1] & 0xFF);
        int qos = message.qos();
        if (qos > 0) {
            checkId(message.packetId(), number, message.dup());
        }
        boolean again = qos == 2 && !unreleased.add(message.packetId());
        if (!again) {
            deliver(number, qos);
        }
        if (qos == 1) {
            answers.add(new PubAck(message.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
        } else if (qos == 2) {
            answers.add(new PubRec(message.packetId(), ReasonCode.SUCCESS, Properties.EMPTY));
        }
    }

    private void checkId(int packetId, int number, boolean dup) {
        Integer known = exchanges.put(packetId, number);
        if (known != null) {
            assertThat(number).as("packet id %d in flight", packetId).isEqualTo(known);
            assertThat(dup).as("DUP of packet id %d", packetId).isTrue();
        }
        inFlight.add(packetId);
        assertThat(inFlight.size()).as("in flight").isLessThanOrEqualTo(window);
    }

    private void deliver(int number, int qos) {
        boolean first = got.get(qos).add(number);
        assertThat(first || qos == 1).as("%d with QoS %d came once", number, qos).isTrue();
        if (first) {
            assertThat(number).as("order with QoS %d", qos).isGreaterThan(last[qos]);
            last[qos] = number;
        }
    }

    /** Of these messages, those that never came. */
    List<Integer> missing(Map<Integer, Integer> qosByNumber) {
        List<Integer> missing = new ArrayList<>();
        qosByNumber.forEach((number, qos) -> {
            if (!got.get(qos).contains(number)) {
                missing.add(number);
            }
        });
        return missing;
    }

    int progress() {
        return packets;
    }
}
