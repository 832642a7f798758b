// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that works in rounds: all that waits when a round begins is done together in it, and
 * what comes meanwhile waits for the next. Whoever hands over never waits.
 */
public final class Rounds<T> implements AutoCloseable {
    /** What a round does with its mails, oldest first; also called without any, after a pause. */
    public interface Work<T> {
        void round(List<T> mails);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Mailbox<T> mailbox;
    private final Work<T> work;
    private final long pauseNanos;
    private final List<T> mails = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    private Rounds(String name, int mailsMax, Duration pause, Work<T> work) {
        this.mailbox = new Mailbox<>(mailsMax);
        this.work = work;
        this.pauseNanos = pause.toNanos();
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /**
     * Makes the thread; {@link #start} sets it off.
     *
     * @param mailsMax mails that may wait
     * @param pause after which a round takes place even if nothing waits for it
     */
    public static <T> Rounds<T> of(String name, int mailsMax, Duration pause, Work<T> work) {
        return new Rounds<>(name, mailsMax, pause, work);
    }

    public void start() {
        thread.start();
    }

    /** False when too many mails wait, or the thread is about to end. */
    public boolean post(T mail) {
        if (closed) {
            return false;
        }
        Mailbox.Posted posted = mailbox.post(mail);
        if (posted == Mailbox.Posted.WAKE) {
            LockSupport.unpark(thread);
        }
        return posted != Mailbox.Posted.FULL;
    }

    /** Takes no more mail, does what waits, and ends. True when it has ended in this time. */
    public boolean close(Duration patience) {
        closed = true;
        LockSupport.unpark(thread);
        try {
            return thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        boolean unused = close(Duration.ofSeconds(5));
    }

    private void run() {
        boolean last = false;
        while (true) {
            mailbox.drain(mails::add);
            if (mails.isEmpty() && last) {
                return;
            }
            last = closed;
            if (mails.isEmpty() && !last) {
                LockSupport.parkNanos(pauseNanos);
                mailbox.drain(mails::add);
            }
            try {
                work.round(mails);
            } catch (RuntimeException bug) {
                LOG.error("a round of {} failed", thread.getName(), bug);
            }
            mails.clear();
        }
    }
}
