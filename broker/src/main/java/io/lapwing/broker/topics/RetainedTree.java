// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All retained messages, as a tree of topic levels (5.0 §3.3.1.3). Read without a lock. */
public final class RetainedTree {
    private static final VarHandle SIZE;
    private static final VarHandle BYTES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SIZE = lookup.findVarHandle(RetainedTree.class, "size", long.class);
            BYTES = lookup.findVarHandle(RetainedTree.class, "bytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LevelNode<RetainedMessage> root = new LevelNode<>(new byte[0], null);
    private long size;
    private long bytes;

    public long size() {
        return (long) SIZE.getOpaque(this);
    }

    /** The packets' bytes, without the tree's own. */
    public long bytes() {
        return (long) BYTES.getOpaque(this);
    }

    /** Stores the message of a topic, in place of an older one. */
    public synchronized void store(byte[] topic, RetainedMessage message) {
        LevelNode<RetainedMessage> node = root;
        for (int from = 0; from <= topic.length; ) {
            int to = TopicTree.levelEnd(topic, from, topic.length);
            node = node.childOrNew(topic, from, to - from);
            from = to + 1;
        }
        account(node.value(), message);
        node.value(message);
    }

    /** Forgets the message of a topic. */
    public synchronized void delete(byte[] topic) {
        LevelNode<RetainedMessage> node = root;
        for (int from = 0; from <= topic.length && node != null; ) {
            int to = TopicTree.levelEnd(topic, from, topic.length);
            node = node.child(topic, from, to - from);
            from = to + 1;
        }
        RetainedMessage old = node == null ? null : node.value();
        if (node != null && old != null) {
            account(old, null);
            node.value(null);
            TopicTree.prune(node);
        }
    }

    /** Visits the messages whose topic matches a filter. Any thread. */
    public void match(byte[] filter, Consumer<RetainedMessage> visitor) {
        match(root, filter, 0, visitor);
    }

    private static void match(
            LevelNode<RetainedMessage> node,
            byte[] filter,
            int from,
            Consumer<RetainedMessage> visitor) {
        if (from > filter.length) {
            visit(node, visitor);
            return;
        }
        int to = TopicTree.levelEnd(filter, from, filter.length);
        boolean single = to - from == 1;
        if (single && filter[from] == '#') {
            visit(node, visitor); // "sport/#" matches "sport" (5.0 §4.7.1.2)
            forEachBelow(node, from == 0, child -> everything(child, visitor));
        } else if (single && filter[from] == '+') {
            forEachBelow(node, from == 0, child -> match(child, filter, to + 1, visitor));
        } else {
            LevelNode<RetainedMessage> child = node.child(filter, from, to - from);
            if (child != null) {
                match(child, filter, to + 1, visitor);
            }
        }
    }

    private static void everything(
            LevelNode<RetainedMessage> node, Consumer<RetainedMessage> visitor) {
        visit(node, visitor);
        forEachBelow(node, false, child -> everything(child, visitor));
    }

    /** At the first level a wildcard does not match what starts with $ (5.0 §4.7.2). */
    private static void forEachBelow(
            LevelNode<RetainedMessage> node,
            boolean firstLevel,
            Consumer<LevelNode<RetainedMessage>> visitor) {
        for (LevelNode<RetainedMessage> child : node.table()) {
            boolean hidden =
                    firstLevel && child != null && child.level.length > 0 && child.level[0] == '$';
            if (LevelNode.isLive(child) && !hidden) {
                visitor.accept(child);
            }
        }
    }

    private static void visit(LevelNode<RetainedMessage> node, Consumer<RetainedMessage> visitor) {
        RetainedMessage message = node.value();
        if (message != null) {
            visitor.accept(message);
        }
    }

    private void account(@Nullable RetainedMessage old, @Nullable RetainedMessage by) {
        SIZE.setOpaque(this, size + (by == null ? 0 : 1) - (old == null ? 0 : 1));
        BYTES.setOpaque(
                this,
                bytes
                        + (by == null ? 0 : by.packet().length)
                        - (old == null ? 0 : old.packet().length));
    }
}
