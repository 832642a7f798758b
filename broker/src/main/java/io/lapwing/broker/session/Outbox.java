// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.topics.SharedGroup;
import io.lapwing.broker.topics.Subscription;
import io.lapwing.protocol.PublishView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker's mail to the others: a batch for each of them that grows in a turn and is posted at
 * its end. Publishers whose mail is not taken, or not delivered, fast enough are not read.
 */
final class Outbox {
    /** A batch that grows beyond this stops the publishers who fill it from being read. */
    private static final int BATCH_BYTES_MAX = 8 * 1_024 * 1_024;

    private final Worker owner;
    private final @Nullable MailBatch[] batches;
    private final List<Connection> held = new ArrayList<>();

    Outbox(Worker owner, int workerCount) {
        this.owner = owner;
        this.batches = new @Nullable MailBatch[workerCount];
    }

    /** Mails a message to its targets, all of which another worker owns. */
    void add(int worker, PublishView message, Subscription[] targets, @Nullable Session from) {
        MailBatch batch = batchFor(worker);
        batch.add(message, targets, from);
        Connection by = from == null ? null : from.connection();
        if (from == null || by == null) {
            return;
        }
        MailWindow window = by.inbound(from).mail;
        if (window.add(message.qos(), message.length())) {
            batch.askReceipt(window);
        }
        if (batch.bytesUsed() > BATCH_BYTES_MAX && by.reading.hold(this)) {
            held.add(by);
        }
    }

    /** Mails a message to the queue of a shared group, whose home another worker is. */
    void add(int worker, PublishView message, SharedGroup group) {
        batchFor(worker).add(message, group);
    }

    private MailBatch batchFor(int worker) {
        MailBatch batch = batches[worker];
        if (batch == null) {
            batch = new MailBatch(owner);
            batches[worker] = batch;
            owner.endTurnSoon();
        }
        return batch;
    }

    /** Posts all batches; one that finds a full mailbox is kept, and posted again soon. */
    void post() {
        boolean all = true;
        for (int worker = 0; worker < batches.length; worker++) {
            MailBatch batch = batches[worker];
            if (batch != null && owner.post(batch, worker)) {
                batches[worker] = null;
            } else if (batch != null) {
                all = false;
            }
        }
        if (!all) {
            owner.loop().inMillis(1, owner::endTurnSoon);
        } else if (!held.isEmpty()) {
            List<Connection> free = List.copyOf(held);
            held.clear();
            free.forEach(each -> each.reading.release(this));
        }
    }
}
