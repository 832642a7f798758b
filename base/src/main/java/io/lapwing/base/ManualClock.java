// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved by hand: for tests and replays. */
public final class ManualClock implements Clock {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong startMillis;

    public ManualClock(long startMillis) {
        this.startMillis = new AtomicLong(startMillis);
    }

    @Override
    public long epochMillis() {
        return startMillis.get() + nanos.get() / 1_000_000;
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    /** Sets the time of day forward or back, as somebody who corrects a clock does. */
    public void jump(Duration step) {
        startMillis.addAndGet(step.toMillis());
    }

    public void advance(Duration step) {
        nanos.addAndGet(step.toNanos());
    }
}
