// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.OutgoingPublish;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.PublishWriter;
import io.lapwing.protocol.TopicAliases;
import org.jspecify.annotations.Nullable;

/**
 * What a connection says in one turn: packets are written behind each other into a buffer of the
 * worker's, which goes to the network at the turn's end, or earlier when it grows large.
 */
final class Output {
    private static final int EARLY_FLUSH_BYTES = 64 * 1_024;

    private final Connection connection;
    private final Transport transport;
    private byte @Nullable [] buffer;
    private int length;
    private @Nullable TopicAliases aliases;

    Output(Connection connection, Transport transport) {
        this.connection = connection;
        this.transport = transport;
    }

    /** The client allows so many topic aliases. */
    void sendAliased(int max) {
        aliases = max == 0 ? null : new TopicAliases(max);
    }

    /**
     * Sends a packet, without its explanations where they make it too large for the client; false
     * when it is too large even so, and not sent (5.0 §3.1.2.11.4).
     */
    boolean send(Packet packet) {
        MqttVersion version = connection.version();
        long max = connection.terms().packetBytesMax();
        Packet sent = packet;
        int size = PacketCodec.size(sent, version);
        if (size > max) {
            sent = Explanations.without(packet, max, version);
            size = PacketCodec.size(sent, version);
            if (size > max) {
                connection.count(connection.counters().tooLargeToSend);
                return false;
            }
        }
        byte[] room = room(size);
        length = PacketCodec.write(sent, version, room, length);
        return true;
    }

    /**
     * Whether the client takes a message of this size (5.0 §3.1.2.11.4). Where it does, the message
     * must be sent next: a topic alias may have been set for it.
     */
    boolean takes(OutgoingPublish message) {
        long max = connection.terms().packetBytesMax();
        TopicAliases known = aliases;
        if (known != null && known.use(message)) {
            if (PublishWriter.publishSize(message) <= max) {
                known.sent(message);
                return true;
            }
            message.topicAlias(0).topicOmitted(false); // the name alone may be shorter
        }
        return max == Long.MAX_VALUE || PublishWriter.publishSize(message) <= max;
    }

    /** Sends a message that the client takes. */
    void publish(OutgoingPublish message) {
        Counters counters = connection.counters();
        byte[] room = room(PublishWriter.publishSize(message));
        length = PublishWriter.writePublish(message, room, length);
        connection.count(counters.publishSent[Counters.index(connection.version())]);
        connection.count(counters.queueOut);
        if (length > EARLY_FLUSH_BYTES) {
            flush();
        }
    }

    /** Sends PUBACK, PUBREC, PUBREL or PUBCOMP; the reason counts for MQTT 5 only. */
    void acknowledge(Acked packet, int packetId, int reason) {
        MqttVersion version = connection.version();
        int told = version.isV5() ? reason : 0;
        long max = connection.terms().packetBytesMax();
        if (max < PublishWriter.ACK_BYTES + (told == 0 ? 0 : 1)) {
            connection.count(connection.counters().tooLargeToSend);
            return;
        }
        byte[] room = room(PublishWriter.ACK_BYTES_MAX);
        length = PublishWriter.writeAck(room, length, packet.type, packetId, told);
        connection.count(connection.counters().acked(packet, version, told));
    }

    /** Hands what there is to the network. */
    void flush() {
        byte[] written = buffer;
        if (written != null && length > 0) {
            connection.worker().cells.add(connection.counters().bytesSent, length);
            transport.write(written, length);
        }
        drop();
    }

    /** Forgets what there is. */
    void drop() {
        byte[] dropped = buffer;
        if (dropped != null) {
            connection.worker().buffers.give(dropped);
            buffer = null;
        }
        length = 0;
    }

    private byte[] room(int bytes) {
        Worker worker = connection.worker();
        byte[] current = buffer;
        if (current == null) {
            current = worker.buffers.take(bytes);
            buffer = current;
            worker.markDirty(connection);
        } else if (length + bytes > current.length) {
            byte[] larger = worker.buffers.take(Math.max(length + bytes, current.length * 2));
            System.arraycopy(current, 0, larger, 0, length);
            worker.buffers.give(current);
            current = larger;
            buffer = larger;
        }
        return current;
    }
}
