// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import io.lapwing.base.Latest;
import java.util.function.LongSupplier;

/**
 * How much of the processors was used since a moment ago, in percent. Several may ask, and each
 * gets the answer for the last second or more.
 */
final class Utilization {
    private static final long SPAN_MIN_NANOS = 1_000_000_000;
    private static final long ALL = 100;

    private record Reading(long nanos, long usedNanos, long percent) {}

    private final LongSupplier usedNanos;
    private final LongSupplier nanoTime;
    private final int processors;
    private final Latest<Reading> newest;

    Utilization(LongSupplier usedNanos, LongSupplier nanoTime, int processors) {
        this.usedNanos = usedNanos;
        this.nanoTime = nanoTime;
        this.processors = processors;
        newest = new Latest<>(new Reading(nanoTime.getAsLong(), usedNanos.getAsLong(), 0));
    }

    long percent() {
        Reading before = newest.value();
        long now = nanoTime.getAsLong();
        long span = now - before.nanos;
        if (span < SPAN_MIN_NANOS) {
            return before.percent;
        }
        long used = usedNanos.getAsLong();
        long percent = Math.clamp((used - before.usedNanos) * ALL / (span * processors), 0, ALL);
        return newest.replace(before, new Reading(now, used, percent))
                ? percent
                : newest.value().percent;
    }
}
