// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The newest version of a value that does not change itself: whoever changes it replaces it, and
 * any thread reads it without waiting.
 */
public final class Latest<T extends @Nullable Object> {
    private final AtomicReference<T> value;

    public Latest(T value) {
        this.value = new AtomicReference<>(value);
    }

    public T value() {
        return value.get();
    }

    public void set(T next) {
        value.set(next);
    }

    /** Replaces this very object; false when another thread was first. */
    public boolean replace(T expected, T next) {
        return value.compareAndSet(expected, next);
    }

    /** Replaces what is there; the change may be worked out more than once. */
    public T change(UnaryOperator<T> change) {
        return value.updateAndGet(change);
    }
}
