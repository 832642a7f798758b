// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** An answer that one thread waits for and another works out. */
public final class Reply<R> {
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(10);

    private final CompletableFuture<R> answer = new CompletableFuture<>();

    /** Works the answer out here; what the question throws is thrown at who waits. */
    public void with(Supplier<R> question) {
        answer.completeAsync(question, Runnable::run);
    }

    /**
     * Waits for the answer. Never called by a worker.
     *
     * @param whose the thread that is asked, for the error
     * @throws IllegalStateException when there is none within 10 s, or the question failed
     */
    public R await(String whose) {
        try {
            return answer.get(WAIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + whose, e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(whose + " does not answer", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(whose + " failed to answer", e.getCause());
        }
    }
}
