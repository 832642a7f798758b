// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subscriptions that one match has found; reused by its worker. */
final class Matches {
    private final List<Subscription> found = new ArrayList<>();
    private int filters;

    void add(@Nullable Subscribers subscribers) {
        if (subscribers == null) {
            return;
        }
        filters++;
        @Nullable Subscription[] slots = subscribers.slots();
        for (int i = 0; i < slots.length; i++) {
            Subscription subscription = Subscribers.at(slots, i);
            if (subscription != null) {
                found.add(subscription);
            }
        }
    }

    /** What was found, by worker, each subscriber once; then forgets it. */
    Route toRoute(byte[] topic, long version, int workers) {
        List<Subscription> once = filters > 1 ? merged() : found;
        int[] counts = new int[workers];
        for (Subscription target : once) {
            counts[target.subscriber().worker()]++;
        }
        Subscription[][] byWorker = new Subscription[workers][];
        for (int worker = 0; worker < workers; worker++) {
            byWorker[worker] =
                    counts[worker] == 0 ? Route.NOBODY : new Subscription[counts[worker]];
        }
        Arrays.fill(counts, 0);
        for (Subscription target : once) {
            int worker = target.subscriber().worker();
            byWorker[worker][counts[worker]++] = target;
        }
        found.clear();
        filters = 0;
        return new Route(topic, version, byWorker);
    }

    /** Overlapping filters of one subscriber become one target (5.0 §3.3.4). */
    private List<Subscription> merged() {
        Map<Subscriber, Subscription> bySubscriber = new IdentityHashMap<>();
        for (Subscription subscription : found) {
            bySubscriber.merge(subscription.subscriber(), subscription, Subscription::merged);
        }
        return List.copyOf(bySubscriber.values());
    }
}
