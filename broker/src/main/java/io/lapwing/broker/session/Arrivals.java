// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.topics.Subscription;
import io.lapwing.protocol.PublishView;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are on disk and come to the sessions of one worker that keep them: each goes on to
 * its client, or stays on disk until its turn comes, or is dropped as the queue's limits say.
 */
final class Arrivals {
    private final Worker worker;
    private final DeliveryLimits limits;

    Arrivals(Worker worker, Shared shared) {
        this.worker = worker;
        this.limits = shared.delivery;
    }

    /**
     * @param number under which it is on disk; negative if its packet is shared there
     */
    void deliver(PublishView view, Subscription[] targets, @Nullable Session from, long number) {
        for (Subscription target : targets) {
            Session session = (Session) target.subscriber();
            Subscription wanted = Keeper.wanted(target, from);
            Kept kept = session.kept();
            if (wanted != null && kept != null) {
                deliver(view, wanted, session, kept, from, number);
            }
        }
    }

    private void deliver(
            PublishView view,
            Subscription target,
            Session session,
            Kept kept,
            @Nullable Session from,
            long number) {
        Connection to = session.connection();
        if (session.isOver()) {
            worker.count(worker.counters().queueUnhandled);
            kept.clear();
        } else if (target.isOver()) {
            worker.count(worker.counters().queueUnhandled);
            kept.remove(number);
        } else if (to == null || kept.mustWait(Math.abs(number), session.outbound().holdsPage())) {
            leave(view, session, kept, from, number);
        } else {
            kept.took(Math.abs(number));
            int qos = limits.qosOf(view, target);
            boolean retain = target.retainAsPublished() && view.retain();
            byte[] packet = worker.copyOf(view);
            Message message =
                    Message.of(view, packet, qos, retain, target, worker.nowNanos(), number);
            session.outbound().take(message, to, from);
        }
    }

    /** Leaves it on disk, if it has room in the queue. */
    private void leave(
            PublishView view, Session session, Kept kept, @Nullable Session from, long number) {
        Connection to = session.connection();
        Outbound outbound = session.outbound();
        int max = to == null ? limits.offlineMax() : outbound.onlineMax();
        int bytes = Message.bytes(view.length());
        Waiting queue = outbound.whole();
        DropReason full = to == null ? DropReason.OFFLINE_QUEUE_FULL : DropReason.QUEUE_FULL;
        if (!queue.isFull(bytes, max)) {
            kept.leave(Math.abs(number), bytes);
        } else if (limits.dropsOldest() && kept.beyond() > 0 && queue.isEmpty()) {
            session.drop(full, 1);
            kept.leave(Math.abs(number), bytes);
            kept.dropOldest();
        } else {
            session.drop(full, 1);
            kept.remove(number);
        }
        if (to != null) {
            kept.loadIfShort(queue.size());
            outbound.pressIfLong(to, from);
        }
    }
}
