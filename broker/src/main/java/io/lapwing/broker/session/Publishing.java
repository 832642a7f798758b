// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.admission.Authorizer;
import io.lapwing.broker.admission.Client;
import io.lapwing.broker.admission.Decision;
import io.lapwing.broker.refusals.SafeText;
import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.broker.topics.Route;
import io.lapwing.broker.topics.RouteCache;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.OutgoingPublish;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.PublishView;
import io.lapwing.protocol.PublishWriter;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Topics;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a PUBLISH through one worker: read in place, its topic found, retained, routed,
 * acknowledged. Nothing is allocated for a topic that this connection published to last.
 */
final class Publishing {
    private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);

    private final Worker worker;
    private final Shared shared;
    private final Counters counters;
    private final Keeper keeper;
    private final Retaining retaining;
    private final Inquiries inquiries;

    Publishing(Worker worker, Shared shared) {
        this.worker = worker;
        this.shared = shared;
        this.counters = shared.counters;
        this.keeper = worker.keeper;
        this.retaining = new Retaining(worker, shared);
        this.inquiries = new Inquiries(worker, this);
    }

    Inquiries inquiries() {
        return inquiries;
    }

    void onPublish(Connection from, Session session, byte[] bytes, int offset, int length) {
        PublishView view = worker.inView;
        view.read(bytes, offset, length, from.version());
        worker.cells.increment(counters.publishReceived[Counters.index(from.version())]);
        if (view.hasSubscriptionId()) {
            from.disconnect(ReasonCode.PROTOCOL_ERROR, "PUBLISH with a subscription identifier");
            return;
        }
        if (view.qos() > from.terms().qosMax()) {
            from.disconnect(
                    ReasonCode.QOS_NOT_SUPPORTED,
                    "PUBLISH with QoS " + view.qos() + ", allowed is " + from.terms().qosMax());
            return;
        }
        if (view.retain() && !from.terms().retainAvailable()) {
            from.disconnect(
                    ReasonCode.RETAIN_NOT_SUPPORTED, "PUBLISH with RETAIN, which is switched off");
            return;
        }
        Inbound inbound = from.inbound(session);
        int perSecond = from.terms().publishesPerSecond();
        if (perSecond > 0 && inbound.spends(perSecond, worker.second())) {
            worker.holdForASecond(from);
        }
        if (view.topicAlias() > 0) {
            onAliased(from, inbound, session, view);
        } else {
            onNamed(from, inbound, session, view);
        }
    }

    /** A message whose topic is, or becomes, known by a number (5.0 §3.3.2.3.4). */
    private void onAliased(Connection from, Inbound inbound, Session session, PublishView view) {
        int alias = view.topicAlias();
        if (alias > from.terms().aliasesIn()) {
            from.disconnect(
                    ReasonCode.TOPIC_ALIAS_INVALID,
                    "topic alias " + alias + ", allowed are " + from.terms().aliasesIn());
            return;
        }
        if (view.topicLength() > 0) {
            onNamed(from, inbound, session, view);
            return;
        }
        Route known = inbound.aliased(alias);
        if (known == null) {
            from.disconnect(
                    ReasonCode.PROTOCOL_ERROR, "topic alias " + alias + " stands for no topic");
            return;
        }
        byte[] named = nameTopic(view, known.topic());
        onNamed(from, inbound, session, view);
        worker.buffers.give(named);
    }

    /** Writes the packet anew, with its topic's name: nobody behind this line knows of aliases. */
    private byte[] nameTopic(PublishView view, byte[] topic) {
        OutgoingPublish packet = worker.queuedOutgoing.message(view);
        packet.topic(topic, 0, topic.length)
                .to(view.version(), view.qos(), view.packetId())
                .dup(view.dup())
                .retain(view.retain());
        int length = PublishWriter.publishSize(packet);
        byte[] named = worker.buffers.take(length);
        PublishWriter.writePublish(packet, named, 0);
        view.read(named, 0, length, view.version());
        return named;
    }

    private void onNamed(Connection from, Inbound inbound, Session session, PublishView view) {
        Route route = routeFor(from, inbound, view);
        keeper.makeRoom();
        if (route == null) {
            if (!inquiries.wasAsked() && from.isConnected()) {
                refuse(from, session, view.qos(), view.packetId(), ReasonCode.NOT_AUTHORIZED);
            }
        } else if (isLost(view, route, session)) {
            Acked kind = view.qos() == 1 ? Acked.PUBACK_SENT : Acked.PUBREC_SENT;
            keeper.refuse(from, session, inbound, kind, view.packetId());
        } else if (view.qos() == 2) {
            publishOnce(from, session, view, route, view.packetId());
        } else {
            int before = keeper.promises();
            boolean reached = publish(view, route, session);
            boolean waits = keeper.promises() != before;
            acknowledge(from, session, view.qos(), view.packetId(), reached, waits);
        }
    }

    /** Answers a message that came with QoS 0 or 1, whatever it was published with. */
    void acknowledge(
            Connection from,
            Session session,
            int qos,
            int packetId,
            boolean reached,
            boolean waits) {
        if (qos == 1) {
            int reason = reached ? 0 : ReasonCode.NO_MATCHING_SUBSCRIBERS.code();
            Inbound inbound = from.inbound(session);
            keeper.answer(from, session, inbound, Acked.PUBACK_SENT, packetId, reason, waits);
        }
    }

    /** Whether it has to be on disk before it is acknowledged, and the disk takes nothing now. */
    private boolean isLost(PublishView view, Route route, Session from) {
        return keeper.isThere()
                && view.qos() > 0
                && (route.hasKept() || view.retain() || (view.qos() == 2 && from.isKept()))
                && !keeper.works();
    }

    /** PUBREL: the message was delivered when it came, its id may be used again (5.0 §4.3.3). */
    void onRelease(Connection from, Session session, int packetId) {
        boolean known = session.unreleased().remove(packetId);
        int reason = known ? 0 : ReasonCode.PACKET_ID_NOT_FOUND.code();
        Kept kept = known ? session.kept() : null;
        if (kept != null) {
            kept.forgot(packetId); // before the client may use the id for another message
        }
        Inbound inbound = from.inbound(session);
        keeper.answer(from, session, inbound, Acked.PUBCOMP_SENT, packetId, reason, kept != null);
    }

    /** Publishes what came in no packet of its own: a will, or a message of the server's. */
    void publish(Publish message, MqttVersion version, @Nullable Session from) {
        byte[] bytes = PacketCodec.bytes(message, version);
        PublishView view = new PublishView();
        view.read(bytes, 0, bytes.length, version);
        publish(view, routeOf(view), from);
    }

    void publishOnce(
            Connection from, Session session, PublishView view, Route route, int packetId) {
        int reason = 0;
        int before = keeper.promises();
        if (!session.unreleased().contains(packetId)) {
            int max = from.terms().unreleasedMax();
            if (!from.inbound(session).hasRoom(session.unreleased(), max)) {
                from.disconnect(
                        ReasonCode.RECEIVE_MAX_EXCEEDED,
                        "more than " + max + " QoS 2 messages that are not released");
                return;
            }
            session.unreleased().add(packetId);
            Kept kept = session.kept();
            if (kept != null) {
                kept.received(packetId);
            }
            boolean reached = publish(view, route, session);
            reason = reached ? 0 : ReasonCode.NO_MATCHING_SUBSCRIBERS.code();
        }
        boolean waits = keeper.promises() != before;
        Inbound inbound = from.inbound(session);
        keeper.answer(from, session, inbound, Acked.PUBREC_SENT, packetId, reason, waits);
    }

    boolean publish(PublishView view, Route route, @Nullable Session from) {
        if (from != null && shared.onlooker.hearsPublish(view.version())) {
            Client client = new Client(from.clientId(), from.userName());
            shared.onlooker.published(client, view.version(), Inquiries.message(view));
        }
        if (view.retain()) {
            retaining.retain(view, route.topic());
            // Whoever subscribed meanwhile counts on what is stored later to be delivered.
            Route now = route.isCurrent(shared.topics) ? route : routeOf(view);
            return worker.route(view, now, from);
        }
        return worker.route(view, route, from);
    }

    Route routeOf(PublishView view) {
        return worker.routes.route(view.buffer(), view.topicOffset(), view.topicLength());
    }

    /** The route of a topic this client may publish to; null when it may not. */
    private @Nullable Route routeFor(Connection from, Inbound inbound, PublishView view) {
        byte[] bytes = view.buffer();
        int offset = view.topicOffset();
        int length = view.topicLength();
        Route last = inbound.lastRoute;
        int rules = shared.admission.authorizer().version(); // before they are asked
        if (last != null
                && inbound.lastRules == rules
                && RouteCache.isFor(last, bytes, offset, length)) {
            if (!last.isCurrent(shared.topics)) {
                last = worker.routes.route(bytes, offset, length);
                inbound.lastRoute = last;
            }
            setAlias(from, inbound, view, last);
            return last;
        }
        if (worker.routes.cached(bytes, offset, length) == null) {
            Topics.checkName(bytes, offset, length);
            if (levels(bytes, offset, length) > shared.limits.topicDepthMax()) {
                from.disconnect(
                        ReasonCode.TOPIC_NAME_INVALID,
                        "topic of more than " + shared.limits.topicDepthMax() + " levels");
                return null;
            }
        }
        Route route = worker.routes.route(bytes, offset, length);
        setAlias(from, inbound, view, route);
        if (bytes[offset] == '$' || !isAllowed(from, inbound, view, route.topic(), rules)) {
            return null;
        }
        inbound.lastRoute = route;
        inbound.lastRules = rules;
        return route;
    }

    private static void setAlias(Connection from, Inbound by, PublishView view, Route route) {
        if (view.topicAlias() > 0) {
            by.alias(view.topicAlias(), route, from.terms().aliasesIn());
        }
    }

    static int levels(byte[] bytes, int offset, int length) {
        int levels = 1;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '/') {
                levels++;
            }
        }
        return levels;
    }

    /** What was allowed under the rules of this version is not asked again. */
    private boolean isAllowed(
            Connection from, Inbound inbound, PublishView view, byte[] name, int version) {
        Authorizer rules = shared.admission.authorizer();
        AllowedTopics known = inbound.allowed;
        if (rules.allowsEverything() && from.terms().rules() == null
                || (known != null && known.has(name, version))) {
            return true;
        }
        String topic = new String(name, StandardCharsets.UTF_8);
        Decision decision = rules.publish(from.client(), topic);
        if (decision.undecided() && inquiries.ask(from, view, decision)) {
            return false; // not yet
        }
        if (decision.allowed()) {
            if (inbound.lastRoute != null) { // the first topic is remembered with its route
                inbound.allow(name, version);
            }
        } else {
            tellDenied(from, topic, decision);
        }
        return decision.allowed();
    }

    static void tellDenied(Connection from, String topic, Decision decision) {
        if (LOG.isInfoEnabled()) {
            LOG.info(
                    "can't auth publish for client {} (user {}) on topic {} due to {}",
                    from.name(),
                    SafeText.binary(from.terms().userName()),
                    SafeText.quoted(topic),
                    decision.told());
        }
    }

    /**
     * A message nobody may send: MQTT 5 is told so; MQTT 3 has no word for it, and gets its
     * acknowledgement (3.1.1 §3.3.5). Topics that begin with $ are the server's own.
     */
    void refuse(Connection from, Session session, int qos, int packetId, ReasonCode why) {
        worker.cells.increment(counters.publishAuthError[Counters.index(from.version())]);
        int reason = why.code();
        Inbound inbound = from.inbound(session);
        if (qos == 1) {
            keeper.answer(from, session, inbound, Acked.PUBACK_SENT, packetId, reason, false);
        } else if (qos == 2) {
            if (!from.version().isV5() && !session.unreleased().contains(packetId)) {
                session.unreleased().add(packetId);
            }
            keeper.answer(from, session, inbound, Acked.PUBREC_SENT, packetId, reason, false);
        }
    }
}
