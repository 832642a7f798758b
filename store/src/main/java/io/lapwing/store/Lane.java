// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One worker's way into the store; that worker alone uses it. There is always one open write. What
 * is handed over has a ticket, and is settled in the order of the tickets.
 */
public final class Lane {
    /** Small writes that may be under way; then the open one grows until one of them is settled. */
    private static final int SMALL_WRITES_MAX = 4;

    /** Writes that may be under way, however large. */
    static final int WRITES_MAX = 64;

    private static final int LARGE_BYTES = 256 * 1_024;

    /** Writes that are kept for later use. */
    private static final int SPARE_MAX = SMALL_WRITES_MAX + 1;

    private final Store store;
    private final Settled settled;
    private final long bytesMax;
    private final ArrayDeque<Write> underWay = new ArrayDeque<>();
    private final ArrayDeque<Write> spare = new ArrayDeque<>();
    private Write open;
    private long ticket = 1;
    private long bytesUnderWay;
    private boolean full;
    private long toldUpTo; // by the storage thread, which alone touches it

    Lane(Store store, Settled settled, long bytesMax) {
        this.store = store;
        this.settled = settled;
        this.bytesMax = bytesMax;
        this.open = store.newWrite(this);
    }

    /** The open write. */
    public Write write() {
        return open;
    }

    /** The ticket that the open write will be settled under. */
    public long ticket() {
        return ticket;
    }

    /**
     * Hands over the open write, to be called at the end of each turn of the worker. When many are
     * under way it stays open and grows, and is handed over as soon as one of them is settled.
     */
    public void hand() {
        if (open.isEmpty() || !mayHand()) {
            return;
        }
        Write write = open;
        write.hand(ticket);
        if (!store.post(write)) {
            return; // the store is closed; nobody waits for it any more
        }
        ticket++;
        bytesUnderWay += write.bytes();
        store.counts().waiting(write.bytes());
        underWay.add(write);
        Write next = spare.poll();
        open = next != null ? next : store.newWrite(this);
    }

    /**
     * True when so much is under way that the worker must not read from publishers. It turns false
     * in {@link #settled} again, when half of it is gone.
     */
    public boolean isFull() {
        long bytes = bytesUnderWay + open.bytes();
        if (!full && bytes > bytesMax) {
            full = true;
            store.counts().full();
        } else if (full && bytes < bytesMax / 2) {
            full = false;
        }
        return full;
    }

    /** The worker was told that all up to this ticket is decided: takes the room back. */
    public void settled(long upTo) {
        Write first = underWay.peek();
        while (first != null && first.ticket() <= upTo) {
            underWay.remove();
            bytesUnderWay -= first.bytes();
            store.counts().waiting(-first.bytes());
            if (spare.size() < SPARE_MAX) {
                first.reset();
                spare.add(first);
            }
            first = underWay.peek();
        }
        hand();
    }

    /**
     * Runs a query once all is decided that was put into this lane before. False when it cannot be
     * taken now.
     */
    public boolean readAfterWrites(Query query) {
        if (!open.isEmpty()) {
            hand();
            if (!open.isEmpty()) {
                return false;
            }
        }
        return store.post(new Mail.Read(query));
    }

    // On the storage thread

    void tell(long upTo, @Nullable String failure) {
        if (upTo > toldUpTo) {
            toldUpTo = upTo;
            settled.settled(upTo, failure);
        }
    }

    void tell(StoreState state) {
        settled.stateChanged(state);
    }

    private boolean mayHand() {
        int count = underWay.size();
        return count < SMALL_WRITES_MAX || (count < WRITES_MAX && open.bytes() >= LARGE_BYTES);
    }
}
