// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.broker.topics.RetainedMessage;
import io.lapwing.broker.topics.SharedGroup;
import io.lapwing.broker.topics.Subscription;
import io.lapwing.protocol.AckView;
import io.lapwing.protocol.OutgoingPublish;
import io.lapwing.protocol.PacketType;
import io.lapwing.protocol.PublishView;
import io.lapwing.protocol.ReasonCode;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages on their way to one client: in flight and not yet acknowledged, or waiting for the
 * window, the network, or the client itself. Part of a session, on its worker.
 */
final class Outbound {
    private static final int[] NO_IDS = {};

    private final Session session;
    private final Worker owner;
    private final Inflight inflight = new Inflight();
    private @Nullable Waiting waiting;
    private @Nullable Replays replays;
    private @Nullable Shares shares;

    Outbound(Session session) {
        this.session = session;
        this.owner = session.owner();
    }

    /** Sends a message on, or lets it wait, or drops it: as QoS, window and queue say. */
    void deliver(PublishView view, OutgoingPublish message, Subscription target) {
        Connection to = session.connection();
        int qos = qos(view, target.qos());
        boolean retain = target.retainAsPublished() && view.retain();
        if (to == null || waiting != null || target.isOver() || !hasRoom(to, qos)) {
            await(view, qos, retain, target);
            return;
        }
        message.to(to.version(), qos, 0).retain(retain);
        identify(message, to, target.identifiers());
        if (!to.output.takes(message)) {
            session.drop(DropReason.TOO_LARGE, 1);
            return;
        }
        if (qos > 0) {
            boolean keeps = keeps(to) || target.isShared();
            Message kept = keeps ? copy(view, qos, retain, target) : null;
            message.packetId(inflight.add(qos, kept, owner.intSecond()));
        }
        to.output.publish(message);
    }

    /** Begins to send the retained messages that match a new subscription. */
    void replay(byte[] filter, int qosMax, int @Nullable [] identifiers) {
        if (replays == null) {
            replays = new Replays(this, owner);
        }
        replays.add(filter, qosMax, identifiers);
        drain();
    }

    /** The subscription is given up: no more retained messages for it. */
    void stopReplay(byte[] filter) {
        if (replays != null) {
            replays.drop(filter);
        }
    }

    /** Sends a retained message; false when the client does not take it now. */
    boolean sendRetained(RetainedMessage message, int qos, int @Nullable [] identifiers) {
        Connection to = session.connection();
        if (to == null || !hasRoom(to, qos)) {
            return false;
        }
        send(to, Message.of(message, qos, identifiers));
        return true;
    }

    /**
     * The client is there, on a new connection: sends again what it has not acknowledged, in the
     * order of old (5.0 §4.4), then what waited. Its window may be smaller than it was.
     */
    void resume(Connection to) {
        inflight.rest();
        inflight.forEach((packetId, released, sentSecond) -> {
            if (released) {
                inflight.resent(packetId, owner.intSecond());
                to.output.acknowledge(Acked.PUBREL_SENT, packetId, 0);
            } else if (isNextToResend(packetId) && hasRoomAgain(to)) {
                sendAgain(to, packetId);
            }
        });
        Waiting queue = waiting;
        if (queue != null && !limits().onlineMayExceed()) {
            session.drop(DropReason.QUEUE_FULL, queue.trim(limits().onlineMax()));
        }
        drain();
        tellReadiness();
        if (shares != null) {
            shares.onAttached();
        }
    }

    /** The client is gone: QoS 0 does not wait for it, nor does more than may. */
    void suspend() {
        replays = null; // only meant for the connection
        tellReadiness();
        if (shares != null) {
            shares.onDetached();
        }
        Waiting queue = waiting;
        if (queue != null) {
            session.drop(DropReason.CLIENT_LEFT, queue.remove(message -> message.qos() == 0));
            session.drop(DropReason.OFFLINE_QUEUE_FULL, queue.trim(limits().offlineMax()));
            waiting = queue.isEmpty() ? null : queue;
        }
    }

    /** The session is over: nobody waits for these any more. */
    void end() {
        if (shares != null) {
            shares.onEnded();
        }
        int unhandled = waiting == null ? 0 : waiting.size();
        owner.cells.add(owner.counters().queueUnhandled, unhandled);
        waiting = null;
    }

    /** Sends again what an MQTT 3 client has not answered for too long. */
    void retry(Connection to) {
        int due = owner.intSecond() - to.terms().retrySeconds();
        if (inflight.count() == 0 || inflight.isResting() || !to.transport.isWritable()) {
            return; // or it has not even taken what was sent
        }
        inflight.forEach((packetId, released, sentSecond) -> {
            if (sentSecond > due) {
                return;
            }
            if (released) {
                inflight.resent(packetId, owner.intSecond());
                to.output.acknowledge(Acked.PUBREL_SENT, packetId, 0);
            } else {
                sendAgain(to, packetId);
            }
        });
    }

    /** Sends what waits, as far as the window and the network take it. */
    void drain() {
        Connection to = session.connection();
        if (to == null || !drainWaiting(to)) {
            return;
        }
        if (shares != null) {
            shares.onDrained();
        }
        if (replays != null && replays.send()) {
            replays = null;
        }
    }

    /** What this session has to do with shared groups. */
    Shares shares() {
        if (shares == null) {
            shares = new Shares(session, this, inflight);
            tellReadiness();
        }
        return shares;
    }

    /** Takes a message of a shared group; false when it has no room. */
    boolean takeDealt(Message message) {
        Waiting queue = waitingOrNew();
        if (queue.isFull(message, limits().onlineMax())) {
            return false;
        }
        queue.addLast(message);
        waiting = queue;
        tellReadiness();
        return true;
    }

    /** Takes messages out of the queue. */
    void removeWaiting(Predicate<Message> which) {
        Waiting queue = waiting;
        if (queue != null) {
            int unused = queue.remove(which);
            waiting = queue.isEmpty() ? null : queue;
            tellReadiness();
        }
    }

    /** True when nothing waits any more. */
    private boolean drainWaiting(Connection to) {
        while (inflight.isResting()) {
            if (!hasRoomAgain(to)) {
                return false;
            }
            sendAgain(to, inflight.oldestResting());
        }
        Waiting queue = waiting;
        if (queue == null) {
            tellReadiness();
            return true;
        }
        for (Message next = queue.peek(); next != null; next = queue.peek()) {
            if (next.expirySeconds() != Message.NEVER && next.isExpired(owner.nowNanos())) {
                queue.removeFirst();
                session.drop(DropReason.EXPIRED, 1);
            } else if (hasRoom(to, next.qos())) {
                queue.removeFirst();
                send(to, next);
            } else {
                return false;
            }
        }
        waiting = null;
        tellReadiness();
        return true;
    }

    private void send(Connection to, Message message) {
        OutgoingPublish packet = outgoing(message, to).to(to.version(), message.qos(), 0);
        if (!to.output.takes(packet)) {
            session.drop(DropReason.TOO_LARGE, 1);
            return;
        }
        if (message.qos() > 0) {
            Message kept = keeps(to) || message.group() != null ? message : null;
            packet.packetId(inflight.add(message.qos(), kept, owner.intSecond()));
        }
        to.output.publish(packet);
    }

    private void sendAgain(Connection to, int packetId) {
        Message message = inflight.message(packetId);
        if (message == null) {
            inflight.drop(packetId); // the session was not to outlive the connection it was sent on
            return;
        }
        OutgoingPublish packet =
                outgoing(message, to).to(to.version(), message.qos(), packetId).dup(true);
        if (to.output.takes(packet)) {
            inflight.resent(packetId, owner.intSecond());
            to.output.publish(packet);
        } else {
            inflight.drop(packetId); // this connection takes smaller packets than the last
            session.drop(DropReason.TOO_LARGE, 1);
        }
    }

    /** PUBACK, PUBREC or PUBCOMP from the client (5.0 §4.3). */
    void onAck(AckView ack, Connection from) {
        int id = ack.packetId();
        boolean known =
                switch (ack.type()) {
                    case PacketType.PUBACK -> inflight.acknowledged(id);
                    case PacketType.PUBREC -> onReceived(id, ack.reasonCode(), from);
                    default -> inflight.completed(id);
                };
        if (!known) {
            owner.count(owner.counters().unexpected(ack.type(), from.version()));
            if (inflight.has(id)) {
                from.disconnect(
                        ReasonCode.PROTOCOL_ERROR,
                        PacketType.name(ack.type()) + " is not what message " + id + " waits for");
                return;
            }
        }
        drain();
    }

    private boolean onReceived(int packetId, int reasonCode, Connection from) {
        if (reasonCode >= 0x80) {
            return inflight.rejected(packetId);
        }
        boolean known = inflight.received(packetId, owner.intSecond());
        if (!known && inflight.has(packetId)) {
            return false;
        }
        // 0x92 tells a client that remembers more than we do (5.0 §3.6.2.1); MQTT 3 has no codes.
        int answer = known || !from.version().isV5() ? 0 : 0x92;
        from.output.acknowledge(Acked.PUBREL_SENT, packetId, answer);
        return known;
    }

    /** Whether a message may go out now: QoS 0 needs the network, the others the window too. */
    private boolean hasRoom(Connection to, int qos) {
        return to.transport.isWritable()
                && (qos == 0
                        || (inflight.count() < to.terms().receiveMax()
                                && !inflight.isResting()
                                && inflight.hasIds()
                                && inflight.keptBytes() < limits().queuedBytesMax()));
    }

    /** Whether one more of those in flight may go out again. */
    private boolean hasRoomAgain(Connection to) {
        return to.transport.isWritable() && inflight.active() < to.terms().receiveMax();
    }

    private boolean isNextToResend(int packetId) {
        return inflight.isResting() && inflight.oldestResting() == packetId;
    }

    /** Whether a message must be at hand as long as it is in flight. */
    private boolean keeps(Connection to) {
        return session.outlivesConnection() || to.terms().retrySeconds() > 0;
    }

    private int qos(PublishView view, int subscribed) {
        return limits().upgradesQos() ? subscribed : Math.min(view.qos(), subscribed);
    }

    private DeliveryLimits limits() {
        return owner.shared().delivery;
    }

    private Message copy(PublishView view, int qos, boolean retain, Subscription target) {
        byte[] packet = owner.copyOf(view);
        return Message.of(view, packet, qos, retain, target, owner.nowNanos());
    }

    private void await(PublishView view, int qos, boolean retain, Subscription target) {
        boolean away = session.connection() == null;
        SharedGroup group = target.group();
        if (group != null && (away || target.isOver() || isFull(view))) {
            owner.sharing.keep(view, group);
        } else if (target.isOver()
                || session.isOver()
                || (away && (!session.outlivesConnection() || qos == 0))) {
            owner.count(owner.counters().queueUnhandled);
        } else {
            enqueue(copy(view, qos, retain, target));
        }
    }

    private boolean isFull(PublishView view) {
        Waiting queue = waiting;
        return queue != null && queue.isFull(Message.bytes(view.length()), limits().onlineMax());
    }

    private void enqueue(Message message) {
        boolean away = session.connection() == null;
        int max = away ? limits().offlineMax() : limits().onlineMax();
        Waiting queue = waitingOrNew();
        if (queue.isFull(message, max) && queue.isWorthALook(owner.intSecond())) {
            session.drop(
                    DropReason.EXPIRED, queue.remove(each -> each.isExpired(owner.nowNanos())));
        }
        int lost = queue.add(message, max);
        session.drop(away ? DropReason.OFFLINE_QUEUE_FULL : DropReason.QUEUE_FULL, lost);
        waiting = queue.isEmpty() ? null : queue;
        tellReadiness();
    }

    /** Shared groups prefer a client that would get a message at once. */
    private void tellReadiness() {
        if (shares != null) {
            session.tellReadiness(waiting == null && !inflight.isResting());
        }
    }

    private Waiting waitingOrNew() {
        Waiting queue = waiting;
        return queue != null
                ? queue
                : new Waiting(limits().queuedBytesMax(), limits().dropsOldest());
    }

    private OutgoingPublish outgoing(Message message, Connection to) {
        PublishView view = owner.queuedView;
        view.read(message.packet(), 0, message.packet().length, message.version());
        OutgoingPublish outgoing = owner.queuedOutgoing.message(view);
        outgoing.retain(message.retain());
        identify(outgoing, to, message.identifiers());
        if (message.expirySeconds() != Message.NEVER) {
            outgoing.messageExpirySeconds(message.secondsLeft(owner.nowNanos()));
        }
        return outgoing;
    }

    private static void identify(
            OutgoingPublish message, Connection to, int @Nullable [] identifiers) {
        if (identifiers != null && to.version().isV5()) {
            message.subscriptionIds(identifiers, identifiers.length);
        } else {
            message.subscriptionIds(NO_IDS, 0);
        }
    }
}
