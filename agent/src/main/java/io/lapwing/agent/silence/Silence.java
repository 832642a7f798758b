// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.silence;

/**
 * Alerts that nobody wants to be told about for a while. They are evaluated, logged and shown all
 * the same.
 *
 * @param matcher which alerts
 * @param reason why, in a sentence
 * @param author who asked for it
 * @param startMs from when on it holds
 * @param endMs when it ends and is forgotten
 */
public record Silence(
        long id,
        Matcher matcher,
        String reason,
        String author,
        long createdMs,
        long startMs,
        long endMs,
        Schedule schedule) {
    /** Whether it holds at a moment, by its span and its schedule. */
    public boolean holds(long epochMs) {
        return epochMs >= startMs && epochMs < endMs && schedule.holds(epochMs);
    }
}
