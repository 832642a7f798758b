// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import org.jspecify.annotations.Nullable;

/**
 * Takes retained messages out whose time is over, though nobody asks for them: a part of the tree
 * each second, and nothing while no message expires. One worker has it.
 */
public final class RetainedSweep {
    /** Some 2 ms of a worker's second; a million topics are looked at every three minutes. */
    private static final int STEPS_A_SECOND = 10_000;

    private final RetainedTree tree;
    private @Nullable RetainedWalk walk;

    public RetainedSweep(RetainedTree tree) {
        this.tree = tree;
    }

    public void onSecond(long nowNanos) {
        RetainedWalk current = walk;
        if (current == null) {
            if (!tree.expires()) {
                return;
            }
            current = tree.walkOverAll();
            walk = current;
        }
        current.allow(STEPS_A_SECOND, nowNanos);
        RetainedMessage met = current.next();
        while (met != null) {
            met = current.next();
        }
        if (current.isDone()) {
            walk = null;
        }
    }
}
