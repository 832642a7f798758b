// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import org.jspecify.annotations.Nullable;

/**
 * A worker's ear: told on the storage thread what became of what its lane handed over, and must not
 * hold it up. Usually it posts the news to the worker.
 */
public interface Settled {
    /**
     * All tickets after the last told one and up to this one are decided. Told once a round.
     *
     * @param failure null when they are committed; otherwise none of them is promised to be kept,
     *     and this says why
     */
    void settled(long upTo, @Nullable String failure);

    /** The store fails from now on, or works again. */
    default void stateChanged(StoreState state) {}
}
