// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.concurrent.atomic.AtomicLong;

/** Ascending numbers that any thread may take; none is given twice. */
public final class Numbers {
    private final AtomicLong next;

    public Numbers(long first) {
        next = new AtomicLong(first);
    }

    public long take() {
        return next.getAndIncrement();
    }

    /** The number that will be taken next: all that were taken are below it. */
    public long next() {
        return next.get();
    }
}
