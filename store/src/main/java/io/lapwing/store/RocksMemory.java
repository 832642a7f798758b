// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import io.lapwing.base.Config;

/**
 * How much room RocksDB may take.
 *
 * @param cache for blocks read from disk, with indexes and filters
 * @param memtables for recent writes of all spaces together
 * @param log for the log of writes on disk
 */
record RocksMemory(long cache, long memtables, long log) {
    private static final long MEBIBYTE = 1_024 * 1_024;

    static RocksMemory of(Config config) {
        return new RocksMemory(
                config.get(StoreOptions.CACHE_MEBIBYTES) * MEBIBYTE,
                config.get(StoreOptions.MEMTABLE_MEBIBYTES) * MEBIBYTE,
                config.get(StoreOptions.LOG_MEBIBYTES) * MEBIBYTE);
    }
}
