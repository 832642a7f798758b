// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

/**
 * Who gets a topic's messages: subscriptions by worker, and shared groups; good while the tree's
 * version has not moved. One worker has it.
 */
public final class Route {
    static final Subscription[] NOBODY = {};
    static final SharedGroup[] NO_GROUPS = {};
    static final Subscription[][] NONE_KEPT = {};

    private final byte[] topic;
    private final long version;
    private final Subscription[][] byWorker;
    private final Subscription[][] keptByWorker;
    private final SharedGroup[] groups;
    private int turn;

    Route(
            byte[] topic,
            long version,
            Subscription[][] byWorker,
            Subscription[][] keptByWorker,
            SharedGroup[] groups,
            int turn) {
        this.topic = topic;
        this.version = version;
        this.byWorker = byWorker;
        this.keptByWorker = keptByWorker;
        this.groups = groups;
        this.turn = turn;
    }

    /** The topic name, UTF-8. */
    public byte[] topic() {
        return topic;
    }

    public boolean isCurrent(TopicTree tree) {
        return version == tree.version();
    }

    /** The targets that one worker owns, but for those that are kept; empty for none. */
    public Subscription[] targets(int worker) {
        return byWorker[worker];
    }

    /** Whether there are targets whose messages above QoS 0 go to disk first. */
    public boolean hasKept() {
        return keptByWorker.length > 0;
    }

    /** Those of them that one worker owns, where the route has any. */
    public Subscription[] kept(int worker) {
        return keptByWorker[worker];
    }

    /** The shared groups, one member of each of which gets a message; empty as a rule. */
    public SharedGroup[] groups() {
        return groups;
    }

    /** Counts the messages of this topic, so that the members of a group take turns. */
    public int nextTurn() {
        return turn++;
    }

    int turn() {
        return turn;
    }

    /** All targets of all workers, and the groups. */
    public int size() {
        int size = groups.length;
        for (Subscription[] targets : byWorker) {
            size += targets.length;
        }
        for (Subscription[] targets : keptByWorker) {
            size += targets.length;
        }
        return size;
    }
}
