// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.topics.RetainedMessage;
import io.lapwing.broker.topics.SharedGroup;
import io.lapwing.broker.topics.Subscription;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PublishView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits for one session, or may have to be sent to it again: the PUBLISH as its
 * publisher sent it, and how this session gets it.
 *
 * @param packet never changed: the sessions of a worker that get the message share it
 * @param version the version the packet is written in
 * @param sinceNanos when it came, on the monotonic clock
 * @param expirySeconds how long after that it is too old to be sent; {@link #NEVER}
 * @param group the shared group whose member gets it, or will; null for any other message
 * @param number under which it is on disk, negative if its packet is shared there; 0 if it is not
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way; messages are never compared
record Message(
        byte[] packet,
        MqttVersion version,
        int qos,
        boolean retain,
        int @Nullable [] identifiers,
        long sinceNanos,
        long expirySeconds,
        @Nullable SharedGroup group,
        long number) {
    /** The expiry of a message that has none. */
    static final long NEVER = -1;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int OBJECT_BYTES = 80; // this, the array's head, a place in a queue

    /** A message as it came; the packet is the view's, as an array of its own. */
    static Message of(
            PublishView view,
            byte[] packet,
            int qos,
            boolean retain,
            Subscription target,
            long sinceNanos,
            long number) {
        return new Message(
                packet,
                view.version(),
                qos,
                retain,
                target.identifiers(),
                sinceNanos,
                view.messageExpirySeconds(),
                target.group(),
                number);
    }

    /** A message for whichever member of a group takes it. */
    static Message of(PublishView view, SharedGroup group, long sinceNanos) {
        int from = view.offset();
        return new Message(
                Arrays.copyOfRange(view.buffer(), from, from + view.length()),
                view.version(),
                view.qos(),
                view.retain(),
                null,
                sinceNanos,
                view.messageExpirySeconds(),
                group,
                0);
    }

    /** The message of a group, for the member that gets it now. */
    Message dealtTo(Subscription member, boolean upgradesQos) {
        int published = packet[0] >> 1 & 3;
        boolean retained = (packet[0] & 1) != 0;
        return new Message(
                packet,
                version,
                upgradesQos ? member.qos() : Math.min(published, member.qos()),
                retained && member.retainAsPublished(),
                member.identifiers(),
                sinceNanos,
                expirySeconds,
                member.group(),
                0);
    }

    /** A retained message, for a new subscription. */
    static Message of(RetainedMessage stored, int qos, int @Nullable [] identifiers) {
        return new Message(
                stored.packet(),
                stored.version(),
                qos,
                true,
                identifiers,
                stored.storedNanos(),
                stored.expires() ? stored.expirySeconds() : NEVER,
                null,
                0);
    }

    boolean isKept() {
        return number != 0;
    }

    /** What it takes up, as the limits count it. */
    int bytes() {
        return bytes(packet.length);
    }

    /** What a message takes up whose packet is of this length. */
    static int bytes(int packetLength) {
        return packetLength + OBJECT_BYTES;
    }

    boolean isExpired(long nowNanos) {
        return expirySeconds != NEVER && nowNanos - sinceNanos >= expirySeconds * SECOND_NANOS;
    }

    /** What is left of its expiry, a second that has begun counted as whole; -1 if it has none. */
    long secondsLeft(long nowNanos) {
        return expirySeconds == NEVER
                ? NEVER
                : Math.max(0, expirySeconds - (nowNanos - sinceNanos) / SECOND_NANOS);
    }
}
