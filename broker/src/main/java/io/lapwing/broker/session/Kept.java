// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.drops.DropReason;
import io.lapwing.broker.kept.KeptExchange;
import io.lapwing.broker.kept.KeptMessage;
import io.lapwing.broker.kept.KeptSession;
import io.lapwing.broker.kept.KeptSpaces;
import io.lapwing.store.Write;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session on disk. Its queue there holds every message it has not acknowledged; of these, the
 * ones up to {@code memoryTo} are in memory while the client is here, and the others are read page
 * by page as it takes them. While it is away nothing is in memory but how many there are. Its
 * session's worker owns it.
 *
 * <p>A message comes by mail when it is on disk already. When nothing is left there behind what is
 * in memory it goes straight on; else it waits its turn on disk. A page ends before a message whose
 * mail is still under way, so that none is met twice.
 */
final class Kept implements Amends.Change {
    final long number;
    final Door door = new Door();
    private final Session session;
    private final Worker owner;
    private final Keeper keeper;

    private long memoryTo;
    private long highest; // that ever was in memory
    private boolean more; // on disk than in memory
    private @Nullable Page reading; // asked for, and not here yet
    private int beyond; // messages on disk only
    private long beyondBytes;

    /** False for a session of an earlier run until its queue has been looked through. */
    private boolean counted;

    private boolean surveyed; // its exchanges are in memory
    private boolean surveying;
    private long sentTo; // by an earlier run
    private int excess; // of those on disk, as many of the oldest are given up
    private int surplus; // and as many of the newest, behind those that are spared
    private int spared;

    /**
     * @param isNew false when an earlier run left it
     */
    Kept(Session session, long number, boolean isNew) {
        this.session = session;
        this.number = number;
        this.owner = session.owner();
        this.keeper = owner.keeper;
        this.counted = isNew;
        this.surveyed = isNew;
        this.more = !isNew;
    }

    /** An earlier run left it so. What it had sent when it ended by force is not known. */
    void restored(KeptSession state) {
        sentTo = state.awaySinceMillis() == 0 ? owner.shared().firstNumber : state.sentTo();
    }

    /** Messages of the queue that are not in memory. */
    int beyond() {
        return beyond;
    }

    long beyondBytes() {
        return beyondBytes;
    }

    /**
     * Whether a message of this number must wait on disk for its turn: behind others that do, or
     * behind a whole page in memory. One that is late, with pages behind it read already, must not.
     */
    boolean mustWait(long message, boolean holdsPage) {
        return message > memoryTo && (more || holdsPage);
    }

    /** A message is in memory now. */
    void took(long message) {
        memoryTo = Math.max(memoryTo, message);
        highest = Math.max(highest, message);
    }

    /** A message that has come is left on disk. */
    void leave(long message, int bytes) {
        more = true;
        memoryTo = Math.min(memoryTo, message - 1); // late, for a client that is away
        beyond++;
        beyondBytes += bytes;
        if (reading != null) {
            reading.leftMeanwhile(message);
        }
        if (!counted) {
            survey(done -> {});
        }
    }

    /** The oldest of those on disk makes room. */
    void dropOldest() {
        excess++;
        beyond--;
        load();
    }

    /** Gives up what is more than so many of them; returns how many that are. */
    int trim(int max, boolean oldest) {
        int over = max < 0 ? 0 : Math.max(0, beyond - max);
        if (over > 0) {
            beyond -= over;
            excess += oldest ? over : 0;
            surplus += oldest ? 0 : over;
            spared = oldest ? spared : max;
            load();
        }
        return over;
    }

    private boolean isGivenUp() {
        if (excess > 0) {
            excess--;
            return true;
        }
        if (surplus > 0 && spared-- <= 0) {
            surplus--;
            return true;
        }
        return false;
    }

    /** The client is gone: what waited in memory waits on disk alone from now on. */
    void unload(Waiting queue) {
        for (Message message : queue.takeKept()) {
            memoryTo = Math.min(memoryTo, Math.abs(message.number()) - 1);
            more = true;
            beyond++;
            beyondBytes += message.bytes();
        }
    }

    /** Reads on when little is left in memory; the client is here. */
    void loadIfShort(int inMemory) {
        if (more && inMemory < Page.MESSAGES_MAX / 2) {
            load();
        }
    }

    private void load() {
        if (reading != null || !more || session.isOver()) {
            return;
        }
        boolean mayMeetSome = highest > memoryTo; // that are in flight
        long[] inFlight =
                mayMeetSome ? session.outbound().exchanges().inflight().numbers() : new long[0];
        Page page = new Page(this, owner, memoryTo + 1, inFlight);
        reading = page;
        if (!keeper.read(page, mayMeetSome)) {
            onPageFailed("too much is being read");
        }
    }

    void onPageFailed(String why) {
        owner.loop()
                .inMillis(
                        20,
                        () -> {
                            reading = null;
                            if (session.connection() != null || excess > 0) {
                                load();
                            }
                        });
    }

    void onPage(Page page) {
        reading = null;
        if (!session.isOver() && page.begins(memoryTo + 1)) {
            takeAll(page);
        }
        if (excess > 0) {
            load();
        }
        session.drain();
    }

    private void takeAll(Page page) {
        int usable = page.usable(keeper);
        for (Page.Entry entry : page.entries().subList(0, usable)) {
            if (session.connection() == null && excess == 0) {
                return;
            }
            took(entry.number());
            if (!page.isInFlight(entry.number())) {
                take(entry.number(), entry.message());
            }
        }
        if (page.isLast() && usable == page.entries().size() && !page.misses()) {
            more = false;
            beyond = 0;
            beyondBytes = 0;
            excess = 0;
            surplus = 0;
        }
    }

    private void take(long message, @Nullable KeptMessage read) {
        if (read == null) {
            // The store has told of the damage; the entry itself goes, its packet is not known.
            keeper.remove(number, message, false);
            count(0);
            session.drop(DropReason.UNREADABLE, 1);
            return;
        }
        if (isGivenUp()) {
            beyond++; // it was counted out then
            count(Message.bytes(read.packet().length));
            keeper.remove(number, message, read.isShared());
            return;
        }
        Message taken = Survey.message(read, message, owner);
        count(taken.bytes());
        session.outbound().append(taken);
    }

    private void count(int bytes) {
        beyond = Math.max(0, beyond - 1);
        beyondBytes = Math.max(0, beyondBytes - bytes);
    }

    /** Whether an earlier run may have sent it: it is marked as a duplicate then. */
    boolean wasPerhapsSent(Message message) {
        return message.qos() == 1 && Math.abs(message.number()) <= sentTo;
    }

    /** A message is delivered, or given up. */
    void remove(Message message) {
        remove(message.number());
    }

    /**
     * @param message negative if its packet is shared
     */
    void remove(long message) {
        keeper.remove(number, Math.abs(message), message < 0);
    }

    /** A message for a session that is over: its queue is dropped once more. */
    void clear() {
        keeper.write().clear(KeptSpaces.QUEUES, number);
    }

    // Exchanges

    void began(int packetId, Message message) {
        new KeptExchange(false, packetId, Math.abs(message.number())).put(keeper.write(), number);
    }

    void released(int packetId) {
        new KeptExchange(false, packetId, 0).put(keeper.write(), number);
    }

    void ended(int packetId) {
        new KeptExchange(false, packetId, 0).delete(keeper.write(), number);
        oweIfLost();
    }

    void received(int packetId) {
        new KeptExchange(true, packetId, 0).put(keeper.write(), number);
        keeper.promise();
    }

    void forgot(int packetId) {
        new KeptExchange(true, packetId, 0).delete(keeper.write(), number);
        oweIfLost();
    }

    /** What is written now is written again when the store works, if it is lost. */
    void oweIfLost() {
        keeper.then(failure -> {
            if (failure != null) {
                keeper.amends().owe(this);
            }
        });
    }

    // The session itself

    /** Reads what an earlier run left, if that is not done; then goes on, false if it failed. */
    void awake(Consumer<Boolean> then) {
        if (surveyed) {
            then.accept(true);
        } else {
            survey(then);
        }
    }

    private void survey(Consumer<Boolean> then) {
        if (surveying && surveyed) {
            return;
        }
        surveying = true;
        Survey survey =
                new Survey(
                        number,
                        owner.shared().firstNumber,
                        owner,
                        done -> {
                            surveying = false;
                            if (done != null && !surveyed) {
                                surveyed = true;
                                counted = true;
                                beyond += done.messages;
                                beyondBytes += done.bytes;
                                restore(done);
                            }
                            then.accept(done != null);
                        });
        if (!keeper.read(survey, false)) {
            owner.loop().inMillis(20, () -> survey(then));
        }
    }

    private void restore(Survey done) {
        for (KeptExchange exchange : KeptExchange.inOrder(done.exchanges)) {
            int packetId = exchange.packetId();
            KeptMessage sent = done.sent.get(exchange.message());
            if (exchange.incoming()) {
                session.unreleased().add(packetId);
            } else if (sent != null) {
                Message message = Survey.message(sent, exchange.message(), owner);
                highest = Math.max(highest, exchange.message());
                session.outbound().exchanges().inflight().restore(packetId, message);
            } else if (exchange.message() == 0) {
                session.outbound().exchanges().inflight().restore(packetId, null);
            } else {
                ended(packetId);
            }
        }
    }

    /** The client is about to come in: reads what there is, then writes that it is here. */
    void open(KeptSession state, Round.Ending then) {
        awake(done -> {
            if (done) {
                save(state);
                keeper.then(then);
            } else {
                then.accept("it cannot be read");
            }
        });
    }

    void save(KeptSession state) {
        keeper.write().put(KeptSpaces.SESSIONS, session.key(), state.bytes());
    }

    /** The highest number that was given to the client. */
    long highest() {
        return Math.max(highest, sentTo);
    }

    /** Forgets all of it; entries that are still to come are dropped as they come. */
    void delete() {
        Write write = keeper.write();
        write.delete(KeptSpaces.SESSIONS, session.key());
        byte[] from = KeptSpaces.from(number);
        byte[] to = KeptSpaces.from(number + 1);
        write.deleteRange(KeptSpaces.SUBSCRIPTIONS, from, to);
        write.deleteRange(KeptSpaces.EXCHANGES, from, to);
        write.clear(KeptSpaces.QUEUES, number);
        oweIfLost();
    }

    /** Writes the whole session anew, or deletes it: the disk may have an older state. */
    @Override
    public void write() {
        if (session.isOver()) {
            delete();
            return;
        }
        session.save();
        Write write = keeper.write();
        write.deleteRange(
                KeptSpaces.EXCHANGES, KeptSpaces.from(number), KeptSpaces.from(number + 1));
        session.forEachExchange(exchange -> exchange.put(write, number));
        oweIfLost();
    }
}
