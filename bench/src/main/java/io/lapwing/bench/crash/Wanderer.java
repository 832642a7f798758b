// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.UnsubAck;
import io.lapwing.protocol.Unsubscribe;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Subscribes and unsubscribes, ends its session now and then, and sets a retained message: a model
 * of what the broker acknowledged, which must be so after each kill. What was under way then may be
 * either way.
 */
final class Wanderer extends Actor {
    private static final int FILTERS = 12;

    /** How long to wait for a message that should come, and for one that should not. */
    private static final int FIRST_MILLIS = 2_000;

    private static final int LAST_MILLIS = 200;

    private final MqttVersion version;
    private final Random random;
    private final Set<Integer> subscribed = new TreeSet<>();
    private int doubtful; // the filter whose answer is not there; 0 for none
    private boolean sessionDoubtful;
    private boolean hasSession;
    private int retained;
    private int retainedSent;

    Wanderer(Ledger ledger, String id, MqttVersion version, long seed) {
        super(ledger, id);
        this.version = version;
        this.random = new Random(seed);
    }

    private String filter(int number) {
        return "wander/" + id + "/" + number;
    }

    @Override
    void act() throws IOException {
        check();
        while (true) {
            if (sessionDoubtful || random.nextInt(8) == 0) {
                startAnew();
            }
            try (Link link = comeIn(false)) {
                hasSession = true;
                sessionDoubtful = false;
                for (int i = random.nextInt(10); i >= 0; i--) {
                    change(link, random.nextInt(FILTERS) + 1);
                    retain(link);
                }
            }
        }
    }

    @Override
    void end() throws IOException {
        check();
    }

    private void startAnew() throws IOException {
        sessionDoubtful = true;
        try (Link link = comeIn(true)) {
            subscribed.clear();
            doubtful = 0;
        }
        hasSession = version.isV5(); // else a clean session, which is over already
        sessionDoubtful = false;
    }

    private void change(Link link, int number) throws IOException {
        doubtful = number;
        if (subscribed.contains(number)) {
            link.send(new Unsubscribe(3, List.of(filter(number)), Properties.EMPTY));
            UnsubAck unused = link.expect(UnsubAck.class);
            subscribed.remove(number);
        } else {
            link.subscribe(1, filter(number));
            subscribed.add(number);
        }
        doubtful = 0;
        ledger.count("subscriptions changed");
    }

    private void retain(Link link) throws IOException {
        retainedSent++;
        byte[] payload = Integer.toString(retainedSent).getBytes(UTF_8);
        link.send(new Publish(false, 1, true, "kept/" + id, 5, Properties.EMPTY, payload));
        PubAck unused = link.expect(PubAck.class);
        retained = retainedSent;
        ledger.count("retained messages replaced");
    }

    private Link comeIn(boolean clean) throws IOException {
        return Link.open(
                ledger.port,
                version,
                id,
                clean,
                present -> {
                    if (!clean && hasSession && !sessionDoubtful && !present) {
                        ledger.fault(id + ": the session is gone");
                    }
                });
    }

    /** Publishes to all of its filters from outside, and sees which of them it gets. */
    private void check() throws IOException {
        if (!hasSession || sessionDoubtful) {
            return;
        }
        checkRetained();
        Set<Integer> got = new HashSet<>();
        try (Link probe = Link.open(ledger.port, version, id + "-probe", true, unused -> {});
                Link link = comeIn(false)) {
            for (int number = 1; number <= FILTERS; number++) {
                probe.send(
                        new Publish(
                                false,
                                1,
                                false,
                                filter(number),
                                number,
                                Properties.EMPTY,
                                new byte[] {(byte) number}));
                PubAck unused = probe.expect(PubAck.class);
            }
            Packet next = link.read(FIRST_MILLIS);
            while (next != null) {
                if (next instanceof Publish message) {
                    got.add((int) message.payload()[0]);
                    link.send(new PubAck(message.packetId()));
                }
                boolean mayLack = got.size() < subscribed.size();
                next = link.read(mayLack ? FIRST_MILLIS : LAST_MILLIS);
            }
        }
        Set<Integer> wanted = new TreeSet<>(subscribed);
        got.remove(doubtful);
        wanted.remove(doubtful);
        if (!got.equals(wanted)) {
            ledger.fault(id + ": is subscribed to " + got + ", should be to " + wanted);
        }
        ledger.count("sets of subscriptions compared");
        settleDoubt(got);
    }

    /** Whatever became of the change under way: it is made anew from a known state. */
    private void settleDoubt(Set<Integer> got) throws IOException {
        if (doubtful != 0) {
            int number = doubtful;
            try (Link link = comeIn(false)) {
                link.subscribe(1, filter(number));
                subscribed.add(number);
                doubtful = 0;
            }
        }
    }

    private void checkRetained() throws IOException {
        try (Link reader = Link.open(ledger.port, version, id + "-reader", true, unused -> {})) {
            reader.subscribe(0, "kept/" + id);
            int found = 0;
            if (reader.read(500) instanceof Publish message) {
                found = Integer.parseInt(new String(message.payload(), UTF_8));
            }
            if (found < retained || found > retainedSent) {
                ledger.fault(id + ": retained " + found + ", should be " + retained);
            }
        }
        ledger.count("retained messages compared");
    }
}
