// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.topics.RetainedMessage;
import io.lapwing.broker.topics.SharedGroup;
import io.lapwing.broker.topics.Subscription;
import io.lapwing.protocol.AckView;
import io.lapwing.protocol.OutgoingPublish;
import io.lapwing.protocol.PublishView;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages on their way to one client: sent at once where window and network allow, else
 * waiting for them or for the client itself, or dropped. Part of a session, on its worker.
 */
final class Outbound {
    private final Session session;
    private final Worker owner;
    private final Exchanges exchanges;
    private @Nullable Waiting waiting;
    private @Nullable Replays replays;
    private @Nullable Shares shares;
    private @Nullable Pressure pressure;
    private boolean lookedAt; // by the worker, once a second

    Outbound(Session session) {
        this.session = session;
        this.owner = session.owner();
        this.exchanges = new Exchanges(session);
    }

    /** Sends a message on, or lets it wait, or drops it: as QoS, window and queue say. */
    void deliver(
            PublishView view,
            OutgoingPublish message,
            Subscription target,
            @Nullable Session from) {
        Connection to = session.connection();
        int qos = limits().qosOf(view, target);
        boolean retain = target.retainAsPublished() && view.retain();
        if (to == null || waiting != null || target.isOver() || !exchanges.hasRoom(to, qos)) {
            await(view, qos, retain, target, from);
            return;
        }
        message.to(to.version(), qos, 0).retain(retain);
        Exchanges.identify(message, to, target.identifiers());
        if (to.output.takes(message)) {
            boolean keeps = qos > 0 && exchanges.keeps(to, target.group());
            exchanges.begin(to, message, qos, keeps ? copy(view, qos, retain, target, 0) : null);
        } else {
            session.drop(DropReason.TOO_LARGE, 1);
        }
    }

    /** Messages that wait for the client. */
    int queued() {
        Kept kept = session.kept();
        return (waiting == null ? 0 : waiting.size()) + (kept == null ? 0 : kept.beyond());
    }

    long queuedBytes() {
        Kept kept = session.kept();
        return (waiting == null ? 0 : waiting.bytes()) + (kept == null ? 0 : kept.beyondBytes());
    }

    /** Messages sent and not acknowledged. */
    int inFlight() {
        return exchanges.inflight().count();
    }

    /** Sends a message that is on disk, or lets it wait its turn in memory. */
    void take(Message message, Connection to, @Nullable Session from) {
        if (waiting == null && exchanges.hasRoom(to, message.qos())) {
            exchanges.begin(to, message);
        } else {
            enqueue(message, from);
        }
    }

    /** Whether as much waits in memory as is read from disk at a time. */
    boolean holdsPage() {
        Waiting queue = waiting;
        return queue != null
                && (queue.size() >= Page.MESSAGES_MAX || queue.bytes() >= Page.BYTES_MAX);
    }

    /** The queue with what waits on disk only: to see whether it is full. */
    Waiting whole() {
        return waitingOrNew();
    }

    /** Its queue has grown: who made it grow may have to wait. */
    void pressIfLong(Connection to, @Nullable Session from) {
        if (from != null && waitingOrNew().isHalfFull(limits().onlineMax())) {
            press(to, from);
        }
    }

    /** A message that was read from disk, behind those that wait already. */
    void append(Message message) {
        Waiting queue = waitingOrNew();
        queue.addLast(message);
        waiting = queue;
    }

    Exchanges exchanges() {
        return exchanges;
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
        if (to == null || !exchanges.hasRoom(to, qos)) {
            return false;
        }
        exchanges.begin(to, Message.of(message, qos, identifiers));
        return true;
    }

    /** The client is there, on a new connection: gets what it has not answered, and what waited. */
    void resume(Connection to) {
        exchanges.resume(to);
        Waiting queue = waiting;
        Kept kept = session.kept();
        if (kept != null) {
            int max = limits().onlineMayExceed() ? limits().offlineMax() : limits().onlineMax();
            session.drop(DropReason.QUEUE_FULL, kept.trim(max, limits().dropsOldest()));
        }
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
        ease();
        tellReadiness();
        if (shares != null) {
            shares.onDetached();
        }
        Waiting queue = waiting;
        if (queue != null) {
            Kept kept = session.kept();
            if (kept != null) {
                kept.unload(queue);
            }
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
        exchanges.retry(to);
    }

    /** PUBACK, PUBREC or PUBCOMP from the client: there may be room for more. */
    void onAck(AckView ack, Connection from) {
        if (exchanges.onAck(ack, from)) {
            drain();
        }
    }

    /** Sends what waits, as far as the window and the network take it. */
    void drain() {
        Connection to = session.connection();
        if (to == null || !exchanges.resumeRest(to) || !drainWaiting(to)) {
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
            shares = new Shares(session, this, exchanges.inflight());
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
            easeIfShort(queue);
        }
    }

    /** True when nothing waits any more. */
    private boolean drainWaiting(Connection to) {
        Waiting queue = waiting;
        if (queue == null) {
            loadMore();
            tellReadiness();
            return true;
        }
        boolean moved = false;
        Message next = queue.peek();
        while (next != null && (isExpired(next) || exchanges.hasRoom(to, next.qos()))) {
            queue.removeFirst();
            if (isExpired(next)) {
                session.drop(DropReason.EXPIRED, 1);
                exchanges.forget(next);
            } else {
                exchanges.begin(to, next);
                moved = true;
            }
            next = queue.peek();
        }
        waiting = queue.isEmpty() ? null : queue;
        loadMore();
        tellReadiness();
        if (pressure != null && moved) {
            pressure.onMoved();
        }
        easeIfShort(queue);
        return waiting == null;
    }

    private void loadMore() {
        Kept kept = session.kept();
        if (kept != null) {
            kept.loadIfShort(waiting == null ? 0 : waiting.size());
        }
    }

    private boolean isExpired(Message message) {
        return message.expirySeconds() != Message.NEVER && message.isExpired(owner.nowNanos());
    }

    private DeliveryLimits limits() {
        return owner.shared().delivery;
    }

    private Message copy(
            PublishView view, int qos, boolean retain, Subscription target, long number) {
        byte[] packet = owner.copyOf(view);
        return Message.of(view, packet, qos, retain, target, owner.nowNanos(), number);
    }

    private void await(
            PublishView view,
            int qos,
            boolean retain,
            Subscription target,
            @Nullable Session from) {
        boolean away = session.connection() == null;
        SharedGroup group = target.group();
        if (group != null && (away || target.isOver() || isFull(view))) {
            owner.sharing.keep(view, group);
        } else if (target.isOver()
                || session.isOver()
                || (away && (!session.outlivesConnection() || qos == 0))) {
            owner.count(owner.counters().queueUnhandled);
        } else {
            enqueue(copy(view, qos, retain, target, 0), from);
        }
    }

    private boolean isFull(PublishView view) {
        Waiting queue = waiting;
        return queue != null && queue.isFull(Message.bytes(view.length()), limits().onlineMax());
    }

    private void enqueue(Message message, @Nullable Session from) {
        Connection to = session.connection();
        int max = to == null ? limits().offlineMax() : onlineMax();
        Waiting queue = waitingOrNew();
        if (queue.isFull(message, max) && queue.isWorthALook(owner.intSecond())) {
            session.drop(DropReason.EXPIRED, queue.remove(this::isExpired));
        }
        int lost = queue.add(message, max);
        session.drop(to == null ? DropReason.OFFLINE_QUEUE_FULL : DropReason.QUEUE_FULL, lost);
        waiting = queue.isEmpty() ? null : queue;
        tellReadiness();
        if (to != null) {
            pressIfLong(to, from);
        }
    }

    /** Messages that may wait for a client that is here. */
    int onlineMax() {
        int max = limits().onlineMax();
        return max < 0 || pressure == null ? max : max + pressure.underWay();
    }

    /** The queue is long: who makes it longer is not read until it is short again. */
    private void press(Connection to, Session from) {
        if (from == session || to.reading.isHeldBy(from.outbound())) {
            return; // its answers would not be read either, and nobody would ever go on
        }
        if (pressure == null) {
            pressure = new Pressure(this, owner);
            if (!lookedAt) {
                lookedAt = true;
                owner.lookAt(this);
            }
        }
        pressure.hold(from);
    }

    private void easeIfShort(Waiting queue) {
        if (pressure != null && queue.isNearlyEmpty(limits().onlineMax())) {
            ease();
        }
    }

    private void ease() {
        Pressure over = pressure;
        pressure = null;
        if (over != null) {
            over.release();
        }
    }

    /** Looks, once a second, at a client that is behind; false when it is not any more. */
    boolean look() {
        Connection to = session.connection();
        if (pressure != null && to != null) {
            pressure.look(to.transport);
        }
        lookedAt = pressure != null;
        return lookedAt;
    }

    /** Shared groups prefer a client that would get a message at once. */
    private void tellReadiness() {
        if (shares != null) {
            session.tellReadiness(waiting == null && !exchanges.inflight().isResting());
        }
    }

    private Waiting waitingOrNew() {
        Waiting queue = waiting;
        return queue != null
                ? queue
                : new Waiting(limits().queuedBytesMax(), limits().dropsOldest(), session.kept());
    }
}
