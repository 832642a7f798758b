// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.agent.delivery.DeliveryFailed;

/** The way to one destination. Used by one delivery at a time, which may take its time. */
interface Outlet {
    /** Returns when the other side has taken a batch: how many samples of it, it did not want. */
    int send(byte[] batch) throws DeliveryFailed, InterruptedException;

    /** Gives up what it keeps open. */
    default void close() {}
}
