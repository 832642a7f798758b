// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

/** Where the numbers of a target come from. Owned by the thread that asks. */
interface Source extends AutoCloseable {
    /**
     * Asks, and puts what is told into an answer that has begun; the answer's end is the caller's.
     *
     * @throws NoAnswer with the reason
     */
    void read(Scrape into) throws NoAnswer;

    /** What the numbers belong to. */
    SeriesTable table();

    /** Size of the last answer. */
    long bytes();

    @Override
    void close();
}
