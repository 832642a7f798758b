// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.silence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Reads and writes the file of silences; its form is told in docs/formats/silences-file.md. */
final class SilenceFile {
    private static final String MAGIC = "lapwing-silences 1";
    private static final String CHECK = "crc32c ";
    private static final int FIELDS = 10;

    /** Thrown for a file that holds something else than it should. */
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1;

        Damaged(String what) {
            super(what);
        }
    }

    private SilenceFile() {}

    static List<Silence> read(Path file) throws IOException, Damaged {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        int check = text.lastIndexOf(CHECK);
        if (!text.startsWith(MAGIC + "\n") || check < 0) {
            throw new Damaged("it is no file of silences, or its end is missing");
        }
        String body = text.substring(0, check);
        if (!text.substring(check + CHECK.length()).strip().equals(checksum(body))) {
            throw new Damaged("its checksum does not fit");
        }
        List<Silence> silences = new ArrayList<>();
        for (String line : body.lines().skip(1).toList()) {
            silences.add(silence(line));
        }
        return List.copyOf(silences);
    }

    /** The file is whole at any moment: either as it was, or as it is to be. */
    static void write(Path file, List<Silence> silences) throws IOException {
        StringBuilder text = new StringBuilder(MAGIC).append('\n');
        silences.forEach(each -> text.append(line(each)).append('\n'));
        String check = checksum(text.toString());
        text.append(CHECK).append(check).append('\n');
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                int unused = out.write(bytes);
            }
            out.force(true);
        }
        Path unused =
                Files.move(
                        next,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(Silence silence) {
        return String.join(
                "\t",
                Long.toString(silence.id()),
                Long.toString(silence.createdMs()),
                Long.toString(silence.startMs()),
                Long.toString(silence.endMs()),
                escaped(silence.schedule().text()),
                escaped(silence.matcher().alert()),
                escaped(silence.matcher().chart()),
                escaped(silence.matcher().context()),
                escaped(silence.author()),
                escaped(silence.reason()));
    }

    private static Silence silence(String line) throws Damaged {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new Damaged("a line has " + fields.length + " fields");
        }
        for (int i = 4; i < FIELDS; i++) {
            fields[i] = unescaped(fields[i]);
        }
        try {
            return new Silence(
                    Long.parseLong(fields[0]),
                    new Matcher(fields[5], fields[6], fields[7]),
                    fields[9],
                    fields[8],
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Schedule.of(fields[4], ZoneId.of("UTC")));
        } catch (IllegalArgumentException e) {
            throw new Damaged("a line cannot be understood: " + e.getMessage());
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                c =
                        switch (text.charAt(++i)) {
                            case 't' -> '\t';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            default -> text.charAt(i);
                        };
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private static String checksum(String body) {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
