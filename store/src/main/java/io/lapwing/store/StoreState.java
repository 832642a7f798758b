// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

/** Whether the store keeps what it is given. */
public sealed interface StoreState {
    /** All is well. */
    record Working() implements StoreState {}

    /**
     * Nothing is kept; it is tried again every second.
     *
     * @param why for people
     */
    record Failing(long sinceMillis, String why) implements StoreState {}
}
