// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lapwing.base.DiskFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of a store, taken by one process for as long as it is open. Its file {@code running}
 * is there while the store is open, and so tells afterwards whether it was closed.
 */
final class StoreFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String RUNNING = "running";

    private final Path path;
    private final FileChannel lock;
    private final boolean clean;

    private StoreFolder(Path path, FileChannel lock, boolean clean) {
        this.path = path;
        this.lock = lock;
        this.clean = clean;
    }

    /** Makes the folder if need be, and takes it. */
    static StoreFolder take(Path path) throws StoreException {
        return take(path, true);
    }

    /** Takes a folder that is there, and leaves no trace of having used it. */
    static StoreFolder borrow(Path path) throws StoreException {
        if (!Superblock.isIn(path) && !Files.isDirectory(path.resolve("db"))) {
            throw new StoreException("there is no store in " + path);
        }
        return take(path, false);
    }

    private static StoreFolder take(Path path, boolean forUse) throws StoreException {
        try {
            Files.createDirectories(path);
            FileChannel lock = FileChannel.open(path.resolve(LOCK), CREATE, READ, WRITE);
            if (!isTaken(lock)) {
                boolean clean = !Files.exists(path.resolve(RUNNING));
                noteOwner(path, lock, forUse);
                return new StoreFolder(path, lock, clean);
            }
            String owner = owner(lock);
            lock.close();
            throw new StoreException(
                    "the store in "
                            + path
                            + " is in use by the process "
                            + owner
                            + "; stop that one first");
        } catch (IOException e) {
            throw new StoreException(
                    "the store in " + path + " cannot be used: " + DiskFault.why(e), e);
        }
    }

    /** Where RocksDB's files lie. */
    Path database() {
        return path.resolve("db");
    }

    Path path() {
        return path;
    }

    /** Whether the one who had it before closed it. */
    boolean wasClean() {
        return clean;
    }

    /** Gives it back, closed in good order. */
    void closeClean() throws IOException {
        Files.deleteIfExists(path.resolve(RUNNING));
        lock.close();
    }

    /** Gives it back as it is. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static void noteOwner(Path path, FileChannel lock, boolean forUse) throws IOException {
        lock.truncate(0);
        String pid = Long.toString(ProcessHandle.current().pid());
        lock.write(ByteBuffer.wrap(pid.getBytes(UTF_8)), 0);
        if (forUse) {
            Files.writeString(path.resolve(RUNNING), pid);
        }
    }

    private static boolean isTaken(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true; // by this very process
        }
    }

    private static String owner(FileChannel lock) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        int length = lock.read(text, 0);
        return length <= 0 ? "unknown" : new String(text.array(), 0, length, UTF_8);
    }
}
