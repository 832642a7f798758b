// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB says went wrong, as a clause for people. */
final class RocksFault {
    private RocksFault() {}

    static String why(RocksDBException e) {
        String text = String.valueOf(e.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        Status status = e.getStatus();
        if (isFull(status) || lower.contains("no space left")) {
            return "the disk is full";
        }
        if (lower.contains("read-only file system")) {
            return "the disk is read-only";
        }
        if (lower.contains("quota exceeded")) {
            return "the quota on the disk is used up";
        }
        if (lower.contains("permission denied")) {
            return "this user has no right to a file (" + text + ")";
        }
        if (lower.contains("too many open files")) {
            return "the process may not open more files (ulimit -n)";
        }
        if (isDamage(e)) {
            return "what is on disk is damaged (" + text + ")";
        }
        return "the disk answered: " + text;
    }

    /** Whether bytes are not what was written, or not there. */
    static boolean isDamage(RocksDBException e) {
        Status status = e.getStatus();
        String text = String.valueOf(e.getMessage());
        return (status != null && status.getCode() == Status.Code.Corruption)
                || (text.contains(".sst") && text.contains("No such file"));
    }

    private static boolean isFull(@Nullable Status status) {
        return status != null && status.getSubCode() == Status.SubCode.NoSpace;
    }
}
