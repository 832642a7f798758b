// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import java.util.List;
import java.util.Optional;

/** What other rooms may ask about notifications. Any thread may call it. */
public interface Notifications {
    /** The configured receivers, as they stand now. */
    List<ReceiverView> receivers();

    /** Alerts that somebody was told of and that are not over. */
    List<OpenAlert> open();

    /**
     * Sends a test to a receiver at once, and waits for the outcome.
     *
     * @return what went wrong, without secrets; empty when it has arrived
     * @throws IllegalArgumentException when there is no such receiver
     */
    Optional<String> test(String receiver);

    /** Somebody takes an alert on: no more reminders of it. False when it is not open. */
    boolean acknowledge(String alert, String by, String note);

    /** The opposite. False when it is not open. */
    boolean unacknowledge(String alert);
}
