// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a worker wants kept, all of it or nothing: filled by the worker, then owned by the storage
 * thread until it is settled. It costs no object for what is put into it.
 */
public final class Write implements Mail {
    private static final int BYTES_FIRST = 4 * 1_024;

    /** A write that has grown beyond this gives its room back when it is settled. */
    private static final int BYTES_KEPT_MAX = 1_024 * 1_024;

    private final Families families;
    private final @Nullable Lane lane;
    private final BatchBytes records = new BatchBytes(BYTES_FIRST);
    private long[] holdings = new long[12]; // triples: space, number, holders more or less
    private int holdingCount;
    private long[] clearings = new long[4]; // pairs: space, queue
    private int clearingCount;
    private int valueEnd;
    private long ticket;

    Write(Families families, @Nullable Lane lane) {
        this.families = families;
        this.lane = lane;
    }

    /** So much is in it, roughly. */
    public int bytes() {
        return records.used() + holdingCount * 16;
    }

    public boolean isEmpty() {
        return records.count() == 0 && holdingCount == 0;
    }

    // Records

    public void put(Space space, byte[] key, byte[] value) {
        put(space, key, value.length).bytes(value, 0, value.length);
    }

    /** Puts a value whose bytes follow: exactly as many as said here. */
    public Write put(Space space, byte[] key, int valueLength) {
        space.must(Space.Kind.RECORDS);
        whole();
        records.beginPut(families.id(space), key.length);
        records.bytes(key, 0, key.length);
        return value(valueLength);
    }

    /** Puts a value under a key of two numbers. */
    public Write put(Space space, long keyHigh, long keyLow, int valueLength) {
        space.must(Space.Kind.RECORDS);
        whole();
        records.beginPut(families.id(space), 16);
        records.int64(keyHigh);
        records.int64(keyLow);
        return value(valueLength);
    }

    /** Puts a value under a key of a number and some bytes. */
    public Write put(
            Space space, long key, byte[] rest, int restOffset, int restLength, int valueLength) {
        space.must(Space.Kind.RECORDS);
        whole();
        records.beginPut(families.id(space), 8 + restLength);
        records.int64(key);
        records.bytes(rest, restOffset, restLength);
        return value(valueLength);
    }

    public void delete(Space space, byte[] key) {
        space.must(Space.Kind.RECORDS);
        whole();
        records.beginDelete(families.id(space), key.length);
        records.bytes(key, 0, key.length);
    }

    public void delete(Space space, long keyHigh, long keyLow) {
        space.must(Space.Kind.RECORDS);
        whole();
        records.beginDelete(families.id(space), 16);
        records.int64(keyHigh);
        records.int64(keyLow);
    }

    public void delete(Space space, long key, byte[] rest, int restOffset, int restLength) {
        space.must(Space.Kind.RECORDS);
        whole();
        records.beginDelete(families.id(space), 8 + restLength);
        records.int64(key);
        records.bytes(rest, restOffset, restLength);
    }

    /** Deletes all keys from one on, and below another. */
    public void deleteRange(Space space, byte[] from, byte[] to) {
        space.must(Space.Kind.RECORDS);
        whole();
        records.beginDeleteRange(families.id(space), from.length);
        records.bytes(from, 0, from.length);
        records.length(to.length);
        records.bytes(to, 0, to.length);
    }

    // Queues

    /** Appends an entry whose bytes follow. A sequence is used once in a queue. */
    public Write append(Space queues, long queue, long sequence, int entryLength) {
        queues.must(Space.Kind.QUEUES);
        whole();
        records.beginPut(families.id(queues), 16);
        records.int64(queue);
        records.int64(sequence);
        return value(entryLength);
    }

    /** Removes an entry; to be called once for each. */
    public void remove(Space queues, long queue, long sequence) {
        queues.must(Space.Kind.QUEUES);
        whole();
        records.beginSingleDelete(families.id(queues), 16);
        records.int64(queue);
        records.int64(sequence);
    }

    /**
     * Says that no entry below this sequence is left. To be called now and then, not for each
     * removal: whoever reads the queue from its beginning need not go past what was removed.
     */
    public void trim(Space queues, long queue, long belowSequence) {
        queues.must(Space.Kind.QUEUES);
        whole();
        deleteEntries(families.id(queues), queue, 0, belowSequence);
    }

    /**
     * Drops a queue with all its entries, little by little, and lets go of what they refer to. Its
     * number must not be used again.
     */
    public void clear(Space queues, long queue) {
        queues.must(Space.Kind.QUEUES);
        whole();
        Clearing.note(records, queues, queue);
        if (clearingCount * 2 == clearings.length) {
            clearings = Arrays.copyOf(clearings, clearings.length * 2);
        }
        clearings[clearingCount * 2] = queues.id();
        clearings[clearingCount * 2 + 1] = queue;
        clearingCount++;
    }

    // Shared values

    /** Keeps a value, whose bytes follow, for so many holders. A number is used once. */
    public Write share(Space shared, long number, int holders, int valueLength) {
        shared.must(Space.Kind.SHARED);
        whole();
        hold(shared, number, holders);
        records.beginPut(families.id(shared), 8);
        records.int64(number);
        return value(valueLength);
    }

    /** So many holders less. With the last one the value is gone. */
    public void release(Space shared, long number, int holders) {
        shared.must(Space.Kind.SHARED);
        whole();
        hold(shared, number, -holders);
    }

    // The bytes of a value

    public Write octet(int value) {
        records.octet(value);
        return this;
    }

    public Write int16(int value) {
        records.int16(value);
        return this;
    }

    public Write int32(int value) {
        records.int32(value);
        return this;
    }

    public Write int64(long value) {
        records.int64(value);
        return this;
    }

    public Write bytes(byte[] source, int offset, int length) {
        records.bytes(source, offset, length);
        return this;
    }

    // The room's own

    /** Deletes entries from one sequence on, and below another. */
    void deleteEntries(int family, long queue, long from, long below) {
        records.beginDeleteRange(family, 16);
        records.int64(queue);
        records.int64(from);
        records.length(16);
        records.int64(queue);
        records.int64(below);
    }

    /** Whose write it is; a write of the storage thread itself is nobody's. */
    @Nullable Lane lane() {
        return lane;
    }

    long ticket() {
        return ticket;
    }

    void hand(long asTicket) {
        whole();
        ticket = asTicket;
    }

    BatchBytes records() {
        whole();
        return records;
    }

    int holdingCount() {
        return holdingCount;
    }

    int holdingSpace(int i) {
        return (int) holdings[i * 3];
    }

    long holdingNumber(int i) {
        return holdings[i * 3 + 1];
    }

    long holdingChange(int i) {
        return holdings[i * 3 + 2];
    }

    int clearingCount() {
        return clearingCount;
    }

    int clearingSpace(int i) {
        return (int) clearings[i * 2];
    }

    long clearingQueue(int i) {
        return clearings[i * 2 + 1];
    }

    void reset() {
        if (records.capacity() > BYTES_KEPT_MAX) {
            records.shrink(BYTES_FIRST);
        }
        records.clear();
        holdingCount = 0;
        clearingCount = 0;
        valueEnd = 0;
    }

    private Write value(int length) {
        records.length(length);
        valueEnd = records.used() + length;
        return this;
    }

    /** A value that is longer or shorter than was said would make the whole batch unreadable. */
    private void whole() {
        if (valueEnd != 0 && records.used() != valueEnd) {
            throw new IllegalStateException(
                    "a value is " + (records.used() - valueEnd) + " bytes longer than was said");
        }
        valueEnd = 0;
    }

    private void hold(Space shared, long number, long change) {
        if (holdingCount * 3 == holdings.length) {
            holdings = Arrays.copyOf(holdings, holdings.length * 2);
        }
        holdings[holdingCount * 3] = shared.id();
        holdings[holdingCount * 3 + 1] = number;
        holdings[holdingCount * 3 + 2] = change;
        holdingCount++;
    }
}
