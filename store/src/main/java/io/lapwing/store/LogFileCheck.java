// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Looks at RocksDB's log before RocksDB does, which would stop at the first record that is not
 * whole and say nothing of those behind it. The log is made of blocks of 32 KiB; a record never
 * crosses into the next block unless as a fragment with a head of its own: checksum (4), length
 * (2), type (1), and for types of reused files the number of the file (4).
 *
 * @param records whole fragments, of all files
 * @param damaged stretches with whole fragments behind them: bytes were changed after they had been
 *     written
 * @param torn whether the log ends in a fragment that is not whole, as a crash leaves it
 */
record LogFileCheck(long records, long bytes, int damaged, boolean torn) {
    private static final int BLOCK = 32 * 1_024;
    private static final int HEAD = 7;
    private static final int REUSED_HEAD = 11;
    private static final int TYPE_LENGTH_AT = 4;
    private static final int TYPE_AT = 6;

    /** RocksDB keeps checksums rotated and with this added, so that a sum of sums is no trap. */
    private static final int MASK = 0xa282ead8;

    static LogFileCheck of(Path folder) throws IOException {
        LogFileCheck sum = new LogFileCheck(0, 0, 0, false);
        for (Path file : files(folder)) {
            // What is not whole at the end of a file that has a successor is no crash's doing.
            LogFileCheck next = ofFile(file);
            sum =
                    new LogFileCheck(
                            sum.records + next.records,
                            sum.bytes + next.bytes,
                            sum.damaged + next.damaged + (sum.torn && next.records > 0 ? 1 : 0),
                            next.torn || (sum.torn && next.records == 0));
        }
        return sum;
    }

    /** The files of the log, oldest first. */
    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(each -> each.toString().endsWith(".log"))
                    .sorted(
                            Comparator.comparingInt(LogFileCheck::length)
                                    .thenComparing(path -> path))
                    .toList();
        }
    }

    /** A longer number is a higher one. */
    private static int length(Path file) {
        return file.toString().length();
    }

    private static LogFileCheck ofFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes =
                    channel.map(MapMode.READ_ONLY, 0, channel.size())
                            .order(ByteOrder.LITTLE_ENDIAN);
            return new Walk(bytes).all();
        }
    }

    /** One way through a file. */
    private static final class Walk {
        private final ByteBuffer bytes;
        private final CRC32C sum = new CRC32C();
        private long records;
        private int damaged;
        private boolean broken; // what is behind the last whole fragment is not whole

        Walk(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        LogFileCheck all() {
            for (int block = 0; block < bytes.limit(); block += BLOCK) {
                block(block, Math.min(block + BLOCK, bytes.limit()));
            }
            return new LogFileCheck(records, bytes.limit(), damaged, broken);
        }

        private void block(int from, int to) {
            int at = from;
            while (at + HEAD <= to) {
                int type = bytes.get(at + TYPE_AT) & 0xff;
                int length = bytes.getShort(at + TYPE_LENGTH_AT) & 0xffff;
                if (type == 0 && length == 0 && bytes.getInt(at) == 0) {
                    return; // room that was reserved and never written
                }
                int head = isReused(type) ? REUSED_HEAD : HEAD;
                if (at + head + length > to || !isWhole(at, head + length)) {
                    broken = true; // the next block begins with a head again
                    return;
                }
                if (broken) {
                    damaged++;
                    broken = false;
                }
                records++;
                at += head + length;
            }
        }

        private boolean isWhole(int at, int length) {
            sum.reset();
            sum.update(bytes.slice(at + TYPE_AT, length - TYPE_AT));
            int crc = (int) sum.getValue();
            return ((crc >>> 15) | (crc << 17)) + MASK == bytes.getInt(at);
        }

        private static boolean isReused(int type) {
            return (type >= 5 && type <= 8) || type == 11 || type == 131;
        }
    }
}
