// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native part. It lies in a jar and has to be a file while it is loaded; the file is
 * removed at once, so that a program that is killed leaves none behind.
 */
final class NativeLibrary {
    private NativeLibrary() {}

    /** Loads it, the first time. */
    static void load() throws StoreException {
        if (isLoaded()) {
            return;
        }
        String name = Environment.getJniLibraryFileName("rocksdb");
        try (InputStream packed = RocksDB.class.getClassLoader().getResourceAsStream(name)) {
            if (packed == null) {
                throw new StoreException(
                        "this build of Lapwing has no store for this machine ("
                                + name
                                + " is missing); set store.kept = off to run without");
            }
            Path folder = Files.createTempDirectory("lapwing-native-");
            Path file = folder.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
            try {
                Files.copy(packed, file);
                RocksDB.loadLibrary(List.of(folder.toString()));
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            throw new StoreException(
                    "the native part of the store cannot be loaded ("
                            + e.getMessage()
                            + "); it is unpacked to java.io.tmpdir, which must be writable and"
                            + " allow programs",
                    e);
        }
    }

    private static boolean isLoaded() {
        try {
            return RocksDB.rocksdbVersion() != null;
        } catch (UnsatisfiedLinkError | NullPointerException e) {
            return false;
        }
    }
}
