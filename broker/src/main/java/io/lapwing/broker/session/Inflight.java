// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The messages sent to a client and not yet acknowledged, in the order of sending.
 *
 * <p>Packet ids are given out in sequence, so an id's place is its distance from the oldest: an
 * acknowledgement is found without a search, and an id cannot be given out twice as long as the
 * span from oldest to newest stays below all 65,535 ids (5.0 §2.2.1). Nothing is allocated before
 * the first message, and the message itself is kept only where it may have to be sent again.
 */
final class Inflight {
    private static final int IDS = 65_535;
    private static final byte FREE = 0;
    private static final byte QOS1 = 1;
    private static final byte QOS2 = 2;
    private static final byte RELEASED = 3;

    private static final byte[] NONE = {};

    private byte[] states = NONE;
    private @Nullable Message @Nullable [] messages;
    private int oldestId = 1;
    private int oldest; // index in the ring
    private int span; // from the oldest to the newest, with gaps
    private int count;

    int count() {
        return count;
    }

    /** False when all packet ids are between the oldest and the newest message. */
    boolean hasIds() {
        return span < IDS - 1;
    }

    /** Takes the next packet id for a message. */
    int add(int qos, @Nullable Message kept) {
        if (span == states.length) {
            grow();
        }
        int at = (oldest + span) & (states.length - 1);
        states[at] = qos == 1 ? QOS1 : QOS2;
        if (kept != null) {
            if (messages == null) {
                messages = new @Nullable Message[states.length];
            }
            messages[at] = kept;
        }
        int id = idAt(span);
        span++;
        count++;
        return id;
    }

    /** PUBACK came; false when no such message is in flight. */
    boolean acknowledged(int packetId) {
        return end(packetId, QOS1, QOS1);
    }

    /** PUBREC came: true when PUBREL is owed, also when PUBREC came before. */
    boolean received(int packetId) {
        int at = find(packetId);
        if (at < 0 || (states[at] != QOS2 && states[at] != RELEASED)) {
            return false;
        }
        states[at] = RELEASED;
        if (messages != null) {
            messages[at] = null;
        }
        return true;
    }

    /** PUBREC with an error came: the exchange is over (5.0 §4.3.3). */
    boolean rejected(int packetId) {
        return end(packetId, QOS2, QOS2);
    }

    /** PUBCOMP came; false when no such message is in flight. */
    boolean completed(int packetId) {
        return end(packetId, RELEASED, QOS2);
    }

    /** Visits what must be sent again, oldest first. */
    void forEach(Visitor visitor) {
        for (int i = 0; i < span; i++) {
            int at = (oldest + i) & (states.length - 1);
            if (states[at] != FREE) {
                Message message = messages == null ? null : messages[at];
                visitor.inFlight(idAt(i), states[at] == RELEASED, message);
            }
        }
    }

    /** Sees one message in flight. */
    interface Visitor {
        /** The message is null when only PUBREL is owed, or when it was not kept. */
        void inFlight(int packetId, boolean released, @Nullable Message message);
    }

    private boolean end(int packetId, byte wanted, byte orElse) {
        int at = find(packetId);
        if (at < 0 || (states[at] != wanted && states[at] != orElse)) {
            return false;
        }
        states[at] = FREE;
        if (messages != null) {
            messages[at] = null;
        }
        count--;
        while (span > 0 && states[oldest] == FREE) {
            oldest = (oldest + 1) & (states.length - 1);
            oldestId = oldestId == IDS ? 1 : oldestId + 1;
            span--;
        }
        return true;
    }

    private int idAt(int distance) {
        return (oldestId - 1 + distance) % IDS + 1;
    }

    private int find(int packetId) {
        int distance = Math.floorMod(packetId - oldestId, IDS);
        return packetId == 0 || distance >= span ? -1 : (oldest + distance) & (states.length - 1);
    }

    private void grow() {
        if (states.length == 0) {
            states = new byte[8];
            return;
        }
        int length = states.length;
        byte[] largerStates = Arrays.copyOfRange(states, oldest, oldest + length * 2);
        System.arraycopy(states, 0, largerStates, length - oldest, oldest);
        Arrays.fill(largerStates, length, largerStates.length, FREE);
        states = largerStates;
        if (messages != null) {
            @Nullable Message[] larger = new @Nullable Message[length * 2];
            System.arraycopy(messages, oldest, larger, 0, length - oldest);
            System.arraycopy(messages, 0, larger, length - oldest, oldest);
            messages = larger;
        }
        oldest = 0;
    }
}
