// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import org.jspecify.annotations.Nullable;

/** Something that has its time on a worker's {@link TimerWheel}, and is its own link there. */
abstract class Timer {
    int slot = -1;
    @Nullable Timer next;
    @Nullable Timer previous;

    /** Its time may have come. Off the wheel when this is called. */
    abstract void onTimer();
}
