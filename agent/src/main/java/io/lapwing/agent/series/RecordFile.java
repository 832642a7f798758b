// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file of records that is only ever written at its end: a head with magic and version, then
 * records with a checksum each. docs/formats/series.md draws it. Owned by one thread.
 */
final class RecordFile implements AutoCloseable {
    /** What a file is for; the number stands in its head. */
    enum Kind {
        TICKS,
        SECONDS,
        MINUTES,
        HOURS
    }

    /** What a record is; the number stands before it. */
    enum Type {
        DEFINITION,
        BLOCK,
        TICK
    }

    /** Who is shown the records of a file, in their order. */
    interface Reader {
        /** An intact record, and where its content begins in the file. */
        void record(Type type, ByteSource content, int at, int length);

        /** Bytes that are no intact record, between others. */
        void damage(int at, int length);
    }

    /** How bytes get into a file; a test takes the room away here. */
    interface Writing {
        int write(FileChannel to, ByteBuffer bytes, long at) throws IOException;
    }

    static final int HEAD_BYTES = 16;
    static final int RECORD_HEAD_BYTES = 12;

    private static final byte[] MAGIC = "LWSERIES".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final short MARK = 0x574C;

    /** A longer record was never written. */
    private static final int LENGTH_MAX = 1 << 26;

    private final FileChannel channel;
    private final Writing writing;
    private long size;

    private RecordFile(FileChannel channel, Writing writing, long size) {
        this.channel = channel;
        this.writing = writing;
        this.size = size;
    }

    /** A new file, or one whose records up to {@code size} are good. */
    static RecordFile open(Path path, Kind kind, long size, Writing writing) throws IOException {
        FileChannel channel = FileChannel.open(path, CREATE, READ, WRITE);
        RecordFile file = new RecordFile(channel, writing, Math.max(size, 0));
        try {
            channel.truncate(file.size);
            if (file.size == 0) {
                file.append(head(kind));
            }
            return file;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A file that is only looked at. */
    static RecordFile openToRead(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, READ);
        return new RecordFile(channel, FileChannel::write, channel.size());
    }

    long size() {
        return size;
    }

    /** Appends a record and answers where its content begins. All of it is written, or nothing. */
    int append(Type type, byte[] content) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD_BYTES + content.length);
        record.order(ByteOrder.LITTLE_ENDIAN);
        record.putShort(MARK).put((byte) type.ordinal()).put((byte) 0);
        record.putInt(content.length).putInt(checksum(type.ordinal(), content, 0, content.length));
        record.put(content).flip();
        long at = size;
        append(record);
        return (int) at + RECORD_HEAD_BYTES;
    }

    /** The content of a record that was found intact before; it may have been damaged since. */
    byte[] read(Type type, int at, int length) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD_BYTES + length);
        record.order(ByteOrder.LITTLE_ENDIAN);
        while (record.hasRemaining()) {
            long from = at - RECORD_HEAD_BYTES + (long) record.position();
            if (channel.read(record, from) < 0) {
                throw new Damaged("the file has become shorter");
            }
        }
        byte[] content = new byte[length];
        record.get(RECORD_HEAD_BYTES, content);
        if (record.getInt(8) != checksum(type.ordinal(), content, 0, length)) {
            throw new Damaged("a checksum does not fit");
        }
        return content;
    }

    /** Sees to it that all of it outlasts a power failure. */
    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Shows all records; answers where the last intact one ends. */
    static long scan(Path path, Kind kind, Reader reader) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean known = bytes.length >= HEAD_BYTES && head.slice(0, HEAD_BYTES).equals(head(kind));
        int at = known ? HEAD_BYTES : 0;
        int damagedFrom = -1;
        long good = at;
        while (at < bytes.length) {
            int length = intactLength(head, bytes, at);
            if (length < 0) {
                damagedFrom = damagedFrom < 0 ? at : damagedFrom;
                at++;
                continue;
            }
            if (damagedFrom >= 0) {
                reader.damage(damagedFrom, at - damagedFrom);
                damagedFrom = -1;
            }
            int content = at + RECORD_HEAD_BYTES;
            Type type = Type.values()[bytes[at + 2]];
            try {
                reader.record(type, new ByteSource(bytes, content, length), content, length);
            } catch (Damaged e) {
                reader.damage(content, length);
            }
            at = content + length;
            good = at;
        }
        return good;
    }

    /** The length of the record's content, or -1 when there is no intact record. */
    private static int intactLength(ByteBuffer file, byte[] bytes, int at) {
        if (at + RECORD_HEAD_BYTES > bytes.length || file.getShort(at) != MARK) {
            return -1;
        }
        int type = bytes[at + 2];
        int length = file.getInt(at + 4);
        if (type < 0
                || type >= Type.values().length
                || length < 0
                || length > Math.min(LENGTH_MAX, bytes.length - at - RECORD_HEAD_BYTES)) {
            return -1;
        }
        int checksum = checksum(type, bytes, at + RECORD_HEAD_BYTES, length);
        return checksum == file.getInt(at + 8) ? length : -1;
    }

    private void append(ByteBuffer bytes) throws IOException {
        long at = size;
        try {
            while (bytes.hasRemaining()) {
                at += writing.write(channel, bytes, at);
            }
            size = at;
        } catch (IOException e) {
            channel.truncate(size);
            throw e;
        }
    }

    private static ByteBuffer head(Kind kind) {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.put(MAGIC).putShort((short) VERSION).put((byte) kind.ordinal()).put((byte) 0);
        CRC32C checksum = new CRC32C();
        checksum.update(head.array(), 0, head.position());
        return head.putInt((int) checksum.getValue()).flip();
    }

    private static int checksum(int type, byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(type);
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }
}
