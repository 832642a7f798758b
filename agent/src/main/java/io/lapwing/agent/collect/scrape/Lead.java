// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

/**
 * How long before its second a target is asked: so early that the answer is there when the second
 * is sampled, and so late that it is fresh. Follows the slowest of the last answers.
 */
final class Lead {
    private static final long LEAST_MILLIS = 150;
    private static final double FORGETS = 0.95;

    private final long mostMillis;
    private double slowest;

    /**
     * @param mostMillis the time-out: what comes later comes for nothing
     */
    Lead(long mostMillis) {
        this.mostMillis = mostMillis;
    }

    void took(long millis) {
        slowest = Math.max(millis, slowest * FORGETS);
    }

    long millis() {
        return Math.clamp((long) (2 * slowest) + LEAST_MILLIS, 0, mostMillis);
    }
}
