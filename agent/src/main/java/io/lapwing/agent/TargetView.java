// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.agent.collect.TargetKind;

/**
 * How a target stands.
 *
 * @param address without a user or a password
 * @param cluster the cluster it is a node of; empty for none
 * @param why it does not answer, in words; empty while it does
 * @param sinceS when the state began; 0 before the first answer was due
 * @param toldS the last second it told its metrics for; 0 when it never did
 * @param series it tells
 * @param leftOut series that are not kept, because there are too many
 */
public record TargetView(
        String name,
        String address,
        TargetKind kind,
        String cluster,
        State state,
        String why,
        long sinceS,
        long toldS,
        int series,
        long leftOut,
        int charts) {

    /** Whether a target answers. */
    public enum State {
        /** It is to be asked for the first time. */
        WAITING,
        UP,
        DOWN
    }
}
