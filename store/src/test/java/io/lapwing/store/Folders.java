// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies of folders: what a crash at this moment would leave. */
final class Folders {
    private Folders() {}

    static void copy(Path from, Path to) {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path each : (Iterable<Path>) walk::iterator) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    copyFile(each, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder whose names end so, in order. */
    static List<Path> files(Path folder, String ending) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(each -> each.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyFile(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to);
        } catch (NoSuchFileException gone) {
            // RocksDB removes files that it needs no longer
        }
    }
}
