// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A log that is open, and how far it was read. It stays the same file when it is renamed. */
final class OpenLog implements Closeable {
    /** Of the first bytes a sum is kept, to know the file again. */
    static final int HEAD_MAX = 256;

    private final @Nullable FileChannel channel;
    private final @Nullable InputStream compressed;
    private final String key;
    private final LineSplitter splitter;
    private final byte[] head = new byte[HEAD_MAX];
    private int headLength;
    private long headSum;
    private long offset;

    private OpenLog(
            @Nullable FileChannel channel,
            @Nullable InputStream compressed,
            String key,
            LineSplitter splitter,
            long offset) {
        this.channel = channel;
        this.compressed = compressed;
        this.key = key;
        this.splitter = splitter;
        this.offset = offset;
    }

    static OpenLog at(Path path, long offset, LineSplitter splitter) throws IOException {
        FileChannel channel = FileChannel.open(path);
        OpenLog log = new OpenLog(channel, null, key(path), splitter, offset);
        log.remember();
        return log;
    }

    /** An old one that was compressed, from the place on up to where it had been read. */
    static @Nullable OpenLog compressed(Path path, Position before, LineSplitter splitter)
            throws IOException {
        InputStream in = new GZIPInputStream(Files.newInputStream(path));
        try {
            byte[] first = in.readNBytes(before.headLength());
            boolean same =
                    first.length == before.headLength()
                            && Position.sum(first, first.length) == before.headSum();
            if (same) {
                in.skipNBytes(before.offset() - first.length);
                OpenLog log = new OpenLog(null, in, path.toString(), splitter, before.offset());
                log.headLength = before.headLength();
                log.headSum = before.headSum();
                return log;
            }
        } catch (IOException e) {
            in.close();
            throw e;
        }
        in.close();
        return null;
    }

    /** What the system calls a file, whatever its name. */
    static String key(Path path) throws IOException {
        return keyOf(Files.readAttributes(path, BasicFileAttributes.class));
    }

    static String keyOf(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return key == null ? attributes.creationTime().toString() : key.toString();
    }

    String key() {
        return key;
    }

    /** Reads up to a number of bytes; answers how many there were. */
    int read(byte[] buffer, int max) throws IOException {
        int total = 0;
        while (total < max) {
            int wanted = Math.min(buffer.length, max - total);
            int got =
                    channel != null
                            ? channel.read(ByteBuffer.wrap(buffer, 0, wanted), offset)
                            : compressed == null ? -1 : compressed.read(buffer, 0, wanted);
            if (got <= 0) {
                break;
            }
            offset += got;
            total += got;
            splitter.accept(buffer, 0, got);
        }
        if (total > 0 && headLength < HEAD_MAX) {
            remember();
        }
        return total;
    }

    /** Begins again when the file is shorter than it was, or begins differently. */
    boolean startsAnew() throws IOException {
        if (channel == null || (channel.size() >= offset && isSame(headLength, headSum))) {
            return false;
        }
        splitter.reset();
        offset = 0;
        headLength = 0;
        remember();
        return true;
    }

    /** Whether this is the file whose place was kept. */
    boolean continues(Position before) throws IOException {
        return channel != null
                && key.equals(before.file())
                && channel.size() >= before.offset()
                && isSame(before.headLength(), before.headSum());
    }

    /** The place behind the last line that was read as a whole. */
    Position position() {
        return new Position(key, offset - splitter.carried(), headLength, headSum);
    }

    /** Nothing more will come. */
    void end() {
        splitter.end();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
        if (compressed != null) {
            compressed.close();
        }
    }

    private boolean isSame(int length, long sum) throws IOException {
        byte[] now = new byte[HEAD_MAX];
        return firstBytes(now, length) == length && Position.sum(now, length) == sum;
    }

    private void remember() throws IOException {
        if (channel != null) {
            headLength = firstBytes(head, (int) Math.min(HEAD_MAX, channel.size()));
            headSum = Position.sum(head, headLength);
        }
    }

    private int firstBytes(byte[] into, int length) throws IOException {
        ByteBuffer first = ByteBuffer.wrap(into, 0, length);
        while (channel != null && first.hasRemaining()) {
            if (channel.read(first, first.position()) < 0) {
                break;
            }
        }
        return first.position();
    }
}
