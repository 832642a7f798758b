// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

/** A program the agent watches. */
public interface Target extends AutoCloseable {
    /** What is known of a target for a second. */
    enum Answer {
        /** It told its metrics. */
        TOLD,
        /** It was not to be asked for this second. */
        NOT_DUE,
        /** It was asked and did not tell; {@link #why} says why. */
        SILENT
    }

    /**
     * Reads all metrics of a second, between {@code begin} and {@code end} of the samples, if there
     * are any. Never waits.
     */
    Answer read(long second, Samples samples);

    /** Why it does not answer, in words; empty while it does. */
    default String why() {
        return "";
    }

    /** Stops asking. */
    @Override
    default void close() {}
}
