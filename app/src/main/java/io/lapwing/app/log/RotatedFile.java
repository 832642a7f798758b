// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A log file that never grows past its limit: {@code console.log} is set aside as {@code
 * console.log.0}, the one before becomes {@code .1}, and the oldest goes.
 */
final class RotatedFile implements LineSink {
    /**
     * @param bytesMax a line that would go past it starts a new file
     * @param keep files kept beside the current one
     */
    record Limits(long bytesMax, int keep, boolean compress) {}

    private final Path file;
    private final Limits limits;
    private @Nullable OutputStream out;
    private long bytes;

    RotatedFile(Path file, Limits limits) {
        this.file = file;
        this.limits = limits;
    }

    /** Opens the file, so that one that cannot be written is known at the start. */
    OutputStream open() throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        OutputStream opened =
                new BufferedOutputStream(Files.newOutputStream(file, CREATE, APPEND), 1 << 16);
        out = opened;
        bytes = Files.size(file);
        return opened;
    }

    @Override
    public void write(String line) throws IOException {
        byte[] encoded = line.getBytes(UTF_8);
        if (bytes > 0 && bytes + encoded.length > limits.bytesMax) {
            rotate();
        }
        opened().write(encoded);
        bytes += encoded.length;
    }

    @Override
    public void flush() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        OutputStream closing = out;
        out = null;
        if (closing != null) {
            closing.close();
        }
    }

    /** After a failure the file is opened anew with the next line. */
    private OutputStream opened() throws IOException {
        OutputStream open = out;
        return open != null ? open : open();
    }

    private void rotate() throws IOException {
        close();
        for (int age = limits.keep - 1; age > 0; age--) {
            move(aside(age - 1, ""), aside(age, ""));
            move(aside(age - 1, ".gz"), aside(age, ".gz"));
        }
        if (limits.keep == 0) {
            Files.deleteIfExists(file);
        } else if (limits.compress) {
            compress(file, aside(0, ".gz"));
            Files.delete(file);
        } else {
            Files.move(file, aside(0, ""), REPLACE_EXISTING);
        }
    }

    private Path aside(int age, String suffix) {
        return file.resolveSibling(file.getFileName() + "." + age + suffix);
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(to);
        }
    }

    private static void compress(Path from, Path to) throws IOException {
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(to), 1 << 16)) {
            Files.copy(from, gzip);
        }
    }
}
