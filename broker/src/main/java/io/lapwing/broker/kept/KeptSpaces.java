// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.kept;

import io.lapwing.store.Space;
import java.nio.ByteBuffer;
import java.util.List;

/** The broker's spaces in the store. A session has a number there, which is used once. */
public final class KeptSpaces {
    /** Client id → {@link KeptSession}. */
    public static final Space SESSIONS = Space.records(1, "sessions");

    /** Number of the session, filter → {@link KeptSubscription}. */
    public static final Space SUBSCRIPTIONS = Space.records(2, "subscriptions");

    /** Number of the session, direction, packet id → {@link KeptExchange}. */
    public static final Space EXCHANGES = Space.records(3, "exchanges");

    /** Topic → {@link KeptRetained}. */
    public static final Space RETAINED = Space.records(4, "retained");

    /** PUBLISH packets that several sessions wait for. */
    public static final Space PACKETS = Space.shared(10, "packets");

    /** Number of the session, number of the message → {@link KeptMessage}. */
    public static final Space QUEUES =
            Space.queues(11, "queues", PACKETS, KeptMessage::sharedNumber);

    public static final List<Space> ALL =
            List.of(SESSIONS, SUBSCRIPTIONS, EXCHANGES, RETAINED, PACKETS, QUEUES);

    private KeptSpaces() {}

    /** Where the records of a session begin; those of the next number begin where they end. */
    public static byte[] from(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
