// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import io.lapwing.protocol.SharedFilter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions, as a tree of filter levels. Every worker matches in it without a lock; a
 * subscribe or unsubscribe takes the monitor for one walk down the levels (5.0 §4.7).
 */
public final class TopicTree {
    private static final byte[] PLUS = {'+'};
    private static final byte[] HASH = {'#'};
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

    private final LevelNode<Wishes> root = new LevelNode<>(new byte[0], null);
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
        int start = SharedFilter.filterStart(filter);
        LevelNode<Wishes> node = root;
        for (int from = start; from <= filter.length; ) {
            int to = levelEnd(filter, from, filter.length);
            node = node.childOrNew(filter, from, to - from);
            from = to + 1;
        }
        int hash = LevelNode.hash(filter, 0, filter.length);
        Place place = start == 0 ? node : groupOrNew(node, filter, start, hash);
        Subscription added = new Subscription(who, options, identifier, place, hash);
        Subscription old = mine.find(hash, place);
        if (old == null) {
            add(node, added);
            SIZE.setOpaque(this, size + 1);
        } else {
            replace(node, old, added);
        }
        mine.put(added);
        VERSION.setRelease(this, version + 1);
        return old == null;
    }

    /** The subscription of a subscriber for this filter; null for none. */
    public synchronized @Nullable Subscription find(SubscriptionSet mine, byte[] filter) {
        int start = SharedFilter.filterStart(filter);
        LevelNode<Wishes> node = root;
        for (int from = start; from <= filter.length && node != null; ) {
            int to = levelEnd(filter, from, filter.length);
            node = node.child(filter, from, to - from);
            from = to + 1;
        }
        Place place = start == 0 || node == null ? node : group(node, filter, start);
        return place == null ? null : mine.find(LevelNode.hash(filter, 0, filter.length), place);
    }

    /** Takes a subscription away; null when the subscriber had none for this filter. */
    public synchronized @Nullable Subscription unsubscribe(SubscriptionSet mine, byte[] filter) {
        Subscription old = find(mine, filter);
        if (old != null) {
            remove(mine, old);
        }
        return old;
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
            LevelNode<Wishes> node, byte[] topic, int from, boolean wildcards, Matches found) {
        LevelNode<Wishes> hash = wildcards ? node.child(HASH, 0, 1) : null;
        if (hash != null) {
            found.add(hash.value());
        }
        if (from > topic.length) {
            found.add(node.value());
            return;
        }
        int to = levelEnd(topic, from, topic.length);
        LevelNode<Wishes> exact = node.child(topic, from, to - from);
        if (exact != null) {
            match(exact, topic, to + 1, true, found);
        }
        LevelNode<Wishes> plus = wildcards ? node.child(PLUS, 0, 1) : null;
        if (plus != null) {
            match(plus, topic, to + 1, true, found);
        }
    }

    private static void add(LevelNode<Wishes> node, Subscription added) {
        SharedGroup group = added.group();
        if (group != null) {
            group.add(added);
            return;
        }
        switch (node.value()) {
            case null -> node.value(added);
            case Subscribers several -> several.add(added);
            case Subscription first -> {
                Subscribers several = new Subscribers();
                several.add(first);
                several.add(added);
                node.value(several);
            }
        }
    }

    private static void replace(LevelNode<Wishes> node, Subscription old, Subscription by) {
        SharedGroup group = by.group();
        if (group != null) {
            group.replace(old, by);
        } else if (node.value() instanceof Subscribers several) {
            several.replace(old, by);
        } else {
            node.value(by);
        }
    }

    private void remove(SubscriptionSet mine, Subscription old) {
        mine.remove(old);
        switch (old.place()) {
            case null -> throw new IllegalStateException("a merged target is no subscription");
            case SharedGroup group -> removeFrom(group, old);
            case LevelNode<?> node -> removeFrom(wishesAt(node), old);
        }
        old.giveUp();
        SIZE.setOpaque(this, size - 1);
        VERSION.setRelease(this, version + 1);
    }

    @SuppressWarnings("unchecked") // subscriptions stand in this tree only
    private static LevelNode<Wishes> wishesAt(LevelNode<?> node) {
        return (LevelNode<Wishes>) node;
    }

    private static void removeFrom(LevelNode<Wishes> node, Subscription old) {
        if (node.value() instanceof Subscribers several) {
            several.remove(old);
            forgetIfEmpty(node, several);
        } else {
            node.value(null);
            prune(node);
        }
    }

    private static void removeFrom(SharedGroup group, Subscription old) {
        group.remove(old);
        if (group.size() == 0 && group.node.value() instanceof Subscribers several) {
            several.remove(group);
            forgetIfEmpty(group.node, several);
        }
    }

    private static void forgetIfEmpty(LevelNode<Wishes> node, Subscribers several) {
        if (several.isEmpty()) {
            node.value(null);
            prune(node);
        }
    }

    private static SharedGroup groupOrNew(
            LevelNode<Wishes> node, byte[] filter, int start, int hash) {
        SharedGroup known = group(node, filter, start);
        if (known != null) {
            return known;
        }
        Subscribers several = new Subscribers();
        switch (node.value()) {
            case null -> node.value(several);
            case Subscribers there -> several = there;
            case Subscription first -> {
                several.add(first);
                node.value(several);
            }
        }
        byte[] name = Arrays.copyOfRange(filter, SharedFilter.NAME_START, start - 1);
        SharedGroup added = new SharedGroup(name, hash, node);
        several.add(added);
        return added;
    }

    private static @Nullable SharedGroup group(LevelNode<Wishes> node, byte[] filter, int start) {
        if (node.value() instanceof Subscribers several) {
            int length = start - 1 - SharedFilter.NAME_START;
            for (SharedGroup group : several.groups()) {
                if (group.isCalled(filter, SharedFilter.NAME_START, length)) {
                    return group;
                }
            }
        }
        return null;
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
