// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.access;

import io.lapwing.base.Clock;
import io.lapwing.base.DiskFault;
import io.lapwing.base.Latest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with one entry a line, read again when it has changed; it is looked at no more than once a
 * second. What was read before stays in force while it cannot be read. Any thread.
 */
final class LineFile<E> {
    static final int BYTES_MAX = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LineFile.class);
    private static final long LOOK_MILLIS = 1_000;

    private record Read<E>(
            List<E> entries, @Nullable FileTime modified, long size, long atMillis) {}

    private final Path path;
    private final Function<String, E> parser;
    private final Clock clock;
    private final Latest<Read<E>> latest;

    /**
     * @throws IllegalArgumentException saying why it cannot be read
     */
    LineFile(Path path, Function<String, E> parser, Clock clock) {
        this.path = path;
        this.parser = parser;
        this.clock = clock;
        try {
            latest = new Latest<>(read());
        } catch (IOException e) {
            throw new IllegalArgumentException(path + ": " + DiskFault.why(e), e);
        }
    }

    List<E> entries() {
        Read<E> known = latest.value();
        if (clock.epochMillis() - known.atMillis >= LOOK_MILLIS) {
            look(known);
        }
        return latest.value().entries;
    }

    private void look(Read<E> known) {
        Read<E> next = known;
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            boolean same =
                    now.lastModifiedTime().equals(known.modified) && now.size() == known.size;
            next = same ? known : read();
        } catch (IOException e) {
            LOG.warn("{} cannot be read, what was read before stays: {}", path, DiskFault.why(e));
        }
        long now = clock.epochMillis();
        boolean unused =
                latest.replace(known, new Read<>(next.entries, next.modified, next.size, now));
    }

    private Read<E> read() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        if (now.size() > BYTES_MAX) {
            throw new IOException("it is larger than " + BYTES_MAX + " bytes");
        }
        List<E> entries = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                try {
                    entries.add(parser.apply(line));
                } catch (IllegalArgumentException e) {
                    LOG.warn("{}:{}: {}", path, number, e.getMessage());
                }
            }
        }
        return new Read<>(
                List.copyOf(entries), now.lastModifiedTime(), now.size(), clock.epochMillis());
    }
}
