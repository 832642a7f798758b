// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.delivery.DeliveryFailed;

/** One receiver's way out. Runs on a virtual thread of its own and may take its time. */
interface Channel {
    /** Returns when the other side has taken it. */
    void send(Bulletin bulletin) throws DeliveryFailed, InterruptedException;

    /** Whether several notices may be one bulletin; else each goes alone. */
    default boolean gathers() {
        return true;
    }

    /** After how many seconds what is still raised must be told again; 0 for never. */
    default int refreshS() {
        return 0;
    }
}
