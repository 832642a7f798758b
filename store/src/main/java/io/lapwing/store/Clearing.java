// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import io.lapwing.store.Space.References;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The queues that are to go. Each is read slice by slice, so that a queue of any length holds
 * nobody up, and what its entries refer to is let go of. A note in the store's own family outlives
 * a crash: then the clearing begins anew. Owned by the storage thread.
 */
final class Clearing {
    /** Entries that go in one round. */
    static final int SLICE_MAX = 2_000;

    private static final byte NOTE = 'c';
    private static final int NOTE_LENGTH = 10; // the letter, the space, the queue

    /** A queue that is to go. */
    record Job(Space queues, long queue) {}

    /**
     * What a reading thread found: these references, in entries up to {@code last}.
     *
     * @param failure why nothing could be read; the rest means nothing then
     */
    record Slice(
            Job job,
            long from,
            long last,
            long[] references,
            int count,
            boolean end,
            @Nullable String failure)
            implements Mail {
        static Slice failed(Job job, String why) {
            return new Slice(job, 0, -1, new long[0], 0, false, why);
        }
    }

    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private final Map<Job, Boolean> again = new HashMap<>();
    private @Nullable Job underWay;

    /** Puts the note of a queue that is to go. */
    static void note(BatchBytes records, Space queues, long queue) {
        records.beginPut(Rocks.OWN_FAMILY, NOTE_LENGTH);
        noteKey(records, queues, queue);
        records.length(0);
    }

    private static void deleteNote(BatchBytes records, Job job) {
        records.beginDelete(Rocks.OWN_FAMILY, NOTE_LENGTH);
        noteKey(records, job.queues, job.queue);
    }

    private static void noteKey(BatchBytes records, Space queues, long queue) {
        records.octet(NOTE);
        records.octet(queues.id());
        records.int64(queue);
    }

    /** Takes up again what a crash or a stop left. */
    void load(Rocks rocks, Families families, Rocks.Damage damage) throws StoreException {
        byte[] from = {NOTE};
        byte[] to = {NOTE + 1};
        rocks.walk(
                Rocks.OWN_FAMILY,
                from,
                to,
                (key, value) -> {
                    if (key.length == NOTE_LENGTH) {
                        add(families.space(key[1]), ByteBuffer.wrap(key).getLong(2));
                    }
                    return true;
                },
                damage);
    }

    /** A queue is to go. What comes to it while it goes is found by a second time through it. */
    void add(Space queues, long queue) {
        Job job = new Job(queues, queue);
        Boolean known = again.put(job, again.containsKey(job));
        if (known == null) {
            waiting.add(job);
        }
    }

    int waiting() {
        return again.size();
    }

    /** The next job to be read for, if none is under way. */
    @Nullable Job next() {
        if (underWay != null) {
            return null;
        }
        underWay = waiting.poll();
        return underWay;
    }

    /** Reads a slice. Called on a reading thread. */
    static Slice read(View view, Job job, long from) throws StoreException {
        long[] references = new long[SLICE_MAX];
        long[] last = {from - 1};
        int[] counts = new int[2]; // of references, of entries
        References refer = job.queues.references();
        view.queue(
                job.queues,
                job.queue,
                from,
                (sequence, entry) -> {
                    if (counts[1] == SLICE_MAX) {
                        counts[1]++;
                        return false;
                    }
                    counts[1]++;
                    last[0] = sequence;
                    long reference = refer == null ? References.NONE : refer.of(entry);
                    if (reference != References.NONE) {
                        references[counts[0]++] = reference;
                    }
                    return true;
                });
        boolean end = counts[1] <= SLICE_MAX;
        return new Slice(job, from, last[0], references, counts[0], end, null);
    }

    /** Puts what follows from a slice into a write. */
    void apply(Slice slice, Write write, Families families) {
        Job job = slice.job;
        for (int i = 0; i < slice.count; i++) {
            Space values = job.queues.values();
            if (values != null) {
                write.release(values, slice.references[i], 1);
            }
        }
        if (slice.last >= slice.from) {
            int family = families.id(job.queues);
            write.deleteEntries(family, job.queue, slice.from, slice.last + 1);
        }
        if (slice.end && !isAgain(job)) {
            deleteNote(write.records(), job);
        }
    }

    /** A slice is committed. True when the job goes on behind it. */
    boolean committed(Slice slice) {
        if (!slice.end) {
            return true;
        }
        underWay = null;
        if (isAgain(slice.job)) {
            again.put(slice.job, false);
            waiting.add(slice.job);
        } else {
            again.remove(slice.job);
        }
        return false;
    }

    /** A slice came to nothing; the job begins anew later. */
    void failed(Slice slice) {
        underWay = null;
        waiting.add(slice.job);
    }

    private boolean isAgain(Job job) {
        return Boolean.TRUE.equals(again.get(job));
    }
}
