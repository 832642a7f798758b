// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.topics.SharedGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages sent to a client and not yet acknowledged, in the order of sending.
 *
 * <p>Packet ids are given out in sequence, so an id's place is its distance from the oldest: an
 * acknowledgement is found without a search, and an id cannot be given out twice as long as the
 * span from oldest to newest stays below all 65,535 ids (5.0 §2.2.1). Nothing is allocated before
 * the first message, and the message itself is kept only where it may have to be sent again.
 *
 * <p>When the client comes back on another connection, what was sent on the old one rests until it
 * is sent again: the new connection may have a smaller window than there are messages in flight.
 */
final class Inflight {
    private static final int IDS = 65_535;
    private static final byte FREE = 0;
    private static final byte QOS1 = 1;
    private static final byte QOS2 = 2;
    private static final byte RELEASED = 3;

    /** Added to QOS1 and QOS2: not sent on this connection yet. */
    private static final byte RESTING = 4;

    private static final byte[] NONE = {};

    private byte[] states = NONE;
    private @Nullable Message @Nullable [] messages;
    private int @Nullable [] sentSeconds; // beside the messages that are kept
    private int oldestId = 1;
    private int oldest; // index in the ring
    private int span; // from the oldest to the newest, with gaps
    private int count;
    private int resting;
    private int restsFrom; // distance from the oldest; nothing before it rests
    private long keptBytes;

    /** Messages that are not acknowledged, on this connection or an earlier one. */
    int count() {
        return count;
    }

    /** Those that were sent on this connection: what the client's window counts. */
    int active() {
        return count - resting;
    }

    boolean isResting() {
        return resting > 0;
    }

    /** What the messages that are kept take up. */
    long keptBytes() {
        return keptBytes;
    }

    /** False when all packet ids are between the oldest and the newest message. */
    boolean hasIds() {
        return span < IDS - 1;
    }

    /** Takes the next packet id for a message; the second counts where the message is kept. */
    int add(int qos, @Nullable Message kept, int nowSecond) {
        if (span == states.length) {
            grow();
        }
        int at = indexAt(span);
        states[at] = qos == 1 ? QOS1 : QOS2;
        if (kept != null) {
            keep(at, kept, nowSecond);
        }
        int id = idAt(span);
        span++;
        count++;
        return id;
    }

    /** PUBACK came; false when no such message is in flight. */
    boolean acknowledged(int packetId) {
        int at = find(packetId);
        return at >= 0 && awake(at) == QOS1 && end(at);
    }

    /** PUBREC came: true when PUBREL is owed, also when PUBREC came before. */
    boolean received(int packetId, int nowSecond) {
        int at = find(packetId);
        if (at < 0 || (awake(at) != QOS2 && states[at] != RELEASED)) {
            return false;
        }
        wake(at);
        states[at] = RELEASED;
        forget(at);
        if (sentSeconds != null) {
            sentSeconds[at] = nowSecond;
        }
        return true;
    }

    /** PUBREC with an error came: the exchange is over (5.0 §4.3.3). */
    boolean rejected(int packetId) {
        int at = find(packetId);
        return at >= 0 && awake(at) == QOS2 && end(at);
    }

    /** PUBCOMP came; false when no such message is in flight. */
    boolean completed(int packetId) {
        int at = find(packetId);
        return at >= 0 && states[at] == RELEASED && end(at);
    }

    /** Whether any message is in flight under this id. */
    boolean has(int packetId) {
        int at = find(packetId);
        return at >= 0 && states[at] != FREE;
    }

    /** The client is there on another connection: nothing was sent on it yet. */
    void rest() {
        restsFrom = 0;
        for (int i = 0; i < span; i++) {
            int at = indexAt(i);
            if (states[at] == QOS1 || states[at] == QOS2) {
                states[at] += RESTING;
                resting++;
            }
        }
    }

    /** The id of the oldest message that rests; one does. */
    int oldestResting() {
        while ((states[indexAt(restsFrom)] & RESTING) == 0) {
            restsFrom++;
        }
        return idAt(restsFrom);
    }

    /** The message is sent again on this connection. */
    void resent(int packetId, int nowSecond) {
        int at = find(packetId);
        wake(at);
        if (sentSeconds != null) {
            sentSeconds[at] = nowSecond;
        }
    }

    /** Gives a message up that cannot be sent again. */
    void drop(int packetId) {
        boolean unused = end(find(packetId));
    }

    /** The message with this id, where there is one and it was kept. */
    @Nullable Message message(int packetId) {
        int at = find(packetId);
        return messages == null || at < 0 ? null : messages[at];
    }

    /**
     * Puts a message of QoS 2 in flight again that an earlier run of the broker has sent; in the
     * order of sending, before any other.
     *
     * @param message null once the client has it, and PUBREL is owed
     */
    void restore(int packetId, @Nullable Message message) {
        if (span == 0) {
            oldestId = packetId;
        }
        int distance = Math.floorMod(packetId - oldestId, IDS);
        while (distance >= states.length) {
            grow();
        }
        span = Math.max(span, distance + 1);
        int at = indexAt(distance);
        states[at] = message == null ? RELEASED : QOS2;
        count++;
        if (message != null) {
            keep(at, message, 0);
        }
    }

    /** The numbers of the messages in flight that are on disk. */
    long[] numbers() {
        long[] numbers = new long[count];
        int found = 0;
        for (int i = 0; i < span && messages != null; i++) {
            Message message = messages[indexAt(i)];
            if (message != null && message.isKept()) {
                numbers[found++] = Math.abs(message.number());
            }
        }
        return Arrays.copyOf(numbers, found);
    }

    /**
     * Takes QoS 1 messages out that somebody else is to get, oldest first. One of QoS 2 that was
     * sent stays with its client ([MQTT-4.8.2-4], [MQTT-4.8.2-5]).
     */
    List<Message> take(Predicate<Message> which) {
        List<Message> taken = new ArrayList<>();
        forEach((packetId, released, sentSecond) -> {
            Message message = message(packetId);
            if (message != null && message.qos() == 1 && which.test(message)) {
                taken.add(message);
                drop(packetId);
            }
        });
        return taken;
    }

    /** The shared groups that QoS 1 messages in flight came from. */
    Set<SharedGroup> groups() {
        Set<SharedGroup> groups = new HashSet<>();
        forEach((packetId, released, sentSecond) -> {
            Message message = message(packetId);
            SharedGroup group = message == null ? null : message.group();
            if (message != null && group != null && message.qos() == 1) {
                groups.add(group);
            }
        });
        return groups;
    }

    /** Visits everything that is in flight, oldest first; the visitor may call resent and drop. */
    void forEach(Visitor visitor) {
        int firstId = oldestId;
        int distances = span;
        for (int i = 0; i < distances; i++) {
            int id = (firstId - 1 + i) % IDS + 1;
            int at = find(id);
            if (at >= 0 && states[at] != FREE) {
                int sent = sentSeconds == null ? 0 : sentSeconds[at];
                visitor.inFlight(id, states[at] == RELEASED, sent);
            }
        }
    }

    /** Sees one message in flight. */
    interface Visitor {
        /**
         * @param released whether PUBREL is owed for it instead of PUBLISH
         * @param sentSecond when it was sent last, if it is kept
         */
        void inFlight(int packetId, boolean released, int sentSecond);
    }

    private boolean end(int at) {
        wake(at);
        states[at] = FREE;
        forget(at);
        count--;
        while (span > 0 && states[oldest] == FREE) {
            oldest = (oldest + 1) & (states.length - 1);
            oldestId = oldestId == IDS ? 1 : oldestId + 1;
            span--;
            restsFrom = Math.max(0, restsFrom - 1);
        }
        return true;
    }

    private int awake(int at) {
        return states[at] & ~RESTING;
    }

    private void wake(int at) {
        if ((states[at] & RESTING) != 0) {
            states[at] -= RESTING;
            resting--;
        }
    }

    private void keep(int at, Message kept, int nowSecond) {
        if (messages == null) {
            messages = new @Nullable Message[states.length];
            sentSeconds = new int[states.length];
        }
        messages[at] = kept;
        keptBytes += kept.bytes();
        if (sentSeconds != null) {
            sentSeconds[at] = nowSecond;
        }
    }

    private void forget(int at) {
        Message kept = messages == null ? null : messages[at];
        if (messages != null && kept != null) {
            keptBytes -= kept.bytes();
            messages[at] = null;
        }
    }

    private int indexAt(int distance) {
        return (oldest + distance) & (states.length - 1);
    }

    private int idAt(int distance) {
        return (oldestId - 1 + distance) % IDS + 1;
    }

    private int find(int packetId) {
        int distance = Math.floorMod(packetId - oldestId, IDS);
        return packetId == 0 || distance >= span ? -1 : indexAt(distance);
    }

    private void grow() {
        int length = states.length;
        if (length == 0) {
            states = new byte[8];
            return;
        }
        byte[] largerStates = new byte[length * 2];
        System.arraycopy(states, oldest, largerStates, 0, length - oldest);
        System.arraycopy(states, 0, largerStates, length - oldest, oldest);
        states = largerStates;
        if (messages != null && sentSeconds != null) {
            @Nullable Message[] larger = new @Nullable Message[length * 2];
            System.arraycopy(messages, oldest, larger, 0, length - oldest);
            System.arraycopy(messages, 0, larger, length - oldest, oldest);
            messages = larger;
            int[] seconds = Arrays.copyOfRange(sentSeconds, oldest, oldest + length * 2);
            System.arraycopy(sentSeconds, 0, seconds, length - oldest, oldest);
            sentSeconds = seconds;
        }
        oldest = 0;
    }
}
