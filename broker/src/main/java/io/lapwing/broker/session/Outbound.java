// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Series;
import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.broker.topics.RetainedMessage;
import io.lapwing.broker.topics.Subscription;
import io.lapwing.protocol.AckView;
import io.lapwing.protocol.OutgoingPublish;
import io.lapwing.protocol.PacketType;
import io.lapwing.protocol.PublishView;
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

    Outbound(Session session) {
        this.session = session;
        this.owner = session.owner();
    }

    /** Sends a message on, or lets it wait, or drops it: as QoS, window and queue say. */
    void deliver(PublishView view, OutgoingPublish message, Subscription target) {
        Connection to = session.connection();
        int qos = Math.min(view.qos(), target.qos());
        boolean retain = target.retainAsPublished() && view.retain();
        if (to != null && waiting == null && hasRoom(to, qos)) {
            int packetId = 0;
            if (qos > 0) {
                packetId = inflight.add(qos, keeps() ? copy(view, qos, retain, target) : null);
            }
            message.to(to.version(), qos, packetId).retain(retain);
            identify(message, to, target.identifiers());
            to.output.publish(message);
        } else {
            await(view, qos, retain, target);
        }
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
        send(
                new Message(
                        message.packet(),
                        message.version(),
                        qos,
                        true,
                        identifiers,
                        message.storedNanos()),
                to);
        return true;
    }

    /** The connection is gone, and with it what was only meant for it. */
    void onDetached() {
        replays = null;
    }

    /** Sends again what a client that comes back has not acknowledged (5.0 §4.4), then the rest. */
    void resend() {
        Connection to = session.connection();
        if (to == null) {
            return;
        }
        inflight.forEach((packetId, released, message) -> {
            if (released) {
                to.output.acknowledge(Acked.PUBREL_SENT, packetId, 0);
            } else if (message != null) {
                to.output.publish(
                        outgoing(message, to).to(to.version(), message.qos(), packetId).dup(true));
            }
        });
        drain();
    }

    /** Sends what waits, as far as the window and the network take it. */
    void drain() {
        Connection to = session.connection();
        if (to != null && drainWaiting(to) && replays != null && replays.send()) {
            replays = null;
        }
    }

    /** True when nothing waits any more. */
    private boolean drainWaiting(Connection to) {
        Waiting queue = waiting;
        if (queue == null) {
            return true;
        }
        for (Message next = queue.peek(); next != null; next = queue.peek()) {
            if (!hasRoom(to, next.qos())) {
                return false;
            }
            queue.removeFirst();
            send(next, to);
        }
        waiting = null;
        return true;
    }

    private void send(Message message, Connection to) {
        int qos = message.qos();
        int packetId = qos > 0 ? inflight.add(qos, keeps() ? message : null) : 0;
        to.output.publish(outgoing(message, to).to(to.version(), qos, packetId));
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
            owner.count(unexpected(ack.type(), from));
        }
        drain();
    }

    private boolean onReceived(int packetId, int reasonCode, Connection from) {
        if (reasonCode >= 0x80) {
            return inflight.rejected(packetId);
        }
        boolean known = inflight.received(packetId);
        // 0x92 tells a client that remembers more than we do (5.0 §3.6.2.1); MQTT 3 has no codes.
        int answer = known || !from.version().isV5() ? 0 : 0x92;
        from.output.acknowledge(Acked.PUBREL_SENT, packetId, answer);
        return known;
    }

    private Series unexpected(int type, Connection from) {
        Counters counters = owner.counters();
        int version = Counters.index(from.version());
        return switch (type) {
            case PacketType.PUBACK -> counters.pubackInvalid[version];
            case PacketType.PUBREC -> counters.pubrecInvalid;
            default -> counters.pubcompInvalid[version];
        };
    }

    /** Whether a message may go out now: QoS 0 needs the network, the others the window too. */
    private boolean hasRoom(Connection to, int qos) {
        return to.isWritable()
                && (qos == 0 || (inflight.count() < to.terms().receiveMax() && inflight.hasIds()));
    }

    private boolean keeps() {
        return session.outlivesConnection();
    }

    private Message copy(PublishView view, int qos, boolean retain, Subscription target) {
        return Message.copyOf(view, qos, retain, target.identifiers(), owner.nowNanos());
    }

    private void await(PublishView view, int qos, boolean retain, Subscription target) {
        boolean away = session.connection() == null;
        if (session.isOver() || (away && (!keeps() || qos == 0))) {
            owner.count(owner.counters().queueUnhandled);
        } else {
            enqueue(copy(view, qos, retain, target));
        }
    }

    private void enqueue(Message message) {
        Limits limits = owner.shared().limits;
        int max = session.connection() == null ? limits.offlineMax() : limits.queuedMax();
        Waiting queue = waiting;
        if (queue == null) {
            queue = new Waiting();
        }
        if (queue.add(message, max)) {
            waiting = queue;
        } else {
            owner.count(owner.counters().queueDrop);
        }
    }

    private OutgoingPublish outgoing(Message message, Connection to) {
        PublishView view = owner.queuedView;
        view.read(message.packet(), 0, message.packet().length, message.version());
        OutgoingPublish outgoing = owner.queuedOutgoing.message(view);
        outgoing.retain(message.retain());
        identify(outgoing, to, message.identifiers());
        if (view.messageExpirySeconds() >= 0) {
            long waited = (owner.nowNanos() - message.sinceNanos()) / 1_000_000_000L;
            outgoing.messageExpirySeconds(Math.max(0, view.messageExpirySeconds() - waited));
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
