// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads for queries: knows spaces, keys and entries, where {@link Rocks} knows families. */
final class RocksView implements View {
    private final Rocks rocks;
    private final Families families;
    private final Rocks.Damage damage;

    RocksView(Rocks rocks, Families families, Rocks.Damage damage) {
        this.rocks = rocks;
        this.families = families;
        this.damage = damage;
    }

    @Override
    public byte @Nullable [] value(Space records, byte[] key) throws StoreException {
        records.must(Space.Kind.RECORDS);
        return rocks.value(families.id(records), key);
    }

    @Override
    public byte @Nullable [] shared(Space shared, long number) throws StoreException {
        shared.must(Space.Kind.SHARED);
        return rocks.value(families.id(shared), ByteBuffer.allocate(8).putLong(number).array());
    }

    @Override
    public void walk(Space records, byte[] from, byte @Nullable [] to, Visitor visitor)
            throws StoreException {
        records.must(Space.Kind.RECORDS);
        rocks.walk(families.id(records), from, to, visitor, damage);
    }

    @Override
    public void queue(Space queues, long queue, long fromSequence, EntryVisitor visitor)
            throws StoreException {
        queues.must(Space.Kind.QUEUES);
        rocks.walk(
                families.id(queues),
                key(queue, fromSequence),
                key(queue + 1, 0),
                (key, entry) -> visitor.visit(ByteBuffer.wrap(key).getLong(8), entry),
                damage);
    }

    private static byte[] key(long queue, long sequence) {
        return ByteBuffer.allocate(16).putLong(queue).putLong(sequence).array();
    }
}
