// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MalformedPacket.malformed;
import static io.lapwing.protocol.PacketType.PUBREL;
import static io.lapwing.protocol.PacketType.SUBSCRIBE;
import static io.lapwing.protocol.PacketType.UNSUBSCRIBE;

/** Finds where a packet ends, from its fixed header (3.1.1 §2.2, 5.0 §2.1). */
public final class Framing {
    /** The fixed header is not complete yet. */
    public static final int INCOMPLETE = -1;

    /** The longest fixed header: one byte of type and flags, four of length. */
    public static final int HEADER_BYTES_MAX = 5;

    private Framing() {}

    /** The packet type in the first byte of a packet. */
    public static int type(byte first) {
        return (first & 0xFF) >>> 4;
    }

    /**
     * Length of the whole packet that starts at {@code offset}, or {@link #INCOMPLETE}. It is
     * known, and judged against the limit, long before the packet's body has arrived.
     */
    public static int packetLength(byte[] buffer, int offset, int limit, int packetBytesMax) {
        int remaining = 0;
        int shift = 0;
        for (int at = offset + 1; at < limit; at++) {
            int next = buffer[at];
            remaining |= (next & 0x7F) << shift;
            if (next >= 0) {
                int length = at + 1 - offset + remaining;
                if (length > packetBytesMax) {
                    MalformedPacket fault = tooLarge(type(buffer[offset]), length, packetBytesMax);
                    throw FirstBytes.namingSender(fault, buffer, offset, limit);
                }
                return length;
            }
            shift += 7;
            if (shift == 28) {
                throw malformed(
                        PacketType.name(type(buffer[offset]))
                                + " has a remaining length of more than four bytes"
                                + " (3.1.1 §2.2.3, 5.0 §2.1.4)");
            }
        }
        return INCOMPLETE;
    }

    private static MalformedPacket tooLarge(int type, int length, int packetBytesMax) {
        return new MalformedPacket(
                MalformedPacket.Kind.TOO_LARGE,
                String.format(
                        "%s of %d bytes, more than the %d allowed (5.0 §3.1.2.11.4)",
                        PacketType.name(type), length, packetBytesMax));
    }

    /** Where the body starts. Only 5.0 demands the shortest form of the remaining length. */
    static int bodyOffset(byte[] buffer, int offset, boolean shortest) {
        int at = offset + 1;
        while (buffer[at] < 0) {
            at++;
        }
        if (shortest && buffer[at] == 0 && at > offset + 1) {
            throw malformed(
                    PacketType.name(type(buffer[offset]))
                            + " writes its remaining length longer than needed (5.0 §1.5.5)");
        }
        return at + 1;
    }

    /**
     * The flags of every packet but PUBLISH are fixed (3.1.1 §2.2.2, 5.0 §2.1.3). In 3.1 the bits
     * are unused, and a PUBREL, SUBSCRIBE or UNSUBSCRIBE sent again has DUP set.
     */
    static void checkFlags(byte first, MqttVersion version) {
        int type = type(first);
        int wanted = type == PUBREL || type == SUBSCRIBE || type == UNSUBSCRIBE ? 0b0010 : 0;
        int judged = version != MqttVersion.V3_1 ? 0b1111 : wanted == 0 ? 0 : 0b0110;
        if ((first & judged) != wanted) {
            throw malformed(
                    String.format(
                            "%s has the flags %s where only %s is allowed"
                                    + " (3.1.1 §2.2.2, 5.0 §2.1.3)",
                            PacketType.name(type), bits(first & 0xF), bits(wanted)));
        }
    }

    private static String bits(int flags) {
        return Integer.toBinaryString(flags | 0x10).substring(1);
    }

    /**
     * True as soon as the first bytes of a connection cannot become a CONNECT, whatever follows.
     */
    public static boolean notMqtt(byte[] buffer, int offset, int limit) {
        return FirstBytes.notMqtt(buffer, offset, limit);
    }

    /**
     * Judges the first bytes of a connection, as many as there are: throws as soon as they cannot
     * become a CONNECT, or name a version that we do not speak. Call it on each arrival of bytes
     * until the CONNECT is complete.
     */
    public static void checkFirst(byte[] buffer, int offset, int limit) {
        FirstBytes.check(buffer, offset, limit);
    }
}
