// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.admission.Authorizer;
import io.lapwing.broker.admission.Decision;
import io.lapwing.broker.admission.Onlooker;
import io.lapwing.broker.admission.RemoteAuthorizer.SubscribeAnswer;
import io.lapwing.broker.kept.KeptSubscription;
import io.lapwing.broker.topics.SharedGroup;
import io.lapwing.protocol.MalformedPacket;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.SharedFilter;
import io.lapwing.protocol.SubAck;
import io.lapwing.protocol.Subscribe;
import io.lapwing.protocol.Subscription;
import io.lapwing.protocol.UnsubAck;
import io.lapwing.protocol.Unsubscribe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SUBSCRIBE and UNSUBSCRIBE on one worker (5.0 §3.8 to §3.11). */
final class Subscribing {
    private static final ReasonCode NOT_KEPT = ReasonCode.IMPL_SPECIFIC_ERROR;

    private final Worker worker;
    private final Shared shared;

    Subscribing(Worker worker, Shared shared) {
        this.worker = worker;
        this.shared = shared;
    }

    /** A subscription of one packet, what the rules say about it, and what is to become of it. */
    private record Wish(Subscription asked, Decision decision, Subscription granted) {}

    void onSubscribe(Connection from, Session session, Subscribe packet) {
        worker.count(shared.counters.subscribeReceived[Counters.index(from.version())]);
        List<Wish> wishes = new ArrayList<>(packet.subscriptions().size());
        List<Subscription> undecided = new ArrayList<>();
        for (Subscription asked : packet.subscriptions()) {
            Decision decision = decide(from, asked.filter());
            wishes.add(new Wish(asked, decision, asked));
            if (decision.undecided()) {
                undecided.add(asked);
            }
        }
        Subscribe question =
                undecided.isEmpty()
                        ? packet
                        : new Subscribe(packet.packetId(), undecided, packet.properties());
        if (undecided.isEmpty()
                || !worker.publishing
                        .inquiries()
                        .ask(
                                from,
                                question,
                                answer -> {
                                    if (from.isConnected() && from.session() == session) {
                                        grant(from, session, packet, decided(wishes, answer));
                                    }
                                })) {
            grant(from, session, packet, wishes);
        }
    }

    /** What was left undecided is as the answer says; it has one for each, or one for all. */
    private static List<Wish> decided(List<Wish> wishes, SubscribeAnswer answer) {
        List<Wish> decided = new ArrayList<>(wishes.size());
        List<Subscription> instead = answer.instead();
        int next = 0;
        for (Wish wish : wishes) {
            if (wish.decision.undecided()) {
                Subscription granted = instead == null ? wish.asked : instead.get(next++);
                Decision decision = granted.qos() > 2 ? wish.decision : answer.decision();
                decided.add(new Wish(wish.asked, wish.decision.or(decision), granted));
            } else {
                decided.add(wish);
            }
        }
        return decided;
    }

    /** The answer goes out first, then the retained messages. */
    private void grant(Connection from, Session session, Subscribe packet, List<Wish> wishes) {
        List<Integer> ids = packet.properties().subscriptionIds();
        int identifier = ids.isEmpty() ? 0 : ids.getFirst();
        List<ReasonCode> granted = new ArrayList<>(wishes.size());
        List<Subscription> wantRetained = new ArrayList<>();
        for (Wish wish : wishes) {
            granted.add(subscribe(from, session, wish, identifier, wantRetained));
        }
        Grant grant = new Grant(packet, wishes, granted, wantRetained);
        if (!session.isKept()) {
            answer(from, session, grant);
            return;
        }
        worker.keeper.then(failure -> {
            boolean isHere = from.session() == session && from.isConnected();
            if (failure == null && isHere) {
                answer(from, session, grant);
            } else if (failure != null) {
                giveUp(session, grant);
                if (isHere) {
                    answer(from, session, grant.refused());
                }
            }
        });
    }

    /** What a SUBSCRIBE comes to. */
    private record Grant(
            Subscribe packet,
            List<Wish> wishes,
            List<ReasonCode> granted,
            List<Subscription> wantRetained) {
        /** The same when none of it can be kept. */
        Grant refused() {
            List<ReasonCode> codes =
                    granted.stream()
                            .map(code -> code.isError() ? code : ReasonCode.QUOTA_EXCEEDED)
                            .toList();
            return new Grant(packet, wishes, codes, List.of());
        }
    }

    /** None of it is on disk: nothing of it holds. */
    private void giveUp(Session session, Grant grant) {
        for (int i = 0; i < grant.granted.size(); i++) {
            if (!grant.granted.get(i).isError()) {
                unsubscribe(session, utf8(grant.wishes.get(i).granted.filter()));
            }
        }
    }

    private void answer(Connection from, Session session, Grant grant) {
        Subscribe packet = grant.packet;
        List<Integer> ids = packet.properties().subscriptionIds();
        int identifier = ids.isEmpty() ? 0 : ids.getFirst();
        worker.count(shared.counters.subackSent[Counters.index(from.version())]);
        from.output.send(new SubAck(packet.packetId(), grant.granted, Properties.EMPTY));
        tell(from, packet, grant.wishes, grant.granted);
        int @Nullable [] identifiers = identifier == 0 ? null : new int[] {identifier};
        for (Subscription wish : grant.wantRetained) {
            int qos = Math.min(wish.qos(), from.terms().qosMax());
            session.outbound().replay(utf8(wish.filter()), qos, identifiers);
        }
    }

    private void tell(
            Connection from, Subscribe packet, List<Wish> wishes, List<ReasonCode> granted) {
        if (shared.onlooker == Onlooker.NOBODY) {
            return;
        }
        List<Subscription> made = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            if (granted.get(i).code() <= 2) {
                made.add(wishes.get(i).granted);
            }
        }
        if (!made.isEmpty()) {
            Subscribe told = new Subscribe(packet.packetId(), made, packet.properties());
            shared.onlooker.subscribed(from.client(), from.version(), told);
        }
    }

    void onUnsubscribe(Connection from, Session session, Unsubscribe packet) {
        worker.count(shared.counters.unsubscribeReceived[Counters.index(from.version())]);
        List<ReasonCode> reasons = new ArrayList<>(packet.filters().size());
        for (String filter : packet.filters()) {
            boolean had = unsubscribe(session, utf8(filter));
            reasons.add(had ? ReasonCode.SUCCESS : ReasonCode.NO_SUBSCRIPTION_EXISTED);
        }
        if (!session.isKept()) {
            answer(from, packet, reasons);
            return;
        }
        worker.keeper.then(failure -> {
            if (failure != null) {
                packet.filters()
                        .forEach(each -> {
                            worker.keeper.amends().owe(new Again(this, session, each));
                        });
            }
            if (from.session() != session || !from.isConnected()) {
                return;
            }
            if (failure == null) {
                answer(from, packet, reasons);
            } else if (from.version().isV5()) {
                List<ReasonCode> failed = Collections.nCopies(reasons.size(), NOT_KEPT);
                answer(from, packet, failed);
            } else {
                from.disconnect(ReasonCode.SERVER_BUSY, "its UNSUBSCRIBE cannot be stored now");
            }
        });
    }

    private void answer(Connection from, Unsubscribe packet, List<ReasonCode> reasons) {
        shared.onlooker.unsubscribed(from.client(), from.version(), packet);
        worker.count(shared.counters.unsubackSent[Counters.index(from.version())]);
        from.output.send(new UnsubAck(packet.packetId(), reasons, Properties.EMPTY));
    }

    private boolean unsubscribe(Session session, byte[] filter) {
        session.outbound().stopReplay(filter);
        var old = shared.topics.unsubscribe(session.subscriptions, filter);
        SharedGroup group = old == null ? null : old.group();
        if (group != null) {
            session.outbound().shares().left(group);
        }
        deleteIfGone(session, filter);
        return old != null;
    }

    private void deleteIfGone(Session session, byte[] filter) {
        Kept kept = session.kept();
        if (kept != null && shared.topics.find(session.subscriptions, filter) == null) {
            KeptSubscription.delete(worker.keeper.write(), kept.number, filter);
        }
    }

    /** The disk still has a subscription that was given up. */
    private record Again(Subscribing by, Session session, String filter) implements Amends.Change {
        @Override
        public void write() {
            by.deleteIfGone(session, utf8(filter));
        }
    }

    private ReasonCode subscribe(
            Connection from,
            Session session,
            Wish asked,
            int identifier,
            List<Subscription> wantRetained) {
        Subscription wish = asked.granted;
        byte[] filter = utf8(wish.filter());
        int start = SharedFilter.filterStart(filter);
        if (SharedFilter.isShared(wish.filter()) && !isWellFormed(wish.filter())
                || Publishing.levels(filter, start, filter.length - start)
                        > shared.limits.topicDepthMax()) {
            return ReasonCode.TOPIC_FILTER_INVALID;
        }
        if (!asked.decision.allowed()) {
            worker.count(shared.counters.subscribeAuthError[Counters.index(from.version())]);
            return asked.decision.unavailable()
                    ? ReasonCode.IMPL_SPECIFIC_ERROR
                    : ReasonCode.NOT_AUTHORIZED;
        }
        int max = shared.limits.subscriptionsMax();
        boolean mayBeFull = max > 0 && session.subscriptions.size() >= max;
        if (mayBeFull && shared.topics.find(session.subscriptions, filter) == null) {
            return ReasonCode.QUOTA_EXCEEDED;
        }
        int qos = Math.min(wish.qos(), from.terms().qosMax());
        boolean bridge = from.terms().bridge(); // it must not get back what it sent
        int options =
                qos
                        | (wish.noLocal() || bridge ? 0x04 : 0)
                        | (wish.retainAsPublished() || bridge ? 0x08 : 0);
        boolean isNew =
                shared.topics.subscribe(
                        session, session.subscriptions, filter, options, identifier);
        Kept kept = session.kept();
        if (kept != null) {
            new KeptSubscription(filter, options, identifier)
                    .put(worker.keeper.write(), kept.number);
        }
        if (start > 0) {
            join(session, filter);
        } else if (wish.retainHandling() == Subscription.SEND_RETAINED
                || (isNew && wish.retainHandling() == Subscription.SEND_RETAINED_IF_NEW)) {
            wantRetained.add(wish);
        }
        return ReasonCode.of(qos);
    }

    /** A shared subscription gets no retained messages (5.0 §3.3.1.3), but what its group kept. */
    private void join(Session session, byte[] filter) {
        var added = shared.topics.find(session.subscriptions, filter);
        SharedGroup group = added == null ? null : added.group();
        if (group != null) {
            session.outbound().shares().joined(group);
        }
    }

    /** The codec has seen to MQTT 5; to MQTT 3 such a filter is like any other. */
    private static boolean isWellFormed(String filter) {
        try {
            return SharedFilter.parse(filter) != null;
        } catch (MalformedPacket malformed) {
            return false;
        }
    }

    /** A shared subscription is allowed as its filter is. */
    private Decision decide(Connection from, String filter) {
        Authorizer rules = shared.admission.authorizer();
        if (rules.allowsEverything() && from.terms().rules() == null) {
            return Decision.UNRULED;
        }
        byte[] bytes = utf8(filter);
        int start = SharedFilter.filterStart(bytes);
        return rules.subscribe(from.client(), start == 0 ? filter : utf8(bytes, start));
    }

    private static String utf8(byte[] bytes, int from) {
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
