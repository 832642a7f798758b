// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.crash;

import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/** What all actors share: where the broker listens in this round, what was wrong, what happened. */
final class Ledger {
    private static final int FAULTS_MAX = 50;
    private static final String ROUNDS = "rounds, with the one that ends it";

    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final SortedMap<String, Long> counts = new ConcurrentSkipListMap<>();
    final int port;

    Ledger(int port) {
        this.port = port;
    }

    int round() {
        return counts.getOrDefault(ROUNDS, 0L).intValue();
    }

    void beginRound() {
        count(ROUNDS);
    }

    void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    void fault(String what) {
        count("FAULTS");
        if (faults.size() < FAULTS_MAX) {
            faults.add("round " + round() + ": " + what);
        }
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    SortedMap<String, Long> counts() {
        return counts;
    }
}
