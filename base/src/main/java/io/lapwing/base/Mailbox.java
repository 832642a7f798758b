// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker's mailbox: many senders, one reader. A sender pays one atomic exchange a mail and learns
 * whether the reader must be woken, so that senders post one batch a turn and rarely a wake-up.
 */
public final class Mailbox<T> {
    private record Link<T>(T mail, @Nullable Link<T> older) {}

    private final AtomicReference<@Nullable Link<T>> newest = new AtomicReference<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final int mailsMax;

    public Mailbox(int mailsMax) {
        this.mailsMax = mailsMax;
    }

    /** What a sender has to do after posting. */
    public enum Posted {
        /** The reader sleeps or may be about to: wake it. */
        WAKE,
        /** Mail was waiting already, so somebody has woken the reader. */
        QUIET,
        /** The mailbox is full; the mail was not taken and the sender decides what is lost. */
        FULL
    }

    public Posted post(T mail) {
        if (waiting.incrementAndGet() > mailsMax) {
            waiting.decrementAndGet();
            return Posted.FULL;
        }
        Link<T> older = newest.get();
        while (!newest.compareAndSet(older, new Link<>(mail, older))) {
            older = newest.get();
        }
        return older == null ? Posted.WAKE : Posted.QUIET;
    }

    /** Reads all that waits, oldest first. Only the owner calls this. */
    public void drain(Consumer<T> reader) {
        Link<T> link = newest.getAndSet(null);
        Link<T> oldest = null;
        int count = 0;
        while (link != null) {
            oldest = new Link<>(link.mail, oldest);
            link = link.older;
            count++;
        }
        waiting.addAndGet(-count);
        for (Link<T> each = oldest; each != null; each = each.older) {
            reader.accept(each.mail);
        }
    }
}
