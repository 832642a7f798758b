// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the retained messages that match a filter. It can stop after any step and go on
 * later, so that neither a slow client nor a tree of a million topics keeps a worker busy; what it
 * remembers is one place for each level. A message that is stored or replaced meanwhile may be met
 * or missed; one that stays is met once. One worker has it.
 */
public final class RetainedWalk {
    /** In place of the filter's next level: below a #, all is met. */
    private static final int EVERYTHING = -1;

    // Most filters meet nothing: they get by without a place for any level.
    private static final @Nullable Object[] NO_LEVELS = {};
    private static final int[] NO_PLACES = {};

    private final RetainedTree tree;
    private final LevelNode<RetainedMessage> root;
    private final byte[] filter;
    private final boolean hidesDollar;

    // For each level that is being walked: what lies below, which place of it is next, and where
    // the filter goes on behind it.
    private @Nullable Object[] below = NO_LEVELS;
    private int[] next = NO_PLACES;
    private int[] from = NO_PLACES;
    private int depth;
    private boolean started;
    private int steps;
    private long nowNanos;

    RetainedWalk(
            RetainedTree tree,
            LevelNode<RetainedMessage> root,
            byte[] filter,
            boolean hidesDollar) {
        this.tree = tree;
        this.root = root;
        this.filter = filter;
        this.hidesDollar = hidesDollar;
    }

    /** Allows so many steps more; messages whose time is over by now are not met. */
    public void allow(int stepsMax, long now) {
        steps = stepsMax;
        nowNanos = now;
    }

    public int stepsLeft() {
        return steps;
    }

    /** Whether all was met. */
    public boolean isDone() {
        return started && depth == 0;
    }

    /** The next message; null when all was met, or when the steps are used up. */
    public @Nullable RetainedMessage next() {
        if (!started) {
            started = true;
            RetainedMessage first = enter(root, 0);
            if (first != null) {
                return first;
            }
        }
        while (depth > 0 && steps > 0) {
            steps--;
            int top = depth - 1;
            if (next[top] == LevelNode.width(below[top])) {
                depth--;
                below[depth] = null;
                continue;
            }
            LevelNode<RetainedMessage> node = LevelNode.at(below[top], next[top]++);
            if (node != null && !(top == 0 && isHidden(node))) {
                RetainedMessage found = enter(node, from[top]);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** At the first level a wildcard does not match what starts with $ (5.0 §4.7.2). */
    private boolean isHidden(LevelNode<RetainedMessage> node) {
        return hidesDollar && node.level.length > 0 && node.level[0] == '$';
    }

    /** Goes down to the next wildcard; returns the message there when the filter ends there. */
    private @Nullable RetainedMessage enter(LevelNode<RetainedMessage> first, int filterFrom) {
        LevelNode<RetainedMessage> node = first;
        int at = filterFrom;
        while (at != EVERYTHING && at <= filter.length) {
            int to = TopicTree.levelEnd(filter, at, filter.length);
            boolean single = to - at == 1;
            if (single && filter[at] == '+') {
                push(node.below(), to + 1);
                return null;
            }
            if (single && filter[at] == '#') {
                at = EVERYTHING; // "sport/#" matches "sport" (5.0 §4.7.1.2)
                break;
            }
            LevelNode<RetainedMessage> child = node.child(filter, at, to - at);
            if (child == null) {
                return null;
            }
            node = child;
            at = to + 1;
        }
        if (at == EVERYTHING) {
            push(node.below(), EVERYTHING);
        }
        return valid(node);
    }

    private @Nullable RetainedMessage valid(LevelNode<RetainedMessage> node) {
        RetainedMessage message = node.value();
        if (message != null && message.isOver(nowNanos)) {
            tree.expire(node, message);
            return null;
        }
        return message;
    }

    private void push(@Nullable Object levels, int filterFrom) {
        if (levels == null) {
            return;
        }
        if (depth == next.length) {
            int room = Math.max(4, depth * 2);
            below = Arrays.copyOf(below, room);
            next = Arrays.copyOf(next, room);
            from = Arrays.copyOf(from, room);
        }
        below[depth] = levels;
        next[depth] = 0;
        from[depth] = filterFrom;
        depth++;
    }
}
