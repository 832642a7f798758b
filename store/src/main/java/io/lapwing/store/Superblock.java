// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The file {@code format}, which says what the store's folder holds. Drawn in
 * docs/formats/store.md.
 *
 * @param version of the formats of all spaces
 * @param madeMillis when the store was made
 */
record Superblock(int version, long madeMillis) {
    private static final byte[] MAGIC = "LAPSTORE".getBytes(US_ASCII);

    /** The file's own layout: magic, this number, version, time, checksum. */
    private static final int LAYOUT = 1;

    private static final int LENGTH = 8 + 4 + 4 + 8 + 4;

    static boolean isIn(Path folder) {
        return Files.exists(file(folder));
    }

    static Superblock read(Path folder) throws IOException, StoreException {
        byte[] bytes = Files.readAllBytes(file(folder));
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[MAGIC.length];
        if (bytes.length < LENGTH) {
            throw damaged(folder, "it is cut short");
        }
        in.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw damaged(folder, "it does not begin as it must");
        }
        int layout = in.getInt();
        if (layout != LAYOUT) {
            throw new StoreException(
                    "the store in "
                            + folder
                            + " was made by a newer Lapwing; start that one, or give this one"
                            + " another folder with --data");
        }
        Superblock read = new Superblock(in.getInt(), in.getLong());
        if (in.getInt() != checksum(bytes, LENGTH - 4)) {
            throw damaged(folder, "its checksum is wrong");
        }
        return read;
    }

    /** Replaces the file, so that a crash leaves the old one or the new one. */
    void write(Path folder) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(LENGTH);
        out.put(MAGIC).putInt(LAYOUT).putInt(version).putLong(madeMillis);
        out.putInt(checksum(out.array(), LENGTH - 4)).flip();
        Path next = folder.resolve("format.new");
        try (FileChannel file = FileChannel.open(next, CREATE, WRITE, TRUNCATE_EXISTING)) {
            file.write(out);
            file.force(true);
        }
        Files.move(next, file(folder), ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(folder, READ)) {
            names.force(true);
        }
    }

    private static Path file(Path folder) {
        return folder.resolve("format");
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    private static StoreException damaged(Path folder, String how) {
        return new StoreException(
                "the file "
                        + file(folder)
                        + " is damaged: "
                        + how
                        + "; put it back from a copy of the folder, or move the folder away to"
                        + " begin with an empty store");
    }
}
