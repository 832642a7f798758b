// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A connected receiver that is behind, and the publishers that are not read because of it. They go
 * on when it has caught up, when it leaves, or when it stands still: one dead subscriber must not
 * stop them. Part of a session as long as its queue is long, on its worker.
 */
final class Pressure {
    /** Publishers that one receiver holds; of more, what does not fit into its queue is dropped. */
    static final int PUBLISHERS_MAX = 10_000;

    private static final long STILL_NANOS = 1_000_000_000L;

    private final Outbound receiver;
    private final Worker owner;
    private final Set<Session> held = new HashSet<>();
    private int ofOtherWorkers;
    private long movedNanos;
    private boolean moved;
    private boolean standsStill;

    Pressure(Outbound receiver, Worker owner) {
        this.receiver = receiver;
        this.owner = owner;
        this.movedNanos = owner.nowNanos();
    }

    /** Reads no more of a publisher, unless nobody waits for this receiver any more. */
    void hold(Session publisher) {
        if (standsStill || held.size() >= PUBLISHERS_MAX || !held.add(publisher)) {
            return;
        }
        if (publisher.owner() == owner) {
            publisher.holdFor(receiver);
        } else {
            ofOtherWorkers++;
            publisher.owner().tell(() -> publisher.holdFor(receiver));
        }
    }

    /**
     * Messages that publishers who are held may have on their way still. They come on top of what
     * the queue of a receiver that moves takes; one that stands still gets no more than that.
     */
    int underWay() {
        return moved ? ofOtherWorkers * MailWindow.MESSAGES_MAX : 0;
    }

    /** The receiver took something. */
    void onMoved() {
        movedNanos = owner.nowNanos();
        moved = true;
        standsStill = false;
    }

    /** Looks, once a second, whether the receiver still moves: it answers, or takes bytes. */
    void look(Transport to) {
        boolean answers = owner.nowNanos() - movedNanos <= STILL_NANOS;
        if (!standsStill && !answers && (to.isWritable() || !to.takesBytes())) {
            standsStill = true;
            moved = false;
            release();
        }
    }

    /** All publishers go on. */
    void release() {
        List<Session> free = new ArrayList<>(held);
        held.clear();
        ofOtherWorkers = 0;
        for (Session publisher : free) {
            if (publisher.owner() == owner) {
                publisher.releaseFor(receiver);
            } else {
                publisher.owner().tell(() -> publisher.releaseFor(receiver));
            }
        }
    }
}
