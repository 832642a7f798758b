// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What all actors have in common: the broker, the end of the show, and what they have to tell. */
final class Ground {
    private static final int FAULTS_MAX = 50;

    final int port;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final SortedMap<String, Long> counts = new ConcurrentSkipListMap<>();

    Ground(int port) {
        this.port = port;
    }

    /** Waits a little; true when the show is over. */
    boolean pause(long millis) throws InterruptedException {
        return over.await(millis, TimeUnit.MILLISECONDS);
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    void end() {
        over.countDown();
    }

    void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** Something that must not happen did; the first ones are told in words. */
    void fault(String what) {
        count("FAULTS");
        if (faults.size() < FAULTS_MAX) {
            faults.add(what);
        }
    }

    Queue<String> faults() {
        return faults;
    }

    SortedMap<String, Long> counts() {
        return counts;
    }
}
