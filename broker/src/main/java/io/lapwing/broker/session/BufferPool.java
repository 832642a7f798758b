// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.ArrayDeque;

/**
 * One worker's output buffers, by size. A connection holds one only between the first write of a
 * turn and its end, so a few serve all connections and stay in the processor's cache.
 */
final class BufferPool {
    private static final int SMALLEST = 1_024;
    private static final int CLASSES = 9; // 1 KiB to 256 KiB
    private static final int KEPT_BYTES_MAX = 2 * 1_024 * 1_024;

    private final ArrayDeque<byte[]>[] free;
    private int keptBytes;

    @SuppressWarnings({"unchecked", "rawtypes"})
    BufferPool() {
        free = new ArrayDeque[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            free[i] = new ArrayDeque<>();
        }
    }

    /** A buffer of at least this size; what it holds is garbage. */
    byte[] take(int bytes) {
        int sizeClass = sizeClass(bytes);
        if (sizeClass >= CLASSES) {
            return new byte[bytes];
        }
        byte[] buffer = free[sizeClass].pollLast();
        if (buffer == null) {
            return new byte[SMALLEST << sizeClass];
        }
        keptBytes -= buffer.length;
        return buffer;
    }

    void give(byte[] buffer) {
        int sizeClass = sizeClass(buffer.length);
        if (sizeClass < CLASSES && keptBytes + buffer.length <= KEPT_BYTES_MAX) {
            keptBytes += buffer.length;
            free[sizeClass].addLast(buffer);
        }
    }

    private static int sizeClass(int bytes) {
        return bytes <= SMALLEST ? 0 : 32 - Integer.numberOfLeadingZeros((bytes - 1) / SMALLEST);
    }
}
