// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

/** The event loop under a worker: its one thread, seen without the network library. */
public interface Loop {
    /** Runs a task on the loop's thread after what is under way. Any thread. */
    void execute(Runnable task);

    /** Runs a task on the loop's thread after so many milliseconds. */
    void inMillis(long millis, Runnable task);

    /** Runs a task on the loop's thread once a second. */
    void everySecond(Runnable task);
}
