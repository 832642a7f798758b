// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.kept;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PublishView;
import io.lapwing.store.Space;
import io.lapwing.store.Write;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a session's queue: how the session gets a message, and the PUBLISH as its publisher
 * sent it, or the number under which several entries share it.
 *
 * @param worker the worker that wrote it, in the run of the broker that did
 * @param cameMillis when it came, on the wall clock
 * @param packet empty where it is shared
 * @param shared the number of the packet; {@link Space.References#NONE} where it is here
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
public record KeptMessage(
        int worker,
        MqttVersion version,
        int qos,
        boolean retain,
        int @Nullable [] identifiers,
        long cameMillis,
        byte[] packet,
        long shared) {

    private static final int QOS = 0x03;
    private static final int RETAIN = 0x04;
    private static final int SHARED = 0x08;
    private static final int VERSION_SHIFT = 4;
    private static final int FIXED_BYTES = 12; // flags, worker, identifiers, when it came
    private static final MqttVersion[] VERSIONS = MqttVersion.values();

    /** Writes the entry of one session. */
    public static void append(
            Write to,
            long queue,
            long number,
            int worker,
            PublishView message,
            Delivery how,
            long cameMillis,
            boolean shared) {
        int @Nullable [] identifiers = how.identifiers;
        int ids = identifiers == null ? 0 : identifiers.length;
        int rest = shared ? Long.BYTES : message.length();
        int flags = how.qos | (how.retain ? RETAIN : 0) | (shared ? SHARED : 0);
        to.append(KeptSpaces.QUEUES, queue, number, FIXED_BYTES + ids * Integer.BYTES + rest)
                .octet(flags | message.version().ordinal() << VERSION_SHIFT)
                .octet(worker)
                .int16(ids)
                .int64(cameMillis);
        for (int i = 0; identifiers != null && i < ids; i++) {
            to.int32(identifiers[i]);
        }
        if (shared) {
            to.int64(number);
        } else {
            to.bytes(message.buffer(), message.offset(), message.length());
        }
    }

    /** How one session gets a message; reused by its worker. */
    public static final class Delivery {
        int qos;
        boolean retain;
        int @Nullable [] identifiers;

        public void set(int itsQos, boolean itsRetain, int @Nullable [] itsIdentifiers) {
            qos = itsQos;
            retain = itsRetain;
            identifiers = itsIdentifiers;
        }
    }

    public static KeptMessage read(byte[] entry) {
        ByteBuffer in = ByteBuffer.wrap(entry);
        int flags = in.get();
        int worker = in.get() & 0xFF;
        int[] identifiers = new int[in.getShort() & 0xFFFF];
        long cameMillis = in.getLong();
        for (int i = 0; i < identifiers.length; i++) {
            identifiers[i] = in.getInt();
        }
        boolean shared = (flags & SHARED) != 0;
        return new KeptMessage(
                worker,
                VERSIONS[flags >> VERSION_SHIFT & 3],
                flags & QOS,
                (flags & RETAIN) != 0,
                identifiers.length == 0 ? null : identifiers,
                cameMillis,
                shared ? new byte[0] : Arrays.copyOfRange(entry, in.position(), entry.length),
                shared ? in.getLong() : Space.References.NONE);
    }

    /** The number of the shared packet an entry refers to. */
    static long sharedNumber(byte[] entry) {
        return (entry[0] & SHARED) == 0
                ? Space.References.NONE
                : ByteBuffer.wrap(entry).getLong(entry.length - Long.BYTES);
    }

    /** The same with the packet that it shares. */
    public KeptMessage withPacket(byte[] itsPacket) {
        return new KeptMessage(
                worker, version, qos, retain, identifiers, cameMillis, itsPacket, shared);
    }

    public boolean isShared() {
        return shared != Space.References.NONE;
    }
}
