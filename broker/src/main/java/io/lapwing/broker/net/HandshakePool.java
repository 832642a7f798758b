// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ImmediateExecutor;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does what TLS handshakes have to compute, so that a storm of them does not hold up the messages
 * of those who are in. When more wait than there is room for, a handshake is refused: server busy.
 */
final class HandshakePool implements Executor, AutoCloseable {
    static final int WAITING_MAX = 20_000;

    private final @Nullable ThreadPoolExecutor threads;

    /**
     * @param count of threads; 0: the workers do it themselves
     */
    HandshakePool(int count) {
        threads =
                count == 0
                        ? null
                        : new ThreadPoolExecutor(
                                count,
                                count,
                                1,
                                TimeUnit.MINUTES,
                                new ArrayBlockingQueue<>(WAITING_MAX),
                                new DefaultThreadFactory("lapwing-tls", true));
        if (threads != null) {
            threads.allowCoreThreadTimeOut(true); // none where nobody speaks TLS
        }
    }

    /** What handlers of TLS are to be given. */
    Executor executor() {
        return threads == null ? ImmediateExecutor.INSTANCE : this;
    }

    int waiting() {
        return threads == null ? 0 : threads.getQueue().size();
    }

    @Override
    public void execute(Runnable task) {
        if (threads != null) {
            threads.execute(task);
        }
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
