// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import io.lapwing.protocol.Publish;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes everything. The numbers of a topic must rise by one: a gap is a message that was lost, or
 * its order. One that comes again is a fault with QoS 2, unless under an id that is not released.
 */
final class Subscriber extends Actor {
    private static final int END_MILLIS = 15_000;

    private final MqttVersion version;
    private final int everyRound;
    private final Map<String, Integer> last = new HashMap<>();
    private final Set<Integer> unreleased = new HashSet<>();
    private boolean hasSession;

    /**
     * @param everyRound it is connected in every so manieth round, and away in the others
     */
    Subscriber(Ledger ledger, String id, MqttVersion version, int everyRound) {
        super(ledger, id);
        this.version = version;
        this.everyRound = everyRound;
    }

    /** Subscribes, before the first message is published. */
    void begin() throws IOException {
        Link link = comeBack();
        link.subscribe(2, "crash/#");
        link.close();
    }

    @Override
    void act() throws IOException {
        if (ledger.round() % everyRound != 0) {
            return;
        }
        try (Link link = comeBack()) {
            while (true) {
                Packet packet = link.read(60_000);
                if (packet != null) {
                    take(link, packet);
                }
            }
        }
    }

    @Override
    void end() {
        throw new UnsupportedOperationException("ends with what was published");
    }

    /** Takes what is left, until the last message of each publisher is there. */
    void end(List<Publisher> publishers) throws IOException {
        try (Link link = comeBack()) {
            Packet packet = missing(publishers).isEmpty() ? null : link.read(END_MILLIS);
            while (packet != null) {
                take(link, packet);
                packet = missing(publishers).isEmpty() ? null : link.read(END_MILLIS);
            }
        }
        missing(publishers).forEach(ledger::fault);
    }

    private List<String> missing(List<Publisher> publishers) {
        return publishers.stream()
                .flatMap(publisher ->
                        java.util.stream.IntStream.range(0, publisher.topics())
                                .filter(which ->
                                        publisher.last(which)
                                                != last.getOrDefault(publisher.topic(which), 0))
                                .mapToObj(which -> lost(publisher, which)))
                .toList();
    }

    private String lost(Publisher publisher, int which) {
        String topic = publisher.topic(which);
        return String.format(
                "%s has of %s the first %d of %d messages",
                id, topic, last.getOrDefault(topic, 0), publisher.last(which));
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
                                ledger.fault(id + ": the session of a subscriber is gone");
                            }
                        });
        hasSession = true;
        return link;
    }

    private void take(Link link, Packet packet) throws IOException {
        switch (packet) {
            case Publish message when message.qos() == 1 -> {
                onMessage(message);
                link.send(new PubAck(message.packetId()));
            }
            case Publish message -> {
                if (unreleased.add(message.packetId())) {
                    onMessage(message);
                } else {
                    ledger.count("messages of QoS 2 sent again under their ids");
                }
                link.send(new PubRec(message.packetId()));
            }
            case PubRel release -> {
                unreleased.remove(release.packetId());
                link.send(new PubComp(release.packetId()));
            }
            default -> throw new IOException("got " + packet);
        }
    }

    private void onMessage(Publish message) {
        int number = Integer.parseInt(new String(message.payload(), UTF_8));
        int before = last.getOrDefault(message.topic(), 0);
        if (number == before + 1) {
            last.put(message.topic(), number);
            ledger.count("messages of QoS " + message.qos() + " received");
        } else if (number > before) {
            ledger.fault(id + ": " + message.topic() + " went from " + before + " to " + number);
            last.put(message.topic(), number);
        } else if (message.qos() == 2) {
            ledger.fault(id + ": " + message.topic() + " " + number + " came twice, " + message);
        } else {
            ledger.count("messages of QoS 1 received again");
        }
    }
}
