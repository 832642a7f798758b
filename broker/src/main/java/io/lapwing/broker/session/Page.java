// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.kept.KeptMessage;
import io.lapwing.broker.kept.KeptSpaces;
import io.lapwing.store.Query;
import io.lapwing.store.StoreException;
import io.lapwing.store.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a part of a session's queue, on a reading thread, and brings it to the session's worker.
 */
final class Page implements Query {
    /** What is read at a time, and kept in memory of a longer queue. */
    static final int MESSAGES_MAX = 512;

    static final int BYTES_MAX = 512 * 1_024;

    /**
     * One entry.
     *
     * @param message null where it cannot be read
     */
    record Entry(long number, @Nullable KeptMessage message) {}

    private final Kept to;
    private final Worker owner;
    private final long from;
    private final long[] inFlight;
    private final List<Entry> entries = new ArrayList<>();
    private long bytes;
    private boolean isLast = true;
    private final Set<Long> meanwhile = new TreeSet<>();

    /**
     * @param from the first number that is read
     * @param inFlight those of the messages behind it that are in flight already
     */
    Page(Kept to, Worker owner, long from, long[] inFlight) {
        this.to = to;
        this.owner = owner;
        this.from = from;
        this.inFlight = inFlight;
    }

    List<Entry> entries() {
        return entries;
    }

    /** Whether the queue held no more when it was read. */
    boolean isLast() {
        return isLast;
    }

    boolean begins(long number) {
        return from == number;
    }

    /** A message has come since the page was asked for, and was left on disk. */
    void leftMeanwhile(long number) {
        meanwhile.add(number);
    }

    /** Whether a message that is on disk was not there yet when the page was read. */
    boolean misses() {
        return !meanwhile.isEmpty();
    }

    /**
     * How many of its entries may be taken now: those in front of one whose mail is still under
     * way, and of one that has come with a lower number after the page was read. Numbers of several
     * workers do not reach the disk in their order.
     */
    int usable(Keeper keeper) {
        entries.forEach(entry -> meanwhile.remove(entry.number));
        long end = meanwhile.isEmpty() ? Long.MAX_VALUE : meanwhile.iterator().next();
        int usable = 0;
        for (Entry entry : entries) {
            KeptMessage message = entry.message;
            boolean hasCome = message == null || keeper.hasCome(message, entry.number);
            if (!hasCome || entry.number > end) {
                return usable;
            }
            usable++;
        }
        return usable;
    }

    boolean isInFlight(long number) {
        for (long each : inFlight) {
            if (each == number) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void run(View view) throws StoreException {
        view.queue(
                KeptSpaces.QUEUES,
                to.number,
                from,
                (number, entry) -> {
                    if (entries.size() >= MESSAGES_MAX || bytes >= BYTES_MAX) {
                        isLast = false;
                        return false;
                    }
                    bytes += entry.length;
                    entries.add(new Entry(number, message(view, entry)));
                    return true;
                });
        owner.tell(() -> to.onPage(this));
    }

    private @Nullable KeptMessage message(View view, byte[] entry) {
        try {
            KeptMessage read = KeptMessage.read(entry);
            if (!read.isShared()) {
                return read;
            }
            byte[] packet = view.shared(KeptSpaces.PACKETS, read.shared());
            if (packet == null) {
                return null;
            }
            bytes += packet.length;
            return read.withPacket(packet);
        } catch (StoreException | RuntimeException damaged) {
            return null;
        }
    }

    @Override
    public void failed(String why) {
        owner.tell(() -> to.onPageFailed(why));
    }
}
