// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * How RocksDB is set up: bounded memory, few files, a log that is read whole after a crash. The
 * reasons are in docs/decisions/store.md.
 */
final class RocksTuning implements AutoCloseable {
    private static final long KIBIBYTE = 1_024;
    private static final long MEBIBYTE = 1_024 * KIBIBYTE;
    private static final int OPEN_FILES_MAX = 512;
    private static final int BACKGROUND_JOBS_MAX = 2;

    private final RocksMemory memory;
    private final Cache cache;
    private final WriteBufferManager writeBuffers;
    private final BloomFilter filter = new BloomFilter(10);
    private final List<RocksObject> made = new ArrayList<>();

    RocksTuning(RocksMemory memory) {
        this.memory = memory;
        cache = new LRUCache(memory.cache());
        writeBuffers = new WriteBufferManager(memory.memtables(), cache);
    }

    /**
     * @param salvage goes past what is damaged in the log, where it would end there
     */
    DBOptions database(boolean salvage) {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWalRecoveryMode(
                        salvage
                                ? WALRecoveryMode.SkipAnyCorruptedRecords
                                : WALRecoveryMode.PointInTimeRecovery)
                .setWriteBufferManager(writeBuffers)
                .setMaxTotalWalSize(memory.log())
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setMaxBackgroundJobs(BACKGROUND_JOBS_MAX)
                .setBytesPerSync(MEBIBYTE)
                .setWalBytesPerSync(MEBIBYTE)
                .setMaxManifestFileSize(16 * MEBIBYTE)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(4 * MEBIBYTE)
                .setKeepLogFileNum(3)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    /** The options of a family; of another program's, whose kind is not known, as well. */
    ColumnFamilyOptions family(Space.@Nullable Kind kind) {
        boolean bulky = kind == Space.Kind.QUEUES || kind == Space.Kind.SHARED;
        long buffer = Math.min(64 * MEBIBYTE, memory.memtables() / (bulky ? 2 : 8));
        ColumnFamilyOptions options =
                new ColumnFamilyOptions()
                        .setWriteBufferSize(buffer)
                        .setMaxWriteBufferNumber(3)
                        .setLevelCompactionDynamicLevelBytes(true)
                        .setTargetFileSizeBase(32 * MEBIBYTE)
                        .setCompressionPerLevel(
                                List.of(
                                        CompressionType.NO_COMPRESSION,
                                        CompressionType.NO_COMPRESSION,
                                        CompressionType.LZ4_COMPRESSION))
                        .setTableFormatConfig(table());
        made.add(options);
        return options;
    }

    private BlockBasedTableConfig table() {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(16 * KIBIBYTE)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(filter)
                .setFormatVersion(6);
    }

    @Override
    public void close() {
        made.forEach(RocksObject::close);
        filter.close();
        writeBuffers.close();
        cache.close();
    }
}
