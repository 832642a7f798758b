// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that read, so that no worker waits for the disk. They end with the open store. */
final class Readers {
    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

    private static final int THREADS = 2;

    /** Queries that may wait; more are put off and counted. */
    private static final int QUERIES_MAX = 8_192;

    private final StoreMetrics counts;
    private final View view;
    private final ThreadPoolExecutor threads;

    Readers(View view, StoreMetrics counts) {
        this.view = view;
        this.counts = counts;
        this.threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(QUERIES_MAX),
                        Thread.ofPlatform().name("store-read-", 1).daemon().factory());
    }

    /** False when too many wait, or the store is closed or being opened again. */
    boolean read(Query query) {
        try {
            threads.execute(() -> run(query));
            return true;
        } catch (RejectedExecutionException full) {
            counts.refusedRead();
            return false;
        }
    }

    /** Runs what waits, and ends. True when it has ended in this time. */
    boolean close(long millis) {
        threads.shutdown();
        try {
            return threads.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run(Query query) {
        long start = System.nanoTime();
        try {
            query.run(view);
        } catch (StoreException e) {
            counts.failedRead();
            query.failed(e.why());
        } catch (RuntimeException bug) {
            LOG.error("a query failed, by a fault of Lapwing", bug);
            counts.failedRead();
            query.failed("a fault of Lapwing: " + bug);
        }
        counts.read((System.nanoTime() - start) / 1_000);
    }
}
