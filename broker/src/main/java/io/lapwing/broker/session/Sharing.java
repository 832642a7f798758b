// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.topics.Route;
import io.lapwing.broker.topics.SharedGroup;
import io.lapwing.broker.topics.Subscription;
import io.lapwing.protocol.PublishView;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shared subscriptions on one worker (5.0 §4.8.2, and in MQTT 3 likewise).
 *
 * <p>The way of nearly every message is short: the worker it came in on asks the group whose turn
 * it is ({@link SharedGroup#pick}) and hands it to that member's worker as it does for any other
 * subscription. Members that would get it at once come before those for whom messages wait.
 *
 * <p>A message that no member takes goes to the group's queue: nobody is connected, the member had
 * left when the message came to it, or had no room. Each group has a home, one of the workers,
 * chosen by its name, which alone owns that queue; the others send it mail. A member that is
 * connected asks the home for messages, is dealt a few, and asks again when they are on their way:
 * so the queue empties as fast as its members take it, and spreads over them. What is dealt to a
 * member that is gone comes back to the front of the queue.
 *
 * <p>A member whose connection ends hands what waits for it, and what it has not acknowledged, to
 * the others. Two things stay: a QoS 2 message that was sent belongs to its session for good
 * ([MQTT-4.8.2-4], [MQTT-4.8.2-5]), and what was sent while nobody else is connected waits for
 * whoever comes first, the same client (who gets it again, marked as a duplicate) or another one:
 * the home remembers whom to ask for it.
 */
final class Sharing {
    private final Worker worker;
    private final Map<SharedGroup, GroupQueue> queues = new IdentityHashMap<>();

    Sharing(Worker worker) {
        this.worker = worker;
    }

    /** Hands a message to one member of each group of its route. */
    void route(PublishView message, Route route, @Nullable Session from) {
        int turn = route.nextTurn();
        for (SharedGroup group : route.groups()) {
            Subscription[] member = group.pick(turn);
            if (member != null) {
                worker.send(message, member[0].subscriber().worker(), member, from);
            } else {
                keep(message, group);
            }
        }
    }

    /** No member takes the message: it is kept for them, unless it is of QoS 0. Any worker. */
    void keep(PublishView message, SharedGroup group) {
        Worker home = homeOf(group);
        if (message.qos() == 0) {
            worker.count(worker.counters().queueUnhandled);
        } else if (home == worker) {
            queueOf(group).add(Message.of(message, group, worker.nowNanos()));
        } else {
            worker.keepAt(home, message, group);
        }
    }

    /** Messages that were a member's and are nobody's now. Any worker. */
    void giveBack(SharedGroup group, List<Message> messages) {
        at(group, home -> home.addFirst(messages));
    }

    /** A member is connected, or done with what it was dealt: it takes more. Its worker. */
    void ask(SharedGroup group, Session member) {
        at(group, home -> home.ask(member));
    }

    /** A member is not connected any more, or no member. Its worker. */
    void left(SharedGroup group, Session member) {
        at(group, home -> home.left(member));
    }

    /** A member that is away still has messages that it was sent. Its worker. */
    void park(SharedGroup group, Session member) {
        at(group, home -> home.park(member));
    }

    private void at(SharedGroup group, Consumer<GroupQueue> task) {
        Worker home = homeOf(group);
        if (home == worker) {
            task.accept(queueOf(group));
        } else {
            home.tell(() -> task.accept(home.sharing.queueOf(group)));
        }
    }

    private Worker homeOf(SharedGroup group) {
        return worker.peer(group.hash());
    }

    private GroupQueue queueOf(SharedGroup group) {
        GroupQueue known = queues.get(group);
        if (known != null) {
            return known;
        }
        GroupQueue added = new GroupQueue(worker, group);
        if (!added.isOver()) {
            queues.put(group, added);
        }
        return added;
    }

    /** Its last member has left. */
    void forget(SharedGroup group) {
        queues.remove(group);
    }
}
