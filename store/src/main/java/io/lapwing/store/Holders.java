// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many hold each shared value. The storage thread counts: it alone writes, so it reads a count,
 * changes it, and puts the outcome into the same batch as what changed it. The counts of values
 * that are in use are remembered, and forgotten whenever a batch fails.
 */
final class Holders {
    private static final Logger LOG = LoggerFactory.getLogger(Holders.class);

    /** Counts that are remembered at most; then all are forgotten and read again when needed. */
    private static final int REMEMBERED_MAX = 65_536;

    private record Value(int space, long number) {}

    private static final class Count {
        long holders;
        boolean changed;
    }

    private final Families families;
    private final StoreMetrics counts;
    private final Map<Value, Count> remembered = new HashMap<>();
    private final Map<Value, Count> changed = new HashMap<>();

    Holders(Families families, StoreMetrics counts) {
        this.families = families;
        this.counts = counts;
    }

    /** Applies what a write says of holders. */
    void change(Write write, Rocks rocks) {
        for (int i = 0; i < write.holdingCount(); i++) {
            Value value = new Value(write.holdingSpace(i), write.holdingNumber(i));
            long change = write.holdingChange(i);
            Count count = remembered.get(value);
            if (count == null) {
                count = new Count();
                count.holders = change > 0 ? 0 : read(value, rocks);
                remembered.put(value, count);
            }
            count.holders += change;
            if (!count.changed) {
                count.changed = true;
                changed.put(value, count);
            }
        }
    }

    /** Puts the outcome of all changes into the batch: counts, or the end of what nobody holds. */
    void put(BatchBytes batch) {
        changed.forEach((value, count) -> {
            int family = families.holders(value.space);
            if (count.holders > 0) {
                batch.beginPut(family, 8);
                batch.int64(value.number);
                batch.length(8);
                batch.int64(count.holders);
            } else {
                batch.beginDelete(family, 8);
                batch.int64(value.number);
                batch.beginSingleDelete(families.id(families.space(value.space)), 8);
                batch.int64(value.number);
            }
        });
    }

    void committed() {
        changed.forEach((value, count) -> {
            count.changed = false;
            if (count.holders <= 0) {
                remembered.remove(value);
            }
        });
        changed.clear();
        if (remembered.size() > REMEMBERED_MAX) {
            remembered.clear();
        }
    }

    void failed() {
        changed.clear();
        remembered.clear();
    }

    private long read(Value value, Rocks rocks) {
        try {
            byte[] key = ByteBuffer.allocate(8).putLong(value.number).array();
            byte @Nullable [] held = rocks.value(families.holders(value.space), key);
            return held == null ? 0 : ByteBuffer.wrap(held).getLong();
        } catch (StoreException e) {
            // Let go of too late or never, but not too early.
            counts.damaged();
            LOG.warn("the holders of value {} cannot be read: {}", value.number, e.getMessage());
            return Integer.MAX_VALUE;
        }
    }
}
