// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subscriptions and shared groups that one match has found; reused by its worker. */
final class Matches {
    /** Up to so many, looking for a subscriber among those found is faster than a map. */
    private static final int FEW = 16;

    private static final Subscription[] NONE = {};

    private Subscription[] found = NONE;
    private int count;
    private int filters;
    private SharedGroup[] groups = Route.NO_GROUPS;

    void add(@Nullable Wishes wishes) {
        switch (wishes) {
            case null -> {}
            case Subscription only -> {
                filters++;
                add(only);
            }
            case Subscribers several -> addAll(several);
        }
    }

    private void addAll(Subscribers several) {
        filters++;
        @Nullable Subscription[] slots = several.slots();
        for (int i = 0; i < slots.length; i++) {
            Subscription subscription = Subscribers.at(slots, i);
            if (subscription != null) {
                add(subscription);
            }
        }
        SharedGroup[] shared = several.groups();
        if (shared.length > 0) {
            int before = groups.length;
            groups = Arrays.copyOf(groups, before + shared.length);
            System.arraycopy(shared, 0, groups, before, shared.length);
        }
    }

    private void add(Subscription subscription) {
        if (count == found.length) {
            found = Arrays.copyOf(found, Math.max(4, count * 2));
        }
        found[count++] = subscription;
    }

    /** What was found, by worker, each subscriber once; then forgets it. */
    Route toRoute(byte[] topic, long version, int workers, int turn) {
        if (filters > 1) {
            merge();
        }
        Subscription[][] fleeting = byWorker(workers, false);
        Subscription[][] kept = countOf(true) == 0 ? Route.NONE_KEPT : byWorker(workers, true);
        Route route = new Route(topic, version, fleeting, kept, groups, turn);
        forget();
        return route;
    }

    private Subscription[][] byWorker(int workers, boolean kept) {
        int[] counts = new int[workers];
        for (int i = 0; i < count; i++) {
            if (isKept(found[i]) == kept) {
                counts[found[i].subscriber().worker()]++;
            }
        }
        Subscription[][] byWorker = new Subscription[workers][];
        for (int worker = 0; worker < workers; worker++) {
            byWorker[worker] =
                    counts[worker] == 0 ? Route.NOBODY : new Subscription[counts[worker]];
        }
        Arrays.fill(counts, 0);
        for (int i = 0; i < count; i++) {
            int worker = found[i].subscriber().worker();
            if (isKept(found[i]) == kept) {
                byWorker[worker][counts[worker]++] = found[i];
            }
        }
        return byWorker;
    }

    private int countOf(boolean kept) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            number += isKept(found[i]) == kept ? 1 : 0;
        }
        return number;
    }

    private static boolean isKept(Subscription subscription) {
        return subscription.qos() > 0 && subscription.subscriber().isKept();
    }

    private void forget() {
        found = NONE;
        count = 0;
        filters = 0;
        groups = Route.NO_GROUPS;
    }

    /** Overlapping filters of one subscriber become one target (5.0 §3.3.4). */
    private void merge() {
        if (count > FEW) {
            mergeMany();
            return;
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            Subscription next = found[i];
            int same = 0;
            while (same < kept && found[same].subscriber() != next.subscriber()) {
                same++;
            }
            found[same] = same < kept ? Subscription.merged(found[same], next) : next;
            kept = Math.max(kept, same + 1);
        }
        count = kept;
    }

    private void mergeMany() {
        Map<Subscriber, Subscription> bySubscriber = new IdentityHashMap<>(count);
        for (int i = 0; i < count; i++) {
            bySubscriber.merge(found[i].subscriber(), found[i], Subscription::merged);
        }
        found = bySubscriber.values().toArray(Subscription[]::new);
        count = found.length;
    }
}
