// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The messages that wait for one client, oldest first. Its session owns it. */
final class Waiting {
    private final ArrayDeque<Message> messages = new ArrayDeque<>();
    private final long bytesMax;
    private final boolean dropsOldest;
    private final @Nullable Kept kept;
    private long bytes;
    private int lookedSecond = -1;

    /**
     * @param dropsOldest whether the oldest makes room for a new message (VerneMQ's lifo), or the
     *     new one is dropped (fifo)
     */
    Waiting(long bytesMax, boolean dropsOldest) {
        this(bytesMax, dropsOldest, null);
    }

    /**
     * @param kept where the messages are on disk as well, and more of them; null for nowhere
     */
    Waiting(long bytesMax, boolean dropsOldest, @Nullable Kept kept) {
        this.bytesMax = bytesMax;
        this.dropsOldest = dropsOldest;
        this.kept = kept;
    }

    int size() {
        return messages.size();
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    boolean isFull(Message by, int max) {
        return isFull(by.bytes(), max);
    }

    boolean isFull(int byBytes, int max) {
        return (max >= 0 && sizeOfAll() >= max) || bytesOfAll() + byBytes > bytesMax;
    }

    /** With those on disk only. */
    int sizeOfAll() {
        return messages.size() + (kept == null ? 0 : kept.beyond());
    }

    private long bytesOfAll() {
        return bytes + (kept == null ? 0 : kept.beyondBytes());
    }

    void addLast(Message message) {
        messages.addLast(message);
        bytes += message.bytes();
    }

    /** So long that those who make it longer are better not read. */
    boolean isHalfFull(int max) {
        return (max > 0 && sizeOfAll() * 2L >= max) || bytesOfAll() * 2 >= bytesMax;
    }

    /** So short that they may be read again. */
    boolean isNearlyEmpty(int max) {
        return (max < 0 || sizeOfAll() * 8L <= max) && bytesOfAll() * 8 <= bytesMax;
    }

    /** True once a second: to look through all for what has expired costs too much for more. */
    boolean isWorthALook(int second) {
        boolean worth = second != lookedSecond;
        lookedSecond = second;
        return worth;
    }

    /** Lets a message wait, at most so many with it; returns how many were dropped for it. */
    int add(Message message, int max) {
        int dropped = 0;
        while (isFull(message, max)) {
            dropped++;
            if (!dropsOldest || messages.isEmpty()) {
                forget(message);
                return dropped;
            }
            forget(removeFirst());
        }
        addLast(message);
        return dropped;
    }

    private void forget(Message dropped) {
        if (kept != null && dropped.isKept()) {
            kept.remove(dropped);
        }
    }

    /** Takes those out that are on disk as well. */
    List<Message> takeKept() {
        List<Message> taken = new ArrayList<>();
        for (Iterator<Message> each = messages.iterator(); each.hasNext(); ) {
            Message message = each.next();
            if (message.isKept()) {
                each.remove();
                bytes -= message.bytes();
                taken.add(message);
            }
        }
        return taken;
    }

    /** Puts a message in front of the others, which had its place before. */
    void addFirst(Message message) {
        messages.addFirst(message);
        bytes += message.bytes();
    }

    /** The one that goes next; null when none waits. */
    @Nullable Message peek() {
        return messages.peekFirst();
    }

    Message removeFirst() {
        Message first = messages.removeFirst();
        bytes -= first.bytes();
        return first;
    }

    /** Drops what is more than so many; returns how many that was. */
    int trim(int max) {
        int dropped = 0;
        while (max >= 0 && messages.size() > max) {
            Message gone = dropsOldest ? messages.removeFirst() : messages.removeLast();
            bytes -= gone.bytes();
            forget(gone);
            dropped++;
        }
        return dropped;
    }

    /** Drops what there is no use for any more; returns how many that was. */
    int remove(Predicate<Message> useless) {
        int dropped = 0;
        for (Iterator<Message> each = messages.iterator(); each.hasNext(); ) {
            Message message = each.next();
            if (useless.test(message)) {
                each.remove();
                bytes -= message.bytes();
                forget(message);
                dropped++;
            }
        }
        return dropped;
    }
}
