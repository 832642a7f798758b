// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A file of lines with a checksum each, written at its end and now and then anew;
 * docs/formats/notify.md draws it. Owned by the notifier's thread.
 */
final class RecordLog implements AutoCloseable {
    private static final String HEAD = "lapwing-notify 1\n";
    private static final int CHECK_CHARS = 8;

    /**
     * What a file held.
     *
     * @param damaged lines that are none
     */
    record Content(List<String> records, int damaged) {}

    private final Path path;
    private FileChannel channel;
    private int lines;

    private RecordLog(Path path, FileChannel channel, int lines) {
        this.path = path;
        this.channel = channel;
        this.lines = lines;
    }

    /** The records of a file; none when there is no file. */
    static Content read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return new Content(List.of(), 0);
        }
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        List<String> records = new ArrayList<>();
        int damaged = text.startsWith(HEAD) ? 0 : 1;
        for (String line : text.lines().skip(1).toList()) {
            String record = line.length() > CHECK_CHARS ? line.substring(CHECK_CHARS + 1) : "";
            if (line.equals(line(record).strip())) {
                records.add(record);
            } else {
                damaged++;
            }
        }
        return new Content(List.copyOf(records), damaged);
    }

    /** A file that holds these records and no others. */
    static RecordLog write(Path path, List<String> records) throws IOException {
        return new RecordLog(path, fresh(path, records), records.size());
    }

    /** Lines in the file, needed or not. */
    int lines() {
        return lines;
    }

    /** Appends a record, which is on the disk when this returns. */
    void append(String record) throws IOException {
        long end = channel.position();
        try {
            write(channel, line(record));
            channel.force(false);
            lines++;
        } catch (IOException e) {
            channel.truncate(end); // half a line would spoil the next one
            throw e;
        }
    }

    /** Writes the file anew, with these records. It is whole at any moment. */
    void rewrite(List<String> records) throws IOException {
        FileChannel before = channel;
        channel = fresh(path, records);
        lines = records.size();
        before.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static FileChannel fresh(Path path, List<String> records) throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        FileChannel channel = FileChannel.open(next, CREATE, WRITE, TRUNCATE_EXISTING);
        try {
            StringBuilder text = new StringBuilder(HEAD);
            records.forEach(each -> text.append(line(each)));
            write(channel, text.toString());
            channel.force(true);
            Path unused = Files.move(next, path, ATOMIC_MOVE, REPLACE_EXISTING);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            int unused = channel.write(bytes);
        }
    }

    private static String line(String record) {
        CRC32C crc = new CRC32C();
        crc.update(record.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue()) + ' ' + record + '\n';
    }
}
