// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.kept.KeptMessage;
import io.lapwing.broker.kept.KeptSpaces;
import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.broker.topics.Route;
import io.lapwing.broker.topics.Subscription;
import io.lapwing.protocol.PublishView;
import io.lapwing.store.Lane;
import io.lapwing.store.Query;
import io.lapwing.store.Settled;
import io.lapwing.store.Store;
import io.lapwing.store.StoreState;
import io.lapwing.store.Write;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker's way to the disk.
 *
 * <p>What a persistent session is to get is written by the worker that received it, for the
 * sessions of all workers, in one write: an exchange of QoS 2 with its publisher and the message it
 * brought are kept together or not at all. Only when that is on disk does the message go on to its
 * receivers, in memory, and the answer to its publisher; so nobody has a message that may yet be
 * lost, and one that cannot be kept was given to nobody. From then on the entry belongs to the
 * receiver's worker, which removes it when the receiver has acknowledged it.
 *
 * <p>Without a store nothing is kept, and no session says that it is.
 */
final class Keeper implements Settled {
    /** A write that has grown so large is handed over within the turn. */
    private static final int WRITE_BYTES_MAX = 1_024 * 1_024;

    private final Worker owner;
    private final Shared shared;
    private final int workers;
    private final @Nullable Store store;
    private final @Nullable Lane lane;
    private final ArrayDeque<Round> waiting = new ArrayDeque<>();
    private final ArrayDeque<Round> spare = new ArrayDeque<>();
    private final ArrayDeque<MailBatch>[] unposted; // by worker, whose mailbox was full
    private final List<Connection> held = new ArrayList<>();
    private final KeptMessage.Delivery delivery = new KeptMessage.Delivery();
    private final Amends amends = new Amends(this);
    private final long[] noticed; // by worker that wrote it: the last message that came from it
    private Round open;
    private int promises;

    @SuppressWarnings({"unchecked", "this-escape"}) // an array of lists; the lane calls back later
    Keeper(Worker owner, Shared shared, int workers) {
        this.owner = owner;
        this.shared = shared;
        this.workers = workers;
        this.store = shared.store;
        this.noticed = new long[workers];
        this.unposted = new ArrayDeque[workers];
        for (int i = 0; i < workers; i++) {
            unposted[i] = new ArrayDeque<>();
        }
        this.open = new Round(workers);
        this.lane = store == null ? null : store.lane(this);
    }

    boolean isThere() {
        return lane != null;
    }

    /** Whether the store keeps what it is given. */
    boolean works() {
        return store == null || store.state() instanceof StoreState.Working;
    }

    /** The open write; it is handed over at the end of this turn. */
    Write write() {
        if (lane == null) {
            throw new IllegalStateException("nothing is kept");
        }
        owner.endTurnSoon();
        return lane.write();
    }

    Amends amends() {
        return amends;
    }

    /** Rises with everything that is written for somebody who is not answered before. */
    int promises() {
        return promises;
    }

    void promise() {
        promises++;
    }

    /** Hands over what is large already, so that what follows is in one write. */
    void makeRoom() {
        if (lane != null && lane.write().bytes() > WRITE_BYTES_MAX) {
            hand();
        }
    }

    /** Writes a message for all sessions that keep it; they get it when it is on disk. */
    int keep(PublishView message, Route route, @Nullable Session from) {
        int holders = 0;
        for (int worker = 0; worker < workers; worker++) {
            for (Subscription target : route.kept(worker)) {
                holders += wanted(target, from) == null ? 0 : 1;
            }
        }
        if (holders == 0 || store == null) {
            return 0;
        }
        promises++;
        Write write = write();
        long number = store.nextNumber();
        boolean isShared = holders > 1;
        if (isShared) {
            write.share(KeptSpaces.PACKETS, number, holders, message.length())
                    .bytes(message.buffer(), message.offset(), message.length());
        }
        long now = shared.clock.epochMillis();
        for (int worker = 0; worker < workers; worker++) {
            Subscription[] targets = route.kept(worker);
            for (Subscription target : targets) {
                append(write, message, wanted(target, from), number, now, isShared);
            }
            if (targets.length > 0) {
                open.mailFor(worker, owner).addKept(message, targets, from, number, isShared);
            }
        }
        holdIfFull(from);
        return holders;
    }

    private void append(
            Write write,
            PublishView message,
            @Nullable Subscription target,
            long number,
            long now,
            boolean isShared) {
        Kept kept = target == null ? null : ((Session) target.subscriber()).kept();
        if (target == null || kept == null) {
            return;
        }
        int qos = shared.delivery.qosOf(message, target);
        boolean retain = message.retain() && target.retainAsPublished();
        delivery.set(qos, retain, target.identifiers());
        KeptMessage.append(
                write, kept.number, number, owner.index, message, delivery, now, isShared);
    }

    /** The target that gets what this session published; null when it does not want that. */
    static @Nullable Subscription wanted(Subscription target, @Nullable Session from) {
        return target.subscriber() == from ? target.forOwnMessages() : target;
    }

    private void holdIfFull(@Nullable Session from) {
        Connection by = from == null ? null : from.connection();
        if (lane != null && by != null && lane.isFull() && by.reading.hold(this)) {
            held.add(by);
        }
    }

    /** Answers a publisher: at once, or in its place behind answers that wait for the disk. */
    void answer(
            Connection to,
            Session from,
            Inbound by,
            Acked kind,
            int packetId,
            int reason,
            boolean waits) {
        if (!waits && by.answersWaiting == 0) {
            to.output.acknowledge(kind, packetId, reason);
        } else {
            by.answersWaiting++;
            Round.Waits what = waits ? Round.Waits.WRITE : Round.Waits.TURN;
            open.answer(to, from, kind, packetId, reason, what);
            owner.endTurnSoon();
        }
    }

    /** Answers a publisher, in its place, that the message is not kept. */
    void refuse(Connection to, Session from, Inbound by, Acked kind, int packetId) {
        by.answersWaiting++;
        open.answer(to, from, kind, packetId, 0, Round.Waits.NOTHING);
        owner.endTurnSoon();
    }

    /** The time of an answer has come. */
    void answered(
            Connection to,
            Session from,
            Acked kind,
            int packetId,
            int reason,
            @Nullable String failure) {
        if (failure != null) {
            Refusing.forget(from, kind, packetId);
        }
        if (to.session() != from || !to.isConnected()) {
            return;
        }
        to.inbound(from).answersWaiting--;
        if (failure == null) {
            to.output.acknowledge(kind, packetId, reason);
        } else {
            Refusing.answer(to, kind, packetId, failure);
        }
    }

    /** Does something when all that was written up to now is on disk, or is known not to be. */
    void then(Round.Ending ending) {
        open.then(ending);
        owner.endTurnSoon();
    }

    /** Removes an entry that was delivered, or is given up. */
    void remove(long queue, long number, boolean isShared) {
        Write write = write();
        write.remove(KeptSpaces.QUEUES, queue, number);
        if (isShared) {
            write.release(KeptSpaces.PACKETS, number, 1);
        }
        open.removes(queue, number, isShared);
    }

    /** Messages that this worker wrote have come up to this one. */
    void noticed(int writer, long number) {
        noticed[writer] = number;
    }

    /** Whether a message that was read from disk has come in memory as well, as each does. */
    boolean hasCome(KeptMessage message, long number) {
        return number < shared.firstNumber || number <= noticed[message.worker()];
    }

    /** Reads; false when that must be tried again later. */
    boolean read(Query query, boolean behindWrites) {
        if (store == null || lane == null) {
            return false;
        }
        if (!behindWrites) {
            return store.read(query);
        }
        long ticket = lane.ticket();
        boolean taken = lane.readAfterWrites(query);
        closeIfHanded(ticket);
        return taken;
    }

    /** The end of a turn: hands over what was written in it. */
    void endTurn() {
        if (lane == null) {
            return;
        }
        hand();
        if (lane.write().isEmpty() && !open.isEmpty()) {
            if (waiting.isEmpty()) {
                Round now = open;
                open = nextRound();
                finish(now, null);
            } else {
                open.ticket = lane.ticket() - 1;
                close(open);
            }
        }
    }

    private void hand() {
        if (lane == null) {
            return;
        }
        long ticket = lane.ticket();
        lane.hand();
        closeIfHanded(ticket);
    }

    private void closeIfHanded(long ticket) {
        if (lane != null && lane.ticket() != ticket) {
            open.ticket = ticket;
            close(open);
        }
    }

    private void close(Round round) {
        waiting.addLast(round);
        open = nextRound();
    }

    private Round nextRound() {
        Round next = spare.poll();
        return next != null ? next : new Round(workers);
    }

    @Override
    public void settled(long upTo, @Nullable String failure) {
        owner.tell(() -> onSettled(upTo, failure));
    }

    private void onSettled(long upTo, @Nullable String failure) {
        if (lane == null) {
            return;
        }
        long ticket = lane.ticket();
        lane.settled(upTo);
        closeIfHanded(ticket);
        for (Round first = waiting.peek();
                first != null && first.ticket <= upTo;
                first = waiting.peek()) {
            waiting.remove();
            finish(first, failure);
        }
        if (!held.isEmpty() && !lane.isFull() && nothingUnposted()) {
            List<Connection> free = List.copyOf(held);
            held.clear();
            free.forEach(each -> each.reading.release(this));
        }
    }

    /** First the messages, then the answers to whoever sent them. */
    private void finish(Round round, @Nullable String failure) {
        if (failure == null) {
            for (int worker = 0; worker < workers; worker++) {
                MailBatch batch = round.takeMail(worker);
                if (batch != null && worker == owner.index) {
                    owner.take(batch);
                } else if (batch != null) {
                    unposted[worker].addLast(batch);
                }
            }
            post();
        } else {
            amends.owe(round.removed());
            owner.count(owner.counters().notKept);
        }
        round.answerAll(this, failure);
        round.end(failure);
        if (spare.size() < 8) {
            spare.addLast(round);
        }
    }

    private void post() {
        for (int worker = 0; worker < workers; worker++) {
            MailBatch first = unposted[worker].peek();
            while (first != null && owner.post(first, worker)) {
                unposted[worker].remove();
                first = unposted[worker].peek();
            }
        }
        if (!nothingUnposted()) {
            owner.loop().inMillis(1, this::post);
        }
    }

    private boolean nothingUnposted() {
        for (ArrayDeque<MailBatch> batches : unposted) {
            if (!batches.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    void onSecond() {
        if (lane != null && works()) {
            amends.make();
        }
    }
}
