// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * All retained messages, as a tree of topic levels (5.0 §3.3.1.3). Read without a lock, by {@link
 * RetainedWalk}s. What does not fit its bounds is not kept, and neither is what it was to replace.
 */
public final class RetainedTree {
    private static final VarHandle SIZE;
    private static final VarHandle BYTES;
    private static final VarHandle EXPIRED;
    private static final VarHandle DROPPED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SIZE = lookup.findVarHandle(RetainedTree.class, "size", long.class);
            BYTES = lookup.findVarHandle(RetainedTree.class, "bytes", long.class);
            EXPIRED = lookup.findVarHandle(RetainedTree.class, "expired", long.class);
            DROPPED = lookup.findVarHandle(RetainedTree.class, "dropped", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LevelNode<RetainedMessage> root = new LevelNode<>(new byte[0], null);
    private final long messagesMax;
    private final long bytesMax;
    private long size;
    private long bytes;
    private long expiring; // those of size that will expire
    private long expired;
    private long dropped;

    /** Bounds of messages and of their packets' bytes; 0 for none. */
    public RetainedTree(long messagesMax, long bytesMax) {
        this.messagesMax = messagesMax == 0 ? Long.MAX_VALUE : messagesMax;
        this.bytesMax = bytesMax == 0 ? Long.MAX_VALUE : bytesMax;
    }

    public long size() {
        return (long) SIZE.getOpaque(this);
    }

    /** The packets' bytes, without the tree's own. */
    public long bytes() {
        return (long) BYTES.getOpaque(this);
    }

    /** Messages that were taken out because their time was over, since the start. */
    public long expired() {
        return (long) EXPIRED.getOpaque(this);
    }

    /** Messages that did not fit, since the start. */
    public long dropped() {
        return (long) DROPPED.getOpaque(this);
    }

    /** Stores the message of a topic, in place of an older one. */
    public synchronized void store(byte[] topic, RetainedMessage message) {
        LevelNode<RetainedMessage> node = root;
        for (int from = 0; from <= topic.length; ) {
            int to = TopicTree.levelEnd(topic, from, topic.length);
            node = node.childOrNew(topic, from, to - from);
            from = to + 1;
        }
        RetainedMessage old = node.value();
        int replaced = old == null ? 0 : old.packet().length;
        if ((old == null && size >= messagesMax)
                || bytes - replaced + message.packet().length > bytesMax) {
            DROPPED.setOpaque(this, dropped + 1);
            take(node, old);
        } else {
            account(old, message);
            node.value(message);
        }
    }

    /** Stores the message of a topic that has none, as an earlier run of the broker left it. */
    public synchronized void restore(byte[] topic, RetainedMessage message) {
        if (message(topic) == null) {
            store(topic, message);
        }
    }

    /** Forgets the message of a topic. */
    public synchronized void delete(byte[] topic) {
        LevelNode<RetainedMessage> node = find(topic);
        if (node != null) {
            take(node, node.value());
        }
    }

    /** The message of a topic, its time over or not; null when there is none. Any thread. */
    public @Nullable RetainedMessage message(byte[] topic) {
        LevelNode<RetainedMessage> node = find(topic);
        return node == null ? null : node.value();
    }

    private @Nullable LevelNode<RetainedMessage> find(byte[] topic) {
        LevelNode<RetainedMessage> node = root;
        for (int from = 0; from <= topic.length && node != null; ) {
            int to = TopicTree.levelEnd(topic, from, topic.length);
            node = node.child(topic, from, to - from);
            from = to + 1;
        }
        return node;
    }

    /** A walk over the messages whose topics match a filter. Any thread may make one. */
    public RetainedWalk walk(byte[] filter) {
        return new RetainedWalk(this, root, filter, filter[0] == '#' || filter[0] == '+');
    }

    /** Looks for messages whose time is over. */
    RetainedWalk walkOverAll() {
        return new RetainedWalk(this, root, new byte[] {'#'}, false);
    }

    /** Whether there is a message that will expire. */
    synchronized boolean expires() {
        return expiring > 0;
    }

    /** Takes a message out whose time is over, unless another one has taken its place. */
    synchronized void expire(LevelNode<RetainedMessage> node, RetainedMessage over) {
        if (node.value() == over) {
            EXPIRED.setOpaque(this, expired + 1);
            take(node, over);
        }
    }

    private void take(LevelNode<RetainedMessage> node, @Nullable RetainedMessage old) {
        if (old != null) {
            account(old, null);
            node.value(null);
        }
        TopicTree.prune(node);
    }

    private void account(@Nullable RetainedMessage old, @Nullable RetainedMessage by) {
        SIZE.setOpaque(this, size + (by == null ? 0 : 1) - (old == null ? 0 : 1));
        BYTES.setOpaque(this, bytes + lengthOf(by) - lengthOf(old));
        expiring += (by != null && by.expires() ? 1 : 0) - (old != null && old.expires() ? 1 : 0);
    }

    private static int lengthOf(@Nullable RetainedMessage message) {
        return message == null ? 0 : message.packet().length;
    }
}
