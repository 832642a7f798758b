// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.util.Arrays;

/**
 * Records in the encoding of RocksDB's write batch, which is that of its log as well: a tag, the
 * number of the column family, then key and value, each behind its length. Made in place, so that a
 * write costs neither an object nor a call of native code for each record.
 */
final class BatchBytes {
    /** A batch begins with its sequence number (set by RocksDB) and its count of records. */
    static final int HEADER = 12;

    private static final int DELETE = 0x4;
    private static final int PUT = 0x5;
    private static final int SINGLE_DELETE = 0x8;
    private static final int DELETE_RANGE = 0xE;

    private byte[] bytes;
    private int used;
    private int count;

    BatchBytes(int size) {
        bytes = new byte[size];
    }

    int used() {
        return used;
    }

    int count() {
        return count;
    }

    int capacity() {
        return bytes.length;
    }

    void clear() {
        used = 0;
        count = 0;
    }

    /** Gives up the room of a large batch. */
    void shrink(int size) {
        bytes = new byte[size];
        clear();
    }

    /** Begins a batch for RocksDB. */
    void beginBatch() {
        clear();
        room(HEADER);
        used = HEADER;
    }

    /** The whole batch, its count filled in. */
    byte[] batch() {
        for (int i = 0; i < 4; i++) {
            bytes[8 + i] = (byte) (count >>> (8 * i)); // little-endian, as RocksDB has it
        }
        return Arrays.copyOf(bytes, used);
    }

    void addAll(BatchBytes other) {
        room(other.used);
        System.arraycopy(other.bytes, 0, bytes, used, other.used);
        used += other.used;
        count += other.count;
    }

    void beginPut(int family, int keyLength) {
        begin(PUT, family, keyLength);
    }

    void beginDelete(int family, int keyLength) {
        begin(DELETE, family, keyLength);
    }

    void beginSingleDelete(int family, int keyLength) {
        begin(SINGLE_DELETE, family, keyLength);
    }

    void beginDeleteRange(int family, int keyLength) {
        begin(DELETE_RANGE, family, keyLength);
    }

    private void begin(int tag, int family, int keyLength) {
        room(16 + keyLength);
        count++;
        bytes[used++] = (byte) tag;
        length(family);
        length(keyLength);
    }

    /** The length of a value, and of whatever else is written behind its length. */
    void length(int value) {
        room(5);
        int rest = value;
        while (rest >= 0x80) {
            bytes[used++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[used++] = (byte) rest;
    }

    void octet(int value) {
        room(1);
        bytes[used++] = (byte) value;
    }

    void int16(int value) {
        room(2);
        bytes[used++] = (byte) (value >>> 8);
        bytes[used++] = (byte) value;
    }

    void int32(int value) {
        int16(value >>> 16);
        int16(value);
    }

    void int64(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[used++] = (byte) (value >>> shift);
        }
    }

    void bytes(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, bytes, used, length);
        used += length;
    }

    private void room(int needed) {
        if (bytes.length - used < needed) {
            bytes = Arrays.copyOf(bytes, Math.max(used + needed, bytes.length * 2));
        }
    }
}
