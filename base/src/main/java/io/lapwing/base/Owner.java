// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that owns some state. Others hand it work through a bounded mailbox; nothing it owns is
 * locked. A mail that throws is a bug of ours: it is logged, and the next one is read.
 */
public final class Owner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Owner.class);
    private static final Duration ASK_LIMIT = Duration.ofSeconds(10);

    private final BlockingQueue<Runnable> mails;
    private final Thread thread;
    private volatile boolean closed;

    private Owner(String name, int mailsMax) {
        this.mails = new ArrayBlockingQueue<>(mailsMax);
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /** Starts the thread; at most {@code mailsMax} mails wait for it. */
    public static Owner start(String name, int mailsMax) {
        Owner owner = new Owner(name, mailsMax);
        owner.thread.start();
        return owner;
    }

    /**
     * Hands over work without waiting. False when the mailbox is full: the caller counts the loss.
     */
    public boolean tell(Runnable mail) {
        return !closed && mails.offer(mail);
    }

    /**
     * Waits for an answer worked out on the owner's thread. Never called by a worker.
     *
     * @throws IllegalStateException when the owner is closed or does not answer within 10 s
     */
    public <R> R ask(Supplier<R> question) {
        Reply<R> answer = new Reply<>();
        try {
            Runnable mail = () -> answer.with(question);
            if (closed || !mails.offer(mail, ASK_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(thread.getName() + " takes no questions");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + thread.getName(), e);
        }
        return answer.await(thread.getName());
    }

    /** Mails that wait. */
    public int waiting() {
        return mails.size();
    }

    /** Reads what is in the mailbox, then ends the thread. Waits at most 5 s for it. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        // A full mailbox wakes the thread by itself; it ends when it has read everything.
        boolean unused = mails.offer(() -> {});
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed || !mails.isEmpty()) {
            try {
                mails.take().run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException bug) {
                LOG.error("{} dropped a mail that failed", thread.getName(), bug);
            }
        }
    }
}
