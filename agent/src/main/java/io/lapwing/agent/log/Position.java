// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Up to where a log was read, kept over a restart. The beginning of the file is remembered too: a
 * new file may have the number of an old one. The format is drawn in docs/formats.
 *
 * @param file what the system calls the file, whatever its name; or the cursor of a journal
 * @param headLength how many of the first bytes {@code headSum} is of
 */
record Position(String file, long offset, int headLength, long headSum) {
    private static final String MAGIC = "lapwing-log-position 1";
    private static final int LINES = 5;

    /** Null when there is none, or none that can be believed. */
    static @Nullable Position read(Path from) throws IOException {
        try {
            List<String> lines = Files.readAllLines(from, StandardCharsets.UTF_8);
            if (lines.size() != LINES
                    || !lines.get(0).equals(MAGIC)
                    || !lines.get(4).equals(sum(String.join("\n", lines.subList(0, 4)) + "\n"))) {
                return null;
            }
            String[] head = lines.get(3).split(" ");
            return new Position(
                    lines.get(1),
                    Long.parseLong(lines.get(2)),
                    Integer.parseInt(head[0]),
                    Long.parseLong(head[1], 16));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            return null;
        }
    }

    /** Replaces what was kept, as a whole. */
    void write(Path to) throws IOException {
        String text =
                "%s\n%s\n%d\n%d %s\n"
                        .formatted(MAGIC, file, offset, headLength, Long.toHexString(headSum));
        Path draft = to.resolveSibling(to.getFileName() + ".new");
        Files.writeString(draft, text + sum(text) + "\n");
        Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static long sum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }

    private static String sum(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Long.toHexString(sum(bytes, bytes.length));
    }
}
