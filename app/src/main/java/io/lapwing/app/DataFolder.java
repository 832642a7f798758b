// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lapwing.base.DiskFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of one running program. Its lock file keeps a second one out for as long. */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates the folder if need be, and takes it. */
    static DataFolder take(Path path) throws StartFailed {
        try {
            Files.createDirectories(path);
            FileChannel lock = FileChannel.open(path.resolve("lock"), CREATE, WRITE);
            if (!isTaken(lock)) {
                return new DataFolder(path, lock);
            }
            lock.close();
        } catch (IOException e) {
            String why = DiskFault.why(e);
            throw new StartFailed("the data folder " + path + " cannot be used: " + why, e);
        }
        throw new StartFailed(
                "the data folder "
                        + path
                        + " is in use by another Lapwing; give this one its own with --data");
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static boolean isTaken(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true; // by this very process, as tests do
        }
    }
}
