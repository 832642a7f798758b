// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

/** A program the agent watches. */
public interface Target {
    /**
     * Reads all metrics between {@code begin} and {@code end}. False when that was not possible.
     */
    boolean read(Samples samples);
}
