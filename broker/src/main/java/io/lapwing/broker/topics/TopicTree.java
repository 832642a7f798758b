// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * All subscriptions, as a tree of filter levels. Every worker matches in it without a lock; a
 * subscribe or unsubscribe takes the monitor for one walk down the levels (5.0 §4.7).
 */
public final class TopicTree {
    private static final byte[] PLUS = {'+'};
    private static final byte[] HASH = {'#'};
    private static final int PLUS_HASH = LevelNode.hash(PLUS, 0, 1);
    private static final int HASH_HASH = LevelNode.hash(HASH, 0, 1);
    private static final VarHandle VERSION;
    private static final VarHandle SIZE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            VERSION = lookup.findVarHandle(TopicTree.class, "version", long.class);
            SIZE = lookup.findVarHandle(TopicTree.class, "size", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LevelNode<Subscribers> root = new LevelNode<>(new byte[0], null);
    private long version;
    private long size;

    /** Rises with each change; a route is good as long as it has not moved. */
    public long version() {
        return (long) VERSION.getAcquire(this);
    }

    /** All subscriptions of all subscribers. */
    public long size() {
        return (long) SIZE.getOpaque(this);
    }

    /** Whether some filter begins with this very level. Any thread. */
    public boolean hasFilterBelow(byte[] firstLevel) {
        return root.child(firstLevel, 0, firstLevel.length) != null;
    }

    /** True when nothing is left of any filter. */
    synchronized boolean isEmpty() {
        return root.isEmpty();
    }

    /**
     * Adds a subscription, or replaces the one for the same filter.
     *
     * @param filter a valid topic filter, UTF-8
     * @param options the options byte with the QoS that is granted (5.0 §3.8.3.1)
     * @param identifier the subscription identifier, 0 for none
     * @return whether the filter is new to this subscriber
     */
    public synchronized boolean subscribe(
            Subscriber who, SubscriptionSet mine, byte[] filter, int options, int identifier) {
        LevelNode<Subscribers> node = root;
        for (int from = 0; from <= filter.length; ) {
            int to = levelEnd(filter, from, filter.length);
            node = node.childOrNew(filter, from, to - from);
            from = to + 1;
        }
        int filterHash = LevelNode.hash(filter, 0, filter.length);
        Subscription added = new Subscription(who, options, identifier, node, filterHash);
        Subscription old = mine.find(filterHash, node);
        Subscribers subscribers = node.value();
        if (old != null && subscribers != null) {
            subscribers.replace(old, added);
        } else {
            if (subscribers == null) {
                subscribers = new Subscribers();
                subscribers.add(added);
                node.value(subscribers);
            } else {
                subscribers.add(added);
            }
            SIZE.setOpaque(this, size + 1);
        }
        mine.put(added);
        VERSION.setRelease(this, version + 1);
        return old == null;
    }

    /** Takes a subscription away; false when the subscriber had none for this filter. */
    public synchronized boolean unsubscribe(SubscriptionSet mine, byte[] filter) {
        LevelNode<Subscribers> node = root;
        for (int from = 0; from <= filter.length && node != null; ) {
            int to = levelEnd(filter, from, filter.length);
            node = node.child(filter, from, to - from);
            from = to + 1;
        }
        Subscription old =
                node == null ? null : mine.find(LevelNode.hash(filter, 0, filter.length), node);
        if (old == null) {
            return false;
        }
        remove(mine, old);
        return true;
    }

    /** Takes all subscriptions of a subscriber away. */
    public synchronized void unsubscribeAll(SubscriptionSet mine) {
        mine.forEach(subscription -> remove(mine, subscription));
    }

    /** Collects the subscriptions that want a topic name. Any thread. */
    void match(byte[] topic, Matches found) {
        boolean wildcards = topic.length == 0 || topic[0] != '$'; // 5.0 §4.7.2
        match(root, topic, 0, wildcards, found);
    }

    private static void match(
            LevelNode<Subscribers> node, byte[] topic, int from, boolean wildcards, Matches found) {
        LevelNode<Subscribers> hash = wildcards ? node.child(HASH, 0, 1, HASH_HASH) : null;
        if (hash != null) {
            found.add(hash.value());
        }
        if (from > topic.length) {
            found.add(node.value());
            return;
        }
        int to = levelEnd(topic, from, topic.length);
        LevelNode<Subscribers> exact = node.child(topic, from, to - from);
        if (exact != null) {
            match(exact, topic, to + 1, true, found);
        }
        LevelNode<Subscribers> plus = wildcards ? node.child(PLUS, 0, 1, PLUS_HASH) : null;
        if (plus != null) {
            match(plus, topic, to + 1, true, found);
        }
    }

    private void remove(SubscriptionSet mine, Subscription old) {
        mine.remove(old);
        LevelNode<Subscribers> node = old.node;
        Subscribers subscribers = node == null ? null : node.value();
        if (node == null || subscribers == null) {
            throw new IllegalStateException("a merged target is no subscription");
        }
        subscribers.remove(old);
        if (subscribers.live() == 0) {
            node.value(null);
            prune(node);
        }
        SIZE.setOpaque(this, size - 1);
        VERSION.setRelease(this, version + 1);
    }

    static <V> void prune(LevelNode<V> emptied) {
        LevelNode<V> node = emptied;
        for (LevelNode<V> parent = node.parent;
                parent != null && node.isEmpty();
                parent = node.parent) {
            parent.remove(node);
            node = parent;
        }
    }

    static int levelEnd(byte[] topic, int from, int end) {
        int to = from;
        while (to < end && topic[to] != '/') {
            to++;
        }
        return to;
    }
}
