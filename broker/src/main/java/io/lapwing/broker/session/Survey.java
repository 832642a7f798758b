// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.kept.KeptExchange;
import io.lapwing.broker.kept.KeptMessage;
import io.lapwing.broker.kept.KeptSpaces;
import io.lapwing.protocol.PublishView;
import io.lapwing.store.Query;
import io.lapwing.store.StoreException;
import io.lapwing.store.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks through all that is on disk of a session that an earlier run of the broker left: how much
 * waits, and which exchanges are open. On a reading thread; the worker gets the result.
 */
final class Survey implements Query {
    private final long number;
    private final long before;
    private final Worker owner;
    private final Consumer<@Nullable Survey> then;
    final List<KeptExchange> exchanges = new ArrayList<>();

    /** The messages in flight, by their numbers. */
    final Map<Long, KeptMessage> sent = new HashMap<>();

    int messages;
    long bytes;

    /**
     * @param before messages with this number and later ones are of this run, and counted already
     * @param then is called on the worker, with null when the disk could not be read
     */
    Survey(long number, long before, Worker owner, Consumer<@Nullable Survey> then) {
        this.number = number;
        this.before = before;
        this.owner = owner;
        this.then = then;
    }

    @Override
    public void run(View view) throws StoreException {
        view.walk(
                KeptSpaces.EXCHANGES,
                KeptSpaces.from(number),
                KeptSpaces.from(number + 1),
                (key, value) -> exchanges.add(KeptExchange.read(key, value)));
        for (KeptExchange exchange : exchanges) {
            if (exchange.message() != 0) {
                readSent(view, exchange.message());
            }
        }
        view.queue(
                KeptSpaces.QUEUES,
                number,
                0,
                (message, entry) -> {
                    if (message >= before) {
                        return false;
                    }
                    if (!sent.containsKey(message)) {
                        messages++;
                        bytes += Message.bytes(entry.length);
                    }
                    return true;
                });
        owner.tell(() -> then.accept(this));
    }

    private void readSent(View view, long message) throws StoreException {
        view.queue(
                KeptSpaces.QUEUES,
                number,
                message,
                (found, entry) -> {
                    if (found == message) {
                        sent.put(message, KeptMessage.read(entry));
                    }
                    return false;
                });
        KeptMessage read = sent.get(message);
        if (read != null && read.isShared()) {
            byte[] packet = view.shared(KeptSpaces.PACKETS, read.shared());
            if (packet == null) {
                sent.remove(message);
            } else {
                sent.put(message, read.withPacket(packet));
            }
        }
    }

    @Override
    public void failed(String why) {
        owner.tell(() -> then.accept(null));
    }

    /** A message as the queues have it; its expiry goes on where it was, by the wall clock. */
    static Message message(KeptMessage read, long number, Worker owner) {
        PublishView view = owner.queuedView;
        byte[] packet = read.packet();
        view.read(packet, 0, packet.length, read.version());
        long age = Math.max(0, owner.shared().clock.epochMillis() - read.cameMillis());
        return new Message(
                packet,
                read.version(),
                read.qos(),
                read.retain(),
                read.identifiers(),
                owner.nowNanos() - age * 1_000_000L,
                view.messageExpirySeconds(),
                null,
                read.isShared() ? -number : number);
    }
}
