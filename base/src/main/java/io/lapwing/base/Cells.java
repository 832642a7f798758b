// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One writer's values of all series. A worker has its own cells and adds without a lock; threads
 * without cells of their own share one set and pay an atomic addition.
 */
public final class Cells {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values = new long[Metrics.CELLS_MAX];
    private final boolean shared;

    Cells(boolean shared) {
        this.shared = shared;
    }

    public void increment(Series series) {
        add(series.cell, 1);
    }

    public void add(Series series, long amount) {
        add(series.cell, amount);
    }

    /** Counts one observation of a histogram; the unit is the one of its bounds. */
    public void observe(Series histogram, long value) {
        long[] bounds = histogram.bounds;
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        add(histogram.cell + bucket, 1);
        add(histogram.cell + bounds.length + 1, value);
    }

    long value(int cell) {
        return (long) LONGS.getOpaque(values, cell);
    }

    private void add(int cell, long amount) {
        if (shared) {
            LONGS.getAndAdd(values, cell, amount);
        } else {
            LONGS.setOpaque(values, cell, values[cell] + amount);
        }
    }
}
