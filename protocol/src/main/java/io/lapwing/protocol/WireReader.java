// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MalformedPacket.malformed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A cursor over a packet's body; no read passes the packet's end. Owned by whoever reads it. */
final class WireReader {
    private static final byte[] NOTHING = {};

    private byte[] buffer = NOTHING;
    private int at;
    private int end;
    private String packet = "";

    WireReader() {}

    WireReader(byte[] buffer, int from, int to, String packet) {
        reset(buffer, from, to, packet);
    }

    /** Starts over on other bytes, so that the hot path needs no new object. */
    void reset(byte[] buffer, int from, int to, String packet) {
        this.buffer = buffer;
        this.at = from;
        this.end = to;
        this.packet = packet;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    boolean atEnd() {
        return at == end;
    }

    String packet() {
        return packet;
    }

    int unsignedByte(String what) {
        need(1, what);
        return buffer[at++] & 0xFF;
    }

    int unsignedShort(String what) {
        need(2, what);
        int value = (buffer[at] & 0xFF) << 8 | (buffer[at + 1] & 0xFF);
        at += 2;
        return value;
    }

    long unsignedInt(String what) {
        return (long) unsignedShort(what) << 16 | unsignedShort(what);
    }

    /** A variable byte integer: at most four bytes, and no more than it needs (5.0 §1.5.5). */
    int variableInt(String what) {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int next = unsignedByte(what);
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0) {
                    throw malformed(
                            packet + " writes its " + what + " longer than needed (5.0 §1.5.5)");
                }
                return value;
            }
        }
        throw malformed(packet + " has more than four bytes of " + what + " (5.0 §1.5.5)");
    }

    /** A packet id, which is never zero (3.1.1 §2.3.1, 5.0 §2.2.1). */
    int packetId() {
        int id = unsignedShort("packet id");
        if (id == 0) {
            throw zeroPacketId(packet);
        }
        return id;
    }

    static MalformedPacket zeroPacketId(String packet) {
        return MalformedPacket.protocolError(
                packet + " has the packet id 0 (3.1.1 §2.3.1, 5.0 §2.2.1)");
    }

    String text(String what) {
        int from = at + 2;
        skipText(what);
        return new String(buffer, from, at - from, StandardCharsets.UTF_8);
    }

    /** Passes over a text, checking it like {@link #text}. */
    void skipText(String what) {
        int length = unsignedShort(what);
        need(length, what);
        int bad = Utf8.firstInvalid(buffer, at, at + length);
        if (bad >= 0) {
            throw notUtf8(packet, what, bad - at);
        }
        at += length;
    }

    static MalformedPacket notUtf8(String packet, String what, int index) {
        return malformed(
                String.format(
                        "%s has a %s that is no MQTT text at byte %d: a NUL, a surrogate or no"
                                + " UTF-8 at all (3.1.1 §1.5.3, 5.0 §1.5.4)",
                        packet, what, index));
    }

    byte[] binary(String what) {
        int from = at + 2;
        skipBinary(what);
        return Arrays.copyOfRange(buffer, from, at);
    }

    void skipBinary(String what) {
        int length = unsignedShort(what);
        skip(length, what);
    }

    void skip(int bytes, String what) {
        need(bytes, what);
        at += bytes;
    }

    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(buffer, at, end);
        at = end;
        return rest;
    }

    /** The topic name at the cursor, with everything that a name must be. */
    String topicName(String what) {
        int from = at + 2;
        skipTopicName(what);
        return new String(buffer, from, at - from, StandardCharsets.UTF_8);
    }

    void skipTopicName(String what) {
        int from = at + 2;
        skipText(what);
        Topics.checkNameWildcards(buffer, from, at - from, what);
    }

    /** The topic filter at the cursor, with everything that a filter must be. */
    String topicFilter() {
        int from = at + 2;
        skipText("topic filter");
        Topics.checkFilterLevels(buffer, from, at - from);
        return new String(buffer, from, at - from, StandardCharsets.UTF_8);
    }

    /** The next bytes as a reader of their own, which this one then has behind it. */
    WireReader slice(int bytes, String what) {
        need(bytes, what);
        WireReader slice = new WireReader(buffer, at, at + bytes, packet);
        at += bytes;
        return slice;
    }

    /** What follows the last field is as wrong as a missing one. */
    void end() {
        if (at != end) {
            throw malformed(
                    packet
                            + " has "
                            + (end - at)
                            + " bytes behind its last field (3.1.1 §2.2.3, 5.0 §2.1.4)");
        }
    }

    private void need(int bytes, String what) {
        if (end - at < bytes) {
            throw malformed(packet + " ends inside its " + what + " (3.1.1 §2.2.3, 5.0 §2.1.4)");
        }
    }
}
