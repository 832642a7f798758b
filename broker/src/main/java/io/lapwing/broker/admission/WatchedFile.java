// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.DiskFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read again when it changes. One that was replaced is read at once; one that is
 * written in place is read when it stood still between two looks, for it may be half written. Owned
 * by the thread that looks.
 */
final class WatchedFile {
    static final long BYTES_MAX = 64 << 20;

    /** What a look finds. */
    sealed interface Found {
        record Nothing() implements Found {}

        record Content(String text) implements Found {}

        /** Told once, until it can be read again. */
        record Unreadable(String why) implements Found {}
    }

    private static final Found NOTHING = new Found.Nothing();

    private record Stamp(FileTime modified, long size, @Nullable Object inode) {}

    private final Path path;
    private @Nullable Stamp read;
    private @Nullable Stamp seen;
    private boolean toldUnreadable;

    WatchedFile(Path path) {
        this.path = path;
    }

    /** The file's name for sentences. */
    String name() {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    Path path() {
        return path;
    }

    /** Reads it now. */
    String read() throws IOException {
        Stamp now = stamp();
        String text = content(now);
        read = now;
        seen = now;
        return text;
    }

    Found look() {
        try {
            Stamp now = stamp();
            boolean settled = now.equals(seen);
            boolean replaced = seen == null || !Objects.equals(now.inode, seen.inode);
            seen = now;
            if (now.equals(read) || (!settled && !replaced)) {
                return NOTHING;
            }
            String text = content(now);
            read = now;
            toldUnreadable = false;
            return new Found.Content(text);
        } catch (IOException e) {
            seen = null;
            if (toldUnreadable) {
                return NOTHING;
            }
            toldUnreadable = true;
            return new Found.Unreadable(why(e));
        }
    }

    /** One clause for people. */
    static String why(IOException e) {
        return e instanceof NoSuchFileException
                ? "it is not there"
                : "it cannot be read (" + DiskFault.why(e) + ")";
    }

    private Stamp stamp() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        if (now.isDirectory()) {
            throw new IOException("it is a folder");
        }
        return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
    }

    /** Bytes that are no UTF-8 spoil their own line only. */
    private String content(Stamp now) throws IOException {
        if (now.size > BYTES_MAX) {
            throw new IOException("larger than " + BYTES_MAX + " bytes");
        }
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    }
}
