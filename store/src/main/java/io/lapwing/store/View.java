// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import org.jspecify.annotations.Nullable;

/** What is committed, for whoever reads. Used within a {@link Query} only. */
public interface View {
    /** Is shown records one after another; false ends the walk. */
    interface Visitor {
        boolean visit(byte[] key, byte[] value);
    }

    /** Is shown entries of a queue one after another; false ends the page. */
    interface EntryVisitor {
        boolean visit(long sequence, byte[] entry);
    }

    /** The value under a key of a space of records; null when there is none. */
    byte @Nullable [] value(Space records, byte[] key) throws StoreException;

    /** A shared value; null when nobody holds it any more. */
    byte @Nullable [] shared(Space shared, long number) throws StoreException;

    /**
     * Shows records in the order of their keys, as they were when the walk began.
     *
     * @param from the first key that is shown, if it is there
     * @param to the first key that is not shown; null for all up to the end
     */
    void walk(Space records, byte[] from, byte @Nullable [] to, Visitor visitor)
            throws StoreException;

    /** Shows the entries of a queue whose sequence is not below this one, in their order. */
    void queue(Space queues, long queue, long fromSequence, EntryVisitor visitor)
            throws StoreException;
}
