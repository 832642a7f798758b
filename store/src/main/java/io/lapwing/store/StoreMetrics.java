// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import io.lapwing.base.Cells;
import io.lapwing.base.Family;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.util.List;

/** What the store counts. The storage thread writes, but for reads and damage. */
public final class StoreMetrics {
    static final Family FAILING =
            Family.gauge("store_failing", "1 while the store keeps nothing; 0 while it works.");
    static final Family ROUNDS = Family.counter("store_rounds", "Rounds of commits.");
    static final Family FAILED_ROUNDS =
            Family.counter("store_rounds_failed", "Rounds that the disk did not take.");
    static final Family WRITES =
            Family.counter("store_writes", "Writes of workers that were committed.");
    static final Family FAILED_WRITES =
            Family.counter("store_writes_failed", "Writes of workers that were not kept.");
    static final Family RECORDS = Family.counter("store_records", "Records that were committed.");
    static final Family BYTES = Family.counter("store_bytes_written", "Bytes that were committed.");
    static final Family ROUND_RECORDS =
            Family.histogram(
                    "store_round_records",
                    "Records in one round.",
                    List.of(1L, 4L, 16L, 64L, 256L, 1_024L, 4_096L, 16_384L));
    static final Family COMMIT_MICROSECONDS =
            Family.histogram(
                    "store_commit_microseconds",
                    "What one round takes until the disk has it.",
                    List.of(
                            50L,
                            100L,
                            250L,
                            500L,
                            1_000L,
                            2_500L,
                            5_000L,
                            10_000L,
                            25_000L,
                            100_000L,
                            500_000L,
                            1_000_000L,
                            5_000_000L));
    static final Family BUSY_MICROSECONDS =
            Family.counter(
                    "store_busy_microseconds", "Time that the storage thread spent in rounds.");
    static final Family WAITING_BYTES =
            Family.gauge(
                    "store_waiting_bytes", "Bytes handed over and neither committed nor failed.");
    static final Family FULL =
            Family.counter(
                    "store_full", "Times that a worker had to stop reading from publishers.");
    static final Family READS = Family.counter("store_reads", "Queries that were run.");
    static final Family FAILED_READS =
            Family.counter("store_reads_failed", "Queries that the disk did not answer.");
    static final Family REFUSED_READS =
            Family.counter("store_reads_refused", "Queries put off because too many waited.");
    static final Family READ_MICROSECONDS =
            Family.histogram(
                    "store_read_microseconds",
                    "What one query takes.",
                    List.of(100L, 500L, 1_000L, 5_000L, 25_000L, 100_000L, 1_000_000L));
    static final Family DAMAGED =
            Family.counter("store_damaged", "Places on disk that were not what was written there.");
    static final Family CLEARING =
            Family.gauge("store_clearing", "Queues that are being removed in the background.");
    static final Family DISK_BYTES = Family.gauge("store_disk_bytes", "Bytes on disk.");
    static final Family DISK_FREE =
            Family.gauge("store_disk_free_bytes", "Room left on the disk of the store.");
    static final Family DISK_FREE_PERCENT =
            Family.gauge("store_disk_free_percent", "Room left, as a share of the whole disk.");
    static final Family MEMORY_BYTES =
            Family.gauge(
                    "store_memory_bytes",
                    "Memory for recent writes and for blocks read from disk.");

    /** Every family of the store, for the manual. */
    public static final List<Family> ALL =
            List.of(
                    FAILING,
                    ROUNDS,
                    FAILED_ROUNDS,
                    WRITES,
                    FAILED_WRITES,
                    RECORDS,
                    BYTES,
                    ROUND_RECORDS,
                    COMMIT_MICROSECONDS,
                    BUSY_MICROSECONDS,
                    WAITING_BYTES,
                    FULL,
                    READS,
                    FAILED_READS,
                    REFUSED_READS,
                    READ_MICROSECONDS,
                    DAMAGED,
                    CLEARING,
                    DISK_BYTES,
                    DISK_FREE,
                    DISK_FREE_PERCENT,
                    MEMORY_BYTES);

    /** A number that is set, made of cells that are added to. */
    private final class Gauge {
        private final Series series;
        private long value;

        Gauge(Metrics metrics, Family family) {
            series = metrics.series(family);
        }

        void set(long next) {
            own.add(series, next - value);
            value = next;
        }
    }

    private final Cells own;
    private final Cells shared;
    private final Series rounds;
    private final Series failedRounds;
    private final Series writes;
    private final Series failedWrites;
    private final Series records;
    private final Series bytes;
    private final Series roundRecords;
    private final Series commitMicros;
    private final Series busyMicros;
    private final Series waitingBytes;
    private final Series full;
    private final Series reads;
    private final Series failedReads;
    private final Series refusedReads;
    private final Series readMicros;
    private final Series damaged;
    private final Gauge failing;
    private final Gauge clearing;
    private final Gauge diskBytes;
    private final Gauge diskFree;
    private final Gauge diskFreePercent;
    private final Gauge memory;

    StoreMetrics(Metrics metrics) {
        own = metrics.cells();
        shared = metrics.shared();
        rounds = metrics.series(ROUNDS);
        failedRounds = metrics.series(FAILED_ROUNDS);
        writes = metrics.series(WRITES);
        failedWrites = metrics.series(FAILED_WRITES);
        records = metrics.series(RECORDS);
        bytes = metrics.series(BYTES);
        roundRecords = metrics.series(ROUND_RECORDS);
        commitMicros = metrics.series(COMMIT_MICROSECONDS);
        busyMicros = metrics.series(BUSY_MICROSECONDS);
        waitingBytes = metrics.series(WAITING_BYTES);
        full = metrics.series(FULL);
        reads = metrics.series(READS);
        failedReads = metrics.series(FAILED_READS);
        refusedReads = metrics.series(REFUSED_READS);
        readMicros = metrics.series(READ_MICROSECONDS);
        damaged = metrics.series(DAMAGED);
        failing = new Gauge(metrics, FAILING);
        clearing = new Gauge(metrics, CLEARING);
        diskBytes = new Gauge(metrics, DISK_BYTES);
        diskFree = new Gauge(metrics, DISK_FREE);
        diskFreePercent = new Gauge(metrics, DISK_FREE_PERCENT);
        memory = new Gauge(metrics, MEMORY_BYTES);
    }

    // On the storage thread

    void committed(int writeCount, int recordCount, long byteCount, long micros) {
        own.increment(rounds);
        own.add(writes, writeCount);
        own.add(records, recordCount);
        own.add(bytes, byteCount);
        own.observe(roundRecords, recordCount);
        own.observe(commitMicros, micros);
        own.add(busyMicros, micros);
    }

    void failedRound() {
        own.increment(failedRounds);
    }

    void failedWrites(int count) {
        own.add(failedWrites, count);
    }

    void failing(boolean now) {
        failing.set(now ? 1 : 0);
    }

    void clearing(int queues) {
        clearing.set(queues);
    }

    void disk(long used, long free, long total) {
        diskBytes.set(used);
        diskFree.set(free);
        diskFreePercent.set(total <= 0 ? 0 : free * 100 / total);
    }

    void memory(long now) {
        memory.set(now);
    }

    // On any thread

    void waiting(long bytesMore) {
        shared.add(waitingBytes, bytesMore);
    }

    void full() {
        shared.increment(full);
    }

    void read(long micros) {
        shared.increment(reads);
        shared.observe(readMicros, micros);
    }

    void failedRead() {
        shared.increment(failedReads);
    }

    void refusedRead() {
        shared.increment(refusedReads);
    }

    void damaged() {
        shared.increment(damaged);
    }
}
