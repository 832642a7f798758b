// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Hashes passwords away from the workers, on half of the cores, with a bounded queue. */
public final class HashPool implements AutoCloseable {
    /** More logins are answered with "server busy" than waiting for minutes. */
    public static final int HASH_POOL_QUEUE_MAX = 4_096;

    private final ThreadPoolExecutor threads;

    public HashPool() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), HASH_POOL_QUEUE_MAX);
    }

    HashPool(int size, int queueMax) {
        threads =
                new ThreadPoolExecutor(
                        size,
                        size,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(queueMax),
                        Thread.ofPlatform().name("lapwing-hash-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** False when too many wait already, or the pool is closed. */
    public boolean run(Runnable work) {
        try {
            threads.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
