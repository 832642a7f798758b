// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls back at every whole multiple of a period of wall time, on a thread of its own. */
public final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final Thread thread;
    private volatile boolean closed;

    private Ticker(String name, long periodMillis, Runnable tick) {
        this.thread =
                Thread.ofPlatform().name(name).daemon().unstarted(() -> run(periodMillis, tick));
    }

    /** Ticks on the second for a period of one second. A late tick is not repeated. */
    public static Ticker start(String name, Duration period, Runnable tick) {
        Ticker ticker = new Ticker(name, period.toMillis(), tick);
        ticker.thread.start();
        return ticker;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(long periodMillis, Runnable tick) {
        long next = (System.currentTimeMillis() / periodMillis + 1) * periodMillis;
        while (!closed) {
            long wait = next - System.currentTimeMillis();
            if (wait > periodMillis) { // the machine's clock was set back
                next = (System.currentTimeMillis() / periodMillis + 1) * periodMillis;
            } else if (wait > 0) {
                LockSupport.parkNanos(wait * 1_000_000);
            } else {
                try {
                    tick.run();
                } catch (RuntimeException bug) {
                    LOG.error("a tick of {} failed", thread.getName(), bug);
                }
                next = (System.currentTimeMillis() / periodMillis + 1) * periodMillis;
            }
        }
    }
}
