// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.admission.Authorizer;
import io.lapwing.broker.admission.Client;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SUBSCRIBE and UNSUBSCRIBE on one worker (5.0 §3.8 to §3.11). */
final class Subscribing {
    private final Worker worker;
    private final Shared shared;

    Subscribing(Worker worker, Shared shared) {
        this.worker = worker;
        this.shared = shared;
    }

    /** The answer goes out first, then the retained messages. */
    void onSubscribe(Connection from, Session session, Subscribe packet) {
        worker.count(shared.counters.subscribeReceived[Counters.index(from.version())]);
        List<Integer> ids = packet.properties().subscriptionIds();
        int identifier = ids.isEmpty() ? 0 : ids.getFirst();
        List<ReasonCode> granted = new ArrayList<>(packet.subscriptions().size());
        List<Subscription> wantRetained = new ArrayList<>();
        for (Subscription wish : packet.subscriptions()) {
            granted.add(subscribe(from, session, wish, identifier, wantRetained));
        }
        worker.count(shared.counters.subackSent[Counters.index(from.version())]);
        from.output.send(new SubAck(packet.packetId(), granted, Properties.EMPTY));
        int @Nullable [] identifiers = identifier == 0 ? null : new int[] {identifier};
        for (Subscription wish : wantRetained) {
            int qos = Math.min(wish.qos(), from.terms().qosMax());
            session.outbound.replay(utf8(wish.filter()), qos, identifiers);
        }
    }

    void onUnsubscribe(Connection from, Session session, Unsubscribe packet) {
        worker.count(shared.counters.unsubscribeReceived[Counters.index(from.version())]);
        List<ReasonCode> reasons = new ArrayList<>(packet.filters().size());
        for (String filter : packet.filters()) {
            byte[] bytes = utf8(filter);
            session.outbound.stopReplay(bytes);
            boolean had = shared.topics.unsubscribe(session.subscriptions, bytes) != null;
            reasons.add(had ? ReasonCode.SUCCESS : ReasonCode.NO_SUBSCRIPTION_EXISTED);
        }
        worker.count(shared.counters.unsubackSent[Counters.index(from.version())]);
        from.output.send(new UnsubAck(packet.packetId(), reasons, Properties.EMPTY));
    }

    private ReasonCode subscribe(
            Connection from,
            Session session,
            Subscription wish,
            int identifier,
            List<Subscription> wantRetained) {
        byte[] filter = utf8(wish.filter());
        if (SharedFilter.isShared(wish.filter())) {
            return ReasonCode.SHARED_SUBS_NOT_SUPPORTED;
        }
        if (Publishing.levels(filter, 0, filter.length) > shared.limits.topicDepthMax()) {
            return ReasonCode.TOPIC_FILTER_INVALID;
        }
        if (!isAllowed(from, wish.filter())) {
            worker.count(shared.counters.subscribeAuthError[Counters.index(from.version())]);
            return ReasonCode.NOT_AUTHORIZED;
        }
        int max = shared.limits.subscriptionsMax();
        if (max > 0 && session.subscriptions.size() >= max) {
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
        if (wish.retainHandling() == Subscription.SEND_RETAINED
                || (isNew && wish.retainHandling() == Subscription.SEND_RETAINED_IF_NEW)) {
            wantRetained.add(wish);
        }
        return ReasonCode.of(qos);
    }

    private boolean isAllowed(Connection from, String filter) {
        Authorizer authorizer = shared.admission.authorizer();
        return authorizer.allowsEverything()
                || authorizer
                        .subscribe(new Client(from.clientId(), from.terms().userName()), filter)
                        .allowed();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
