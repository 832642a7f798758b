// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

/** Something that waits for an authenticator, for as long as it may. */
interface Waiting {
    /** Gives up if the time is over; true when there is nothing left to wait for. */
    boolean expire(long nowNanos);
}
