// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.base.Series;
import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.broker.topics.Subscriber;
import io.lapwing.broker.topics.Subscription;
import io.lapwing.broker.topics.SubscriptionSet;
import io.lapwing.protocol.AckView;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.OutgoingPublish;
import io.lapwing.protocol.PacketType;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PublishView;
import io.lapwing.protocol.Will;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What the broker knows of a client beyond its connection (5.0 §4.1): subscriptions, messages in
 * flight and waiting. One worker owns it for all its life; a client that comes back in by another
 * worker is moved to this one.
 */
final class Session implements Subscriber {
    /** Session expiry of MQTT 5: the session has no end (5.0 §3.1.2.11.2). */
    static final long NO_EXPIRY = 0xFFFF_FFFFL;

    private final String clientId;
    private final Worker owner;
    final SubscriptionSet subscriptions = new SubscriptionSet();
    private final Inflight inflight = new Inflight();
    private final PacketIds unreleased = new PacketIds();
    private @Nullable ArrayDeque<Message> waiting;
    private @Nullable Connection connection;
    private long expirySeconds;
    private @Nullable Will delayedWill;
    private MqttVersion willVersion = MqttVersion.V5;
    private boolean ended;

    Session(String clientId, Worker owner) {
        this.clientId = clientId;
        this.owner = owner;
    }

    String clientId() {
        return clientId;
    }

    Worker owner() {
        return owner;
    }

    @Override
    public int worker() {
        return owner.index;
    }

    /** The connection that speaks for it now; null while the client is away. */
    @Nullable Connection connection() {
        return connection;
    }

    PacketIds unreleased() {
        return unreleased;
    }

    /** How long it outlives its connection; 0 ends with it. */
    void expireAfter(long seconds) {
        expirySeconds = seconds;
    }

    boolean expiresWithConnection() {
        return expirySeconds == 0;
    }

    /** Publishes the will of a lost connection, after its delay (5.0 §3.1.3.2.2). */
    void publishWill(Will will, MqttVersion version) {
        long delay =
                Math.min(will.properties().longOr(Property.WILL_DELAY_INTERVAL, 0), expirySeconds);
        delayedWill = will;
        willVersion = version;
        if (delay == 0) {
            publishDelayedWill();
        } else {
            owner.later(delay, () -> publishIfStill(will));
        }
    }

    private void publishIfStill(Will will) {
        if (delayedWill == will) {
            publishDelayedWill();
        }
    }

    private void publishDelayedWill() {
        Will will = delayedWill;
        delayedWill = null;
        if (will != null) {
            owner.publishing.publishWill(will, willVersion, this);
        }
    }

    /** The client is here, with a new session or back in its old one. */
    void attach(Connection by, boolean resumed) {
        connection = by;
        delayedWill = null; // it came back in time
        if (!resumed) {
            owner.count(owner.counters().sessionsBegun);
        }
    }

    /** Sends again what a client that comes back has not acknowledged (5.0 §4.4), then the rest. */
    void resend() {
        Connection to = connection;
        if (to == null) {
            return;
        }
        inflight.forEach((packetId, released, message) -> {
            if (released) {
                to.output.acknowledge(Acked.PUBREL_SENT, packetId, 0);
            } else if (message != null) {
                to.output.publish(
                        outgoing(message).to(to.version(), message.qos(), packetId).dup(true));
            }
        });
        drain();
    }

    /** The connection is gone; the session stays for its time, or ends. */
    void detach() {
        connection = null;
        if (expirySeconds == 0) {
            end();
        } else if (expirySeconds != NO_EXPIRY) {
            owner.later(expirySeconds, this::endIfStillAway);
        }
    }

    private void endIfStillAway() {
        if (connection == null) {
            end();
        }
    }

    /** Forgets everything; another session may take the client id. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        publishDelayedWill();
        owner.shared().topics.unsubscribeAll(subscriptions);
        owner.shared().claims.release(this);
        owner.count(owner.counters().sessionsEnded);
    }

    /** Sends a message on, or lets it wait, or drops it: as QoS, window and queue say. */
    void deliver(PublishView view, OutgoingPublish message, Subscription target) {
        Connection to = connection;
        int qos = Math.min(view.qos(), target.qos());
        boolean retain = target.retainAsPublished() && view.retain();
        if (to != null && (waiting == null || waiting.isEmpty()) && hasRoom(to, qos)) {
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

    /** Sends a retained message for a new subscription. */
    void deliverRetained(
            PublishView view, int qosMax, int @Nullable [] identifiers, long sinceNanos) {
        Connection to = connection;
        int qos = Math.min(view.qos(), qosMax);
        if (to != null) {
            enqueue(Message.copyOf(view, qos, true, identifiers, sinceNanos));
            drain();
        }
    }

    /** Sends what waits, as far as the window and the network take it. */
    void drain() {
        Connection to = connection;
        while (to != null && waiting != null && !waiting.isEmpty()) {
            Message message = waiting.peekFirst();
            if (!hasRoom(to, message.qos())) {
                return;
            }
            waiting.removeFirst();
            int packetId = 0;
            if (message.qos() > 0) {
                packetId = inflight.add(message.qos(), keeps() ? message : null);
            }
            to.output.publish(outgoing(message).to(to.version(), message.qos(), packetId));
        }
        if (waiting != null && waiting.isEmpty()) {
            waiting = null;
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
        return expirySeconds > 0;
    }

    private Message copy(PublishView view, int qos, boolean retain, Subscription target) {
        return Message.copyOf(view, qos, retain, target.identifiers(), owner.nowNanos());
    }

    private void await(PublishView view, int qos, boolean retain, Subscription target) {
        if (ended || (connection == null && (!keeps() || qos == 0))) {
            owner.count(owner.counters().queueUnhandled);
        } else {
            enqueue(copy(view, qos, retain, target));
        }
    }

    private void enqueue(Message message) {
        Limits limits = owner.shared().limits;
        int max = connection == null ? limits.offlineMax() : limits.queuedMax();
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        if (max >= 0 && waiting.size() >= max) {
            owner.count(owner.counters().queueDrop);
        } else {
            waiting.addLast(message);
        }
    }

    private OutgoingPublish outgoing(Message message) {
        PublishView view = owner.queuedView;
        view.read(message.packet(), 0, message.packet().length, message.version());
        OutgoingPublish outgoing = owner.queuedOutgoing.message(view);
        outgoing.retain(message.retain());
        Connection to = connection;
        if (to != null) {
            identify(outgoing, to, message.identifiers());
            expire(outgoing, view, message);
        }
        return outgoing;
    }

    private void expire(OutgoingPublish outgoing, PublishView view, Message message) {
        if (view.messageExpirySeconds() >= 0) {
            long waited = (owner.nowNanos() - message.sinceNanos()) / 1_000_000_000L;
            outgoing.messageExpirySeconds(Math.max(0, view.messageExpirySeconds() - waited));
        }
    }

    private static void identify(
            OutgoingPublish message, Connection to, int @Nullable [] identifiers) {
        if (identifiers != null && to.version().isV5()) {
            message.subscriptionIds(identifiers, identifiers.length);
        } else {
            message.subscriptionIds(NO_IDS, 0);
        }
    }

    private static final int[] NO_IDS = {};
}
