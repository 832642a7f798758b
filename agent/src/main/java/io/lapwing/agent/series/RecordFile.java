// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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

        /** Sees to it that a file outlasts a power failure. */
        default void force(Path path, FileChannel file) throws IOException {
            file.force(false);
        }
    }

    static final int HEAD_BYTES = 16;
    static final int RECORD_HEAD_BYTES = 12;

    private static final byte[] MAGIC = "LWSERIES".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final short MARK = 0x574C;

    /** A longer record was never written. */
    private static final int LENGTH_MAX = 1 << 26;

    private final Path path;
    private final FileChannel channel;
    private final Writing writing;
    private long size;

    private RecordFile(Path path, FileChannel channel, Writing writing, long size) {
        this.path = path;
        this.channel = channel;
        this.writing = writing;
        this.size = size;
    }

    /** A new file, or one whose records up to {@code size} are good. */
    static RecordFile open(Path path, Kind kind, long size, Writing writing) throws IOException {
        FileChannel channel = FileChannel.open(path, CREATE, READ, WRITE);
        RecordFile file = new RecordFile(path, channel, writing, Math.max(size, 0));
        try {
            channel.truncate(file.size);
            if (file.size == 0) {
                file.append(head(kind));
                forceName(path);
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
        return new RecordFile(path, channel, FileChannel::write, channel.size());
    }

    long size() {
        return size;
    }

    /** Appends a record and answers where its content begins. All of it is written, or nothing. */
    int append(Type type, byte[] content) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD_BYTES + content.length);
        record.order(LITTLE_ENDIAN);
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
        record.order(LITTLE_ENDIAN);
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
        writing.force(path, channel);
    }

    /** A new file outlasts a power failure only when its folder does. */
    private static void forceName(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder != null) {
            try (FileChannel names = FileChannel.open(folder, READ)) {
                names.force(true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Shows all records; answers where the last intact one ends. */
    static long scan(Path path, Kind kind, Reader reader) throws IOException {
        try (FileChannel channel = FileChannel.open(path, READ)) {
            Bytes bytes = new Bytes(channel);
            boolean known = bytes.reach(0, HEAD_BYTES) && bytes.slice(0).equals(head(kind));
            int at = known ? HEAD_BYTES : 0;
            int damagedFrom = -1;
            long good = at;
            while (at < bytes.size) {
                int length = intactLength(bytes, at);
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
                Type type = Type.values()[bytes.get(at + 2)];
                try {
                    reader.record(type, bytes.source(content, length), content, length);
                } catch (Damaged e) {
                    reader.damage(content, length);
                }
                at = content + length;
                good = at;
            }
            return good;
        }
    }

    /** The length of the record's content, or -1 when there is no intact record. */
    private static int intactLength(Bytes file, int at) throws IOException {
        if (!file.reach(at, RECORD_HEAD_BYTES) || file.buffer.getShort(file.place(at)) != MARK) {
            return -1;
        }
        int type = file.get(at + 2);
        int length = file.buffer.getInt(file.place(at + 4));
        if (type < 0
                || type >= Type.values().length
                || length < 0
                || length > LENGTH_MAX
                || !file.reach(at, RECORD_HEAD_BYTES + length)) {
            return -1;
        }
        int content = file.place(at + RECORD_HEAD_BYTES);
        int checksum = checksum(type, file.buffer.array(), content, length);
        return checksum == file.buffer.getInt(file.place(at + 8)) ? length : -1;
    }

    /** A file that is read from its beginning to its end, a piece of it in memory at a time. */
    private static final class Bytes {
        private static final int PIECE_BYTES = 1 << 16;

        private final FileChannel channel;
        private final long size;
        private ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES).order(LITTLE_ENDIAN);
        private int from;

        Bytes(FileChannel channel) throws IOException {
            this.channel = channel;
            this.size = channel.size();
            buffer.limit(0);
        }

        /** Sees to it that some bytes are in memory; false when the file has not so many. */
        boolean reach(int at, int count) throws IOException {
            if (at + (long) count > size) {
                return false;
            }
            if (at >= from && at + count <= from + buffer.limit()) {
                return true;
            }
            int capacity = Math.max(PIECE_BYTES, count);
            if (buffer.capacity() < capacity) {
                buffer = ByteBuffer.allocate(capacity).order(LITTLE_ENDIAN);
            }
            buffer.clear();
            from = at;
            while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
                // Until it is full, or the file ends.
            }
            buffer.flip();
            return buffer.limit() >= count;
        }

        int place(int at) {
            return at - from;
        }

        byte get(int at) {
            return buffer.get(place(at));
        }

        ByteBuffer slice(int at) {
            return buffer.slice(place(at), HEAD_BYTES);
        }

        ByteSource source(int at, int length) {
            return new ByteSource(buffer.array(), place(at), length);
        }
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
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(LITTLE_ENDIAN);
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
