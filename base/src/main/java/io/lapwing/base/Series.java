// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One measured quantity: a family with its label values filled in. Made by {@link Metrics}. */
public final class Series {
    private final Family family;
    private final List<String> labelValues;
    private final @Nullable LongSupplier supplier;
    final int cell;
    final long[] bounds;

    Series(Family family, List<String> labelValues, int cell, @Nullable LongSupplier supplier) {
        this.family = family;
        this.labelValues = labelValues;
        this.cell = cell;
        this.supplier = supplier;
        this.bounds = family.bounds().stream().mapToLong(Long::longValue).toArray();
    }

    public Family family() {
        return family;
    }

    /** In the order of {@link Family#labels()}. */
    public List<String> labelValues() {
        return labelValues;
    }

    @Nullable LongSupplier supplier() {
        return supplier;
    }

    /** A histogram has one cell a bucket, one for what is above all bounds, and one for the sum. */
    int cellCount() {
        return family.kind() == Kind.HISTOGRAM ? bounds.length + 2 : 1;
    }
}
