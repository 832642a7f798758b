// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * All numbers of the process. Rooms register their series at the start; each worker writes cells of
 * its own, and a reader adds the cells of all writers up.
 */
public final class Metrics {
    /** Cells of one writer; a series takes one, a histogram one for each bucket and two more. */
    public static final int CELLS_MAX = 32_768;

    private record Key(String family, List<String> labelValues) {}

    private final Map<Key, Series> byKey = new HashMap<>();
    private final Cells shared = new Cells(true);
    private volatile List<Series> series = List.of();
    private volatile List<Cells> writers = List.of(shared);
    private int nextCell;

    /**
     * The series of a family with these label values; the same one when asked again.
     *
     * @throws IllegalStateException when all {@link #CELLS_MAX} cells are taken
     */
    public synchronized Series series(Family family, String... labelValues) {
        Key key = keyOf(family, labelValues);
        Series known = byKey.get(key);
        return known != null
                ? known
                : added(key, new Series(family, key.labelValues, nextCell, null));
    }

    /** A gauge that is asked for when it is read, on the reader's thread. */
    public synchronized Series gauge(Family family, LongSupplier supplier, String... labelValues) {
        Key key = keyOf(family, labelValues);
        if (byKey.containsKey(key)) {
            throw new IllegalArgumentException(family.name() + " is registered twice");
        }
        return added(key, new Series(family, key.labelValues, nextCell, supplier));
    }

    /** Cells for one more writer. */
    public synchronized Cells cells() {
        Cells cells = new Cells(false);
        List<Cells> all = new ArrayList<>(writers);
        all.add(cells);
        writers = List.copyOf(all);
        return cells;
    }

    /** Cells that any thread may write; dearer than a writer's own. */
    public Cells shared() {
        return shared;
    }

    /** Every series, in the order of registration. */
    public List<Series> series() {
        return series;
    }

    /** The value of a counter or gauge, all writers together. */
    public long value(Series series) {
        LongSupplier supplier = series.supplier();
        return supplier != null ? supplier.getAsLong() : sum(series.cell);
    }

    /**
     * A histogram's counts, one a bucket (not cumulated), then those above all bounds, then the
     * sum.
     */
    public long[] histogram(Series histogram) {
        long[] counts = new long[histogram.cellCount()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = sum(histogram.cell + i);
        }
        return counts;
    }

    private long sum(int cell) {
        long sum = 0;
        for (Cells cells : writers) {
            sum += cells.value(cell);
        }
        return sum;
    }

    private static Key keyOf(Family family, String... labelValues) {
        if (labelValues.length != family.labels().size()) {
            throw new IllegalArgumentException(
                    family.name() + " has " + family.labels().size() + " labels");
        }
        return new Key(family.name(), List.of(labelValues));
    }

    private Series added(Key key, Series added) {
        if (nextCell + added.cellCount() > CELLS_MAX) {
            throw new IllegalStateException("more series than " + CELLS_MAX + " cells");
        }
        nextCell += added.cellCount();
        byKey.put(key, added);
        List<Series> all = new ArrayList<>(series);
        all.add(added);
        series = List.copyOf(all);
        return added;
    }
}
