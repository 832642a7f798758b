// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.ArrayDeque;

/** A loop whose tasks a test runs one by one, on its own thread. */
final class SimLoop implements Loop {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.addLast(task);
    }

    @Override
    public void inMillis(long millis, Runnable task) {
        tasks.addLast(task);
    }

    @Override
    public void everySecond(Runnable task) {
        // time stands still
    }

    boolean isIdle() {
        return tasks.isEmpty();
    }

    void runOne() {
        tasks.removeFirst().run();
    }
}
