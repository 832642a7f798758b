// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again on a virtual thread of its own, for what waits much and
 * computes little. Each round tells how many milliseconds later the next one is wanted.
 */
public final class Recurring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recurring.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private static final long AFTER_BUG_MILLIS = 1_000;

    private final Thread thread;
    private volatile boolean closed;

    private Recurring(String name, LongSupplier round) {
        thread = Thread.ofVirtual().name(name).unstarted(() -> run(round));
    }

    public static Recurring start(String name, LongSupplier round) {
        Recurring recurring = new Recurring(name, round);
        recurring.thread.start();
        return recurring;
    }

    /** Interrupts the round and waits for its end, at most a second. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(LongSupplier round) {
        while (!closed) {
            long waitMillis = AFTER_BUG_MILLIS;
            try {
                waitMillis = round.getAsLong();
            } catch (RuntimeException bug) {
                LOG.error("a round of {} failed", thread.getName(), bug);
            }
            if (!closed && waitMillis > 0) {
                LockSupport.parkNanos(waitMillis * 1_000_000);
            }
        }
    }
}
