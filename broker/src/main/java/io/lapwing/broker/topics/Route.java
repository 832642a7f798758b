// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

/** Who gets a topic's messages, by worker; good while the tree's version has not moved. */
public final class Route {
    static final Subscription[] NOBODY = {};

    private final byte[] topic;
    private final long version;
    private final Subscription[][] byWorker;

    Route(byte[] topic, long version, Subscription[][] byWorker) {
        this.topic = topic;
        this.version = version;
        this.byWorker = byWorker;
    }

    /** The topic name, UTF-8. */
    public byte[] topic() {
        return topic;
    }

    public boolean isCurrent(TopicTree tree) {
        return version == tree.version();
    }

    /** The targets that one worker owns; empty for none. */
    public Subscription[] targets(int worker) {
        return byWorker[worker];
    }

    /** All targets of all workers. */
    public int size() {
        int size = 0;
        for (Subscription[] targets : byWorker) {
            size += targets.length;
        }
        return size;
    }
}
