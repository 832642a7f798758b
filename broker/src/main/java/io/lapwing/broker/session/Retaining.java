// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.kept.KeptRetained;
import io.lapwing.broker.kept.KeptSpaces;
import io.lapwing.broker.topics.RetainedMessage;
import io.lapwing.protocol.PublishView;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Retained messages as they come in by one worker: in memory at once, for every new subscription,
 * and on disk. When two workers change one topic at a time, either may be the last in memory and
 * the other the last on disk: so whoever finds another message than its own in memory, once its own
 * is on disk, writes that one.
 */
final class Retaining {
    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final long NANOS_A_MILLI = 1_000_000L;

    private final Worker worker;
    private final Shared shared;

    Retaining(Worker worker, Shared shared) {
        this.worker = worker;
        this.shared = shared;
    }

    void retain(PublishView view, byte[] topic) {
        RetainedMessage message = null;
        if (view.payloadLength() == 0) {
            shared.retained.delete(topic);
        } else {
            message = message(view);
            shared.retained.store(topic, message);
        }
        if (worker.keeper.isThere()) {
            put(topic, shared.retained.message(topic));
            worker.keeper.promise();
        }
    }

    private RetainedMessage message(PublishView view) {
        byte[] packet =
                Arrays.copyOfRange(view.buffer(), view.offset(), view.offset() + view.length());
        long now = worker.nowNanos();
        long expirySeconds = view.messageExpirySeconds();
        return new RetainedMessage(
                packet,
                view.version(),
                now,
                expirySeconds >= 0,
                now + expirySeconds * NANOS_A_SECOND);
    }

    /** Writes what the topic retains; null when it retains nothing. */
    private void put(byte[] topic, @Nullable RetainedMessage message) {
        if (message == null) {
            worker.keeper.write().delete(KeptSpaces.RETAINED, topic);
        } else {
            long age = (worker.nowNanos() - message.storedNanos()) / NANOS_A_MILLI;
            new KeptRetained(
                            message.version(),
                            shared.clock.epochMillis() - age,
                            message.expires() ? message.expirySeconds() : Message.NEVER,
                            message.packet())
                    .put(worker.keeper.write(), topic);
        }
        worker.keeper.then(failure -> {
            if (failure != null) {
                worker.keeper.amends().owe(new Again(this, ByteBuffer.wrap(topic)));
            } else if (shared.retained.message(topic) != message) {
                put(topic, shared.retained.message(topic));
            }
        });
    }

    private record Again(Retaining by, ByteBuffer topic) implements Amends.Change {
        @Override
        public void write() {
            by.put(topic.array(), by.shared.retained.message(topic.array()));
        }
    }
}
