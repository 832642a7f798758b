// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.kept.KeptExchange;
import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.broker.topics.SharedGroup;
import io.lapwing.protocol.AckView;
import io.lapwing.protocol.OutgoingPublish;
import io.lapwing.protocol.PacketType;
import io.lapwing.protocol.PublishView;
import io.lapwing.protocol.ReasonCode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages sent to one client, each until its exchange of packets is over (5.0 §4.3): within
 * the client's window, and again on its next connection. Part of a session, on its worker.
 */
final class Exchanges {
    private static final int[] NO_IDS = {};

    private final Session session;
    private final Worker owner;
    private final Inflight inflight = new Inflight();

    Exchanges(Session session) {
        this.session = session;
        this.owner = session.owner();
    }

    Inflight inflight() {
        return inflight;
    }

    /** Whether a message may go out now: QoS 0 needs the network, the others the window too. */
    boolean hasRoom(Connection to, int qos) {
        return to.transport.isWritable()
                && (qos == 0
                        || (inflight.count() < to.terms().receiveMax()
                                && !inflight.isResting()
                                && inflight.hasIds()
                                && inflight.keptBytes() < keptBytesMax()));
    }

    private long keptBytesMax() {
        return owner.shared().delivery.queuedBytesMax();
    }

    /** Whether a message must be at hand as long as it is in flight. */
    boolean keeps(Connection to, @Nullable SharedGroup group) {
        return group != null || session.outlivesConnection() || to.terms().retrySeconds() > 0;
    }

    /**
     * Begins with a message that {@link Output#takes}, addressed to the client but for its id.
     *
     * @param kept null where it need not be kept
     */
    void begin(Connection to, OutgoingPublish message, int qos, @Nullable Message kept) {
        if (qos > 0) {
            message.packetId(inflight.add(qos, kept, owner.intSecond()));
        }
        to.output.publish(message);
    }

    /** Begins with a message that waited, or ends with it at once if the client takes none such. */
    void begin(Connection to, Message message) {
        Kept kept = session.kept();
        if (kept != null && message.isKept() && message.qos() == 2) {
            beginKept(to, message, kept);
            return;
        }
        OutgoingPublish packet = outgoing(message, to).to(to.version(), message.qos(), 0);
        if (to.output.takes(packet)) {
            packet.dup(kept != null && message.isKept() && kept.wasPerhapsSent(message));
            begin(to, packet, message.qos(), keeps(to, message.group()) ? message : null);
        } else {
            session.drop(DropReason.TOO_LARGE, 1);
            forget(message);
        }
    }

    /**
     * Its packet id is on disk before the client sees it: else it could come to the client a second
     * time under another one.
     */
    private void beginKept(Connection to, Message message, Kept kept) {
        int packetId = inflight.add(2, message, owner.intSecond());
        kept.began(packetId, message);
        owner.keeper.then(failure -> {
            if (failure != null) {
                giveUp(to, kept);
            } else if (session.connection() == to && inflight.message(packetId) == message) {
                sendFirst(to, packetId, message);
            } // else it was sent again on another connection
        });
    }

    private void sendFirst(Connection to, int packetId, Message message) {
        OutgoingPublish packet = outgoing(message, to).to(to.version(), 2, packetId);
        if (to.output.takes(packet)) {
            to.output.publish(packet);
        } else {
            inflight.drop(packetId);
            session.drop(DropReason.TOO_LARGE, 1);
            forget(message);
            endKept(packetId);
        }
    }

    /** The exchange cannot go on before its stage is on disk: the client comes back for it. */
    private void giveUp(Connection to, Kept kept) {
        owner.keeper.amends().owe(kept);
        if (session.connection() == to) {
            to.disconnect(ReasonCode.SERVER_BUSY, "the exchange with it cannot be stored now");
        }
    }

    /** The message is delivered or given up: it need not be on disk any more. */
    void forget(@Nullable Message message) {
        Kept kept = session.kept();
        if (kept != null && message != null && message.isKept()) {
            kept.remove(message);
        }
    }

    private void endKept(int packetId) {
        Kept kept = session.kept();
        if (kept != null) {
            kept.ended(packetId);
        }
    }

    /** Shows the exchanges of QoS 2 whose stage is kept. */
    void forEachKept(Consumer<KeptExchange> visitor) {
        inflight.forEach((packetId, released, sentSecond) -> {
            Message message = inflight.message(packetId);
            if (released) {
                visitor.accept(new KeptExchange(false, packetId, 0));
            } else if (message != null && message.isKept() && message.qos() == 2) {
                visitor.accept(new KeptExchange(false, packetId, Math.abs(message.number())));
            }
        });
    }

    /**
     * The client is there, on a new connection: sends again what it has not acknowledged, in the
     * order of old (5.0 §4.4). Its window may be smaller than it was; PUBREL takes no place in it.
     */
    void resume(Connection to) {
        inflight.rest();
        inflight.forEach((packetId, released, sentSecond) -> {
            if (released) {
                release(to, packetId);
            } else if (isNextToResend(packetId) && hasRoomAgain(to)) {
                sendAgain(to, packetId);
            }
        });
    }

    /** Goes on with what is to be sent again; true when all is. */
    boolean resumeRest(Connection to) {
        while (inflight.isResting()) {
            if (!hasRoomAgain(to)) {
                return false;
            }
            sendAgain(to, inflight.oldestResting());
        }
        return true;
    }

    /** Sends again what an MQTT 3 client has not answered for too long. */
    void retry(Connection to) {
        if (inflight.count() == 0 || inflight.isResting() || !to.transport.isWritable()) {
            return; // or it has not even taken what was sent
        }
        int due = owner.intSecond() - to.terms().retrySeconds();
        inflight.forEach((packetId, released, sentSecond) -> {
            if (sentSecond <= due && released) {
                release(to, packetId);
            } else if (sentSecond <= due) {
                sendAgain(to, packetId);
            }
        });
    }

    private boolean isNextToResend(int packetId) {
        return inflight.isResting() && inflight.oldestResting() == packetId;
    }

    /** Whether one more of those in flight may go out again. */
    private boolean hasRoomAgain(Connection to) {
        return to.transport.isWritable() && inflight.active() < to.terms().receiveMax();
    }

    private void release(Connection to, int packetId) {
        inflight.resent(packetId, owner.intSecond());
        to.output.acknowledge(Acked.PUBREL_SENT, packetId, 0);
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
            forget(message);
            if (message.isKept() && message.qos() == 2) {
                endKept(packetId);
            }
        }
    }

    /** PUBACK, PUBREC or PUBCOMP from the client (5.0 §4.3); false when it ended the connection. */
    boolean onAck(AckView ack, Connection from) {
        int id = ack.packetId();
        boolean known =
                switch (ack.type()) {
                    case PacketType.PUBACK -> onAcknowledged(id);
                    case PacketType.PUBREC -> onReceived(id, ack.reasonCode(), from);
                    default -> onCompleted(id);
                };
        if (known) {
            return true;
        }
        owner.count(owner.counters().unexpected(ack.type(), from.version()));
        if (inflight.has(id)) {
            from.disconnect(
                    ReasonCode.PROTOCOL_ERROR,
                    PacketType.name(ack.type()) + " is not what message " + id + " waits for");
            return false;
        }
        return true;
    }

    private boolean onAcknowledged(int packetId) {
        if (session.kept() == null) {
            return inflight.acknowledged(packetId);
        }
        Message message = inflight.message(packetId);
        boolean known = inflight.acknowledged(packetId);
        if (known) {
            forget(message);
        }
        return known;
    }

    private boolean onCompleted(int packetId) {
        boolean known = inflight.completed(packetId);
        if (known) {
            endKept(packetId);
        }
        return known;
    }

    private boolean onReceived(int packetId, int reasonCode, Connection from) {
        Kept kept = session.kept();
        Message message = kept == null ? null : inflight.message(packetId);
        if (reasonCode >= 0x80) {
            boolean known = inflight.rejected(packetId);
            if (known) {
                forget(message);
                endKept(packetId);
            }
            return known;
        }
        boolean known = inflight.received(packetId, owner.intSecond());
        if (!known && inflight.has(packetId)) {
            return false;
        }
        if (known && kept != null) {
            releaseKept(from, packetId, message, kept);
            return true;
        }
        // 0x92 tells a client that remembers more than we do (5.0 §3.6.2.1); MQTT 3 has no codes.
        int answer = known || !from.version().isV5() ? 0 : 0x92;
        from.output.acknowledge(Acked.PUBREL_SENT, packetId, answer);
        return known;
    }

    /** That the client has it is on disk before it may forget that: else it got it twice. */
    private void releaseKept(Connection to, int packetId, @Nullable Message message, Kept kept) {
        forget(message);
        kept.released(packetId);
        owner.keeper.then(failure -> {
            if (failure != null) {
                giveUp(to, kept);
            } else if (session.connection() == to) {
                to.output.acknowledge(Acked.PUBREL_SENT, packetId, 0);
            } // else PUBREL has gone out on another connection
        });
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

    /** Names the subscriptions a message is for, to whoever knows of such names. */
    static void identify(OutgoingPublish message, Connection to, int @Nullable [] identifiers) {
        if (identifiers != null && to.version().isV5()) {
            message.subscriptionIds(identifiers, identifiers.length);
        } else {
            message.subscriptionIds(NO_IDS, 0);
        }
    }
}
