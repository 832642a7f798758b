// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

/** Follows one log. Driven by the thread of {@link LogWatch}, a few times a second. */
interface Follower extends AutoCloseable {
    /** Reads what is there, or sees to it that whoever reads is at work. Never waits. */
    void turn(long nowMillis);

    /** Keeps the place up to which the log was read. */
    @Override
    void close();
}
