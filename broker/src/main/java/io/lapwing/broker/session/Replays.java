// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.topics.RetainedMessage;
import io.lapwing.broker.topics.RetainedWalk;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The retained messages that a client's new subscriptions are still to get (5.0 §3.3.1.3). They are
 * not queued: a walk over the tree goes on whenever the client takes more, behind what waits for
 * it, and by a slice a turn, so that others get theirs. Part of a session while there is something
 * to send, on its worker.
 *
 * <p>A message is read when it is sent, so it is never older than one that was published and
 * delivered meanwhile; one that was stored since the SUBSCRIBE has been delivered as it was
 * published, and is left out here. There is one walk a filter at most: a SUBSCRIBE for the same
 * filter begins anew.
 */
final class Replays {
    /** About a millisecond of walking and sending. */
    private static final int STEPS_A_TURN = 1_000;

    private record Replay(
            byte[] filter,
            RetainedWalk walk,
            int qosMax,
            int @Nullable [] identifiers,
            long sinceNanos) {}

    private final Outbound to;
    private final Worker owner;
    private final ArrayDeque<Replay> open = new ArrayDeque<>();
    private @Nullable RetainedMessage met; // and not sent yet
    private boolean goesOn;

    Replays(Outbound to, Worker owner) {
        this.to = to;
        this.owner = owner;
    }

    void add(byte[] filter, int qosMax, int @Nullable [] identifiers) {
        drop(filter);
        RetainedWalk walk = owner.shared().retained.walk(filter);
        open.addLast(new Replay(filter, walk, qosMax, identifiers, owner.nowNanos()));
    }

    /** The filter is given up: nothing more is sent for it. */
    void drop(byte[] filter) {
        for (Iterator<Replay> each = open.iterator(); each.hasNext(); ) {
            Replay replay = each.next();
            if (Arrays.equals(replay.filter, filter)) {
                if (replay == open.peekFirst()) {
                    met = null;
                }
                each.remove();
            }
        }
    }

    /** Sends on as far as the client takes it now; true when all is sent. */
    boolean send() {
        int steps = STEPS_A_TURN;
        for (Replay replay = open.peekFirst(); replay != null; replay = open.peekFirst()) {
            replay.walk.allow(steps, owner.nowNanos());
            RetainedMessage message = met != null ? met : replay.walk.next();
            met = null;
            while (message != null) {
                if (message.storedNanos() - replay.sinceNanos <= 0 && !send(replay, message)) {
                    met = message;
                    return false;
                }
                message = replay.walk.next();
            }
            if (!replay.walk.isDone()) {
                goOnNextTurn();
                return false;
            }
            steps = replay.walk.stepsLeft();
            open.removeFirst();
        }
        return true;
    }

    private boolean send(Replay replay, RetainedMessage message) {
        int qos = Math.min(message.qos(), replay.qosMax);
        return to.sendRetained(message, qos, replay.identifiers);
    }

    private void goOnNextTurn() {
        if (!goesOn) {
            goesOn = true;
            owner.tell(() -> {
                goesOn = false;
                to.drain();
            });
        }
    }
}
