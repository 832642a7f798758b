// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.topics.SharedGroup;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a shared group has for whichever member takes it, with those who have asked. Its home worker
 * owns it. Messages that come are bounded as those of a client that is away are, by {@code
 * max_offline_messages}; those that come back had their place in a session's bounds.
 */
final class GroupQueue {
    /** Messages that a member is dealt at a time. */
    static final int DEAL_MAX = 16;

    private final Worker home;
    private final SharedGroup group;
    private final Waiting waiting;
    private final Set<Session> asking = new LinkedHashSet<>(); // connected members, oldest first
    private final Set<Session> parked = new LinkedHashSet<>(); // away, with messages they were sent

    GroupQueue(Worker home, SharedGroup group) {
        this.home = home;
        this.group = group;
        DeliveryLimits limits = home.shared().delivery;
        this.waiting = new Waiting(limits.queuedBytesMax(), limits.dropsOldest());
    }

    /** Nobody is a member any more. */
    boolean isOver() {
        return group.size() == 0;
    }

    void add(Message message) {
        if (isOver()) {
            home.count(home.counters().queueUnhandled);
            return;
        }
        int before = waiting.size();
        int max = home.shared().delivery.offlineMax();
        if (waiting.isFull(message, max) && waiting.isWorthALook(home.intSecond())) {
            lost(DropReason.EXPIRED, waiting.remove(each -> each.isExpired(home.nowNanos())));
        }
        lost(DropReason.OFFLINE_QUEUE_FULL, waiting.add(message, max));
        home.cells.add(home.counters().sharedWaiting, waiting.size() - before);
        deal();
    }

    void addFirst(List<Message> messages) {
        if (isOver()) {
            home.cells.add(home.counters().queueUnhandled, messages.size());
            return;
        }
        messages.reversed().forEach(waiting::addFirst);
        home.cells.add(home.counters().sharedWaiting, messages.size());
        deal();
    }

    /** A connected member takes messages; whoever is away and has been sent some gives them up. */
    void ask(Session member) {
        parked.remove(member);
        for (Session away : parked) {
            takeFrom(away);
        }
        parked.clear();
        asking.add(member);
        deal();
    }

    /** A member went away with messages it was sent, when nobody else was there. */
    void park(Session member) {
        if (asking.isEmpty()) {
            parked.add(member);
        } else {
            takeFrom(member); // somebody has come meanwhile
        }
    }

    void left(Session member) {
        asking.remove(member);
        parked.remove(member);
        if (isOver()) {
            home.cells.add(home.counters().sharedWaiting, -waiting.size());
            home.cells.add(home.counters().queueUnhandled, waiting.size());
            home.sharing.forget(group);
        }
    }

    private void takeFrom(Session away) {
        away.owner().tell(() -> away.outbound().shares().handOver(group));
    }

    /** Gives messages to those who have asked, in their order, on their own workers. */
    private void deal() {
        while (!waiting.isEmpty() && !asking.isEmpty()) {
            Session member = asking.iterator().next();
            int fair = Math.ceilDiv(waiting.size(), asking.size());
            List<Message> dealt = take(Math.min(fair, DEAL_MAX));
            if (!dealt.isEmpty()) {
                asking.remove(member);
                member.owner().tell(() -> member.outbound().shares().take(group, dealt));
            }
        }
    }

    private List<Message> take(int max) {
        int before = waiting.size();
        List<Message> taken = new ArrayList<>(max);
        int expired = 0;
        while (taken.size() < max && !waiting.isEmpty()) {
            Message next = waiting.removeFirst();
            if (next.isExpired(home.nowNanos())) {
                expired++;
            } else {
                taken.add(next);
            }
        }
        lost(DropReason.EXPIRED, expired);
        home.cells.add(home.counters().sharedWaiting, waiting.size() - before);
        return taken;
    }

    private void lost(DropReason reason, int count) {
        Counters counters = home.counters();
        home.cells.add(counters.dropped[reason.ordinal()], count);
        home.cells.add(
                reason == DropReason.EXPIRED ? counters.queueExpired : counters.queueDrop, count);
    }
}
