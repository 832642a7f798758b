// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import io.lapwing.protocol.Publish;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Publishes numbered messages, several at a time, and again what was not acknowledged. */
final class Publisher extends Actor {
    private static final int WINDOW = 20;
    private static final int TOPICS = 2;
    private static final int PATIENCE_MILLIS = 10_000;

    private static final class Sent {
        final int packetId;
        final String topic;
        final int number;
        boolean received; // PUBREC came

        Sent(int packetId, String topic, int number) {
            this.packetId = packetId;
            this.topic = topic;
            this.number = number;
        }
    }

    private final MqttVersion version;
    private final int qos;
    private final Deque<Sent> open = new ArrayDeque<>();
    private final int[] numbers = new int[TOPICS];
    private int turn;
    private int lastId;
    private boolean hasSession;

    Publisher(Ledger ledger, String id, MqttVersion version, int qos) {
        super(ledger, id);
        this.version = version;
        this.qos = qos;
    }

    String topic(int which) {
        return "crash/" + id + "/" + which;
    }

    /** The last number that was published to a topic. */
    int last(int which) {
        return numbers[which];
    }

    @Override
    void act() throws IOException {
        try (Link link = comeBack()) {
            while (true) {
                publishMore(link);
                takeAnswer(link);
            }
        }
    }

    @Override
    void end() throws IOException {
        try (Link link = comeBack()) {
            while (!open.isEmpty()) {
                takeAnswer(link);
            }
        }
    }

    private Link comeBack() throws IOException {
        Link link =
                Link.open(
                        ledger.port,
                        version,
                        id,
                        false,
                        present -> {
                            if (hasSession && !present) {
                                ledger.fault(id + ": the session of a publisher is gone");
                            }
                        });
        hasSession = true;
        for (Sent each : open) {
            link.send(each.received ? new PubRel(each.packetId) : message(each, true));
        }
        return link;
    }

    private void publishMore(Link link) throws IOException {
        while (open.size() < WINDOW) {
            int which = turn++ % TOPICS;
            Sent next = new Sent(nextId(), topic(which), ++numbers[which]);
            open.addLast(next);
            link.send(message(next, false));
        }
    }

    private int nextId() {
        lastId = lastId % 65_535 + 1;
        return lastId;
    }

    private Publish message(Sent sent, boolean dup) {
        byte[] payload = Integer.toString(sent.number).getBytes(UTF_8);
        return new Publish(dup, qos, false, sent.topic, sent.packetId, Properties.EMPTY, payload);
    }

    private void takeAnswer(Link link) throws IOException {
        switch (link.read(PATIENCE_MILLIS)) {
            case PubAck ack -> finish(ack.packetId());
            case PubRec received -> {
                find(received.packetId()).received = true;
                link.send(new PubRel(received.packetId()));
            }
            case PubComp complete -> finish(complete.packetId());
            case null -> {
                ledger.fault(id + ": no answer within " + PATIENCE_MILLIS + " ms");
                throw new IOException("no answer");
            }
            case Packet other -> throw new IOException("got " + other);
        }
    }

    private Sent find(int packetId) {
        for (Sent each : open) {
            if (each.packetId == packetId) {
                return each;
            }
        }
        throw new IllegalStateException("an answer for " + packetId + ", which is not open");
    }

    private void finish(int packetId) {
        for (Iterator<Sent> each = open.iterator(); each.hasNext(); ) {
            if (each.next().packetId == packetId) {
                each.remove();
                ledger.count("messages of QoS " + qos + " acknowledged");
                return;
            }
        }
        throw new IllegalStateException("an answer for " + packetId + ", which is not open");
    }

    int topics() {
        return TOPICS;
    }
}
