// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.topics.SharedGroup;
import io.lapwing.broker.topics.Subscription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One session's side of its shared groups: it asks for their messages when its client is here,
 * takes what it is dealt, and gives back what it cannot pass on. See {@link Sharing} for the whole.
 */
final class Shares {
    private final Session session;
    private final Outbound outbound;
    private final Inflight inflight;
    private final Worker owner;
    private final Set<SharedGroup> groups = new HashSet<>();

    /** Groups to ask again, once what they dealt is on its way. */
    private final Set<SharedGroup> owed = new HashSet<>();

    Shares(Session session, Outbound outbound, Inflight inflight) {
        this.session = session;
        this.outbound = outbound;
        this.inflight = inflight;
        this.owner = session.owner();
    }

    /** The client has subscribed. */
    void joined(SharedGroup group) {
        groups.add(group);
        owner.sharing.ask(group, session);
    }

    /** An earlier run of the broker left it a member; its client is away. */
    void restored(SharedGroup group) {
        groups.add(group);
    }

    /** The client has unsubscribed: what it was sent it may still acknowledge (5.0 §3.10.4). */
    void left(SharedGroup group) {
        groups.remove(group);
        owed.remove(group);
        owner.sharing.left(group, session);
        if (group.size() > 0) {
            giveBack(List.of(), message -> message.group() == group);
        }
    }

    /** The client is here. */
    void onAttached() {
        groups.forEach(group -> owner.sharing.ask(group, session));
    }

    /** The client is gone, and may come back or not. */
    void onDetached() {
        owed.clear();
        if (owner.isStopping()) {
            return;
        }
        groups.forEach(group -> owner.sharing.left(group, session));
        List<Message> sent = inflight.take(message -> isWantedByOthers(message.group()));
        giveBack(sent, message -> message.group() != null);
        inflight.groups().forEach(group -> owner.sharing.park(group, session));
    }

    /** The session is over, its subscriptions are gone already. */
    void onEnded() {
        if (!owner.isStopping()) {
            List<Message> sent = inflight.take(message -> message.group() != null);
            giveBack(sent, message -> message.group() != null);
            groups.forEach(group -> owner.sharing.left(group, session));
        }
    }

    /** Another member is here, and takes what this one was sent and has not acknowledged. */
    void handOver(SharedGroup group) {
        if (session.connection() == null) {
            List<Message> sent = inflight.take(message -> message.group() == group);
            giveBack(sent, message -> false);
        }
    }

    /** Messages from the group's queue. */
    void take(SharedGroup group, List<Message> dealt) {
        Subscription mine = session.subscriptions.of(group);
        if (mine == null || session.connection() == null) {
            owner.sharing.giveBack(group, dealt);
            return;
        }
        owed.add(group);
        boolean upgradesQos = owner.shared().delivery.upgradesQos();
        for (int i = 0; i < dealt.size(); i++) {
            if (!outbound.takeDealt(dealt.get(i).dealtTo(mine, upgradesQos))) {
                owner.sharing.giveBack(group, dealt.subList(i, dealt.size()));
                break;
            }
        }
        outbound.drain();
    }

    /** Nothing waits for the client any more. */
    void onDrained() {
        if (!owed.isEmpty()) {
            List<SharedGroup> again = List.copyOf(owed);
            owed.clear();
            again.forEach(group -> owner.sharing.ask(group, session));
        }
    }

    private static boolean isWantedByOthers(@Nullable SharedGroup group) {
        return group != null && group.pick(0) != null;
    }

    /** Gives messages to their groups again: some that were sent, and of those that wait. */
    private void giveBack(List<Message> sent, Predicate<Message> ofThoseThatWait) {
        Map<SharedGroup, List<Message>> back = new LinkedHashMap<>();
        sent.forEach(message -> add(message, back));
        outbound.removeWaiting(message -> {
            boolean goes = ofThoseThatWait.test(message);
            if (goes) {
                add(message, back);
            }
            return goes;
        });
        back.forEach(owner.sharing::giveBack);
    }

    private static void add(Message message, Map<SharedGroup, List<Message>> to) {
        SharedGroup group = message.group();
        if (group != null) {
            to.computeIfAbsent(group, unused -> new ArrayList<>()).add(message);
        }
    }
}
