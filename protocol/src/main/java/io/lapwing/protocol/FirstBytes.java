// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Judges the start of a connection: is it MQTT, and which (3.1.1 §3.1.2.2, 5.0 §3.1.2.2). */
final class FirstBytes {
    static final int BRIDGE = 0x80;

    private static final int SHOWN_BYTES_MAX = 32;
    private static final byte CONNECT = 0x10;
    private static final byte[] MQTT = "\0\4MQTT".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MQISDP = "\0\6MQIsdp".getBytes(StandardCharsets.US_ASCII);

    private FirstBytes() {}

    static boolean notMqtt(byte[] buffer, int offset, int limit) {
        if (offset >= limit) {
            return false;
        }
        if (buffer[offset] != CONNECT) {
            return true;
        }
        int name = nameOffset(buffer, offset, limit);
        int end = packetEnd(buffer, offset, limit);
        return name >= 0
                && !startsLike(buffer, name, end, MQTT)
                && !startsLike(buffer, name, end, MQISDP);
    }

    static void check(byte[] buffer, int offset, int limit) {
        if (notMqtt(buffer, offset, limit)) {
            throw new MalformedPacket(
                    MalformedPacket.Kind.NOT_MQTT, describe(buffer, offset, limit));
        }
        int name = nameOffset(buffer, offset, limit);
        if (name < 0) {
            return;
        }
        int end = packetEnd(buffer, offset, limit);
        int levelAt = name + nameLength(buffer, name, end);
        if (levelAt < end && version(buffer, name, end) == null) {
            throw unsupported(buffer, levelAt, end);
        }
    }

    /** Where what there is of the first packet ends; what follows it must not be taken for it. */
    private static int packetEnd(byte[] buffer, int offset, int limit) {
        int name = nameOffset(buffer, offset, limit);
        if (name < 0) {
            return limit;
        }
        int length = Framing.packetLength(buffer, offset, name, Integer.MAX_VALUE);
        return Math.min(limit, offset + length);
    }

    /** The fault of a packet, with who sent it as far as a CONNECT has told so far. */
    static MalformedPacket namingSender(
            MalformedPacket fault, byte[] buffer, int offset, int limit) {
        int name = notMqtt(buffer, offset, limit) ? -1 : nameOffset(buffer, offset, limit);
        int levelAt = name < 0 ? limit : name + nameLength(buffer, name, limit);
        MqttVersion version = levelAt < limit ? version(buffer, name, limit) : null;
        if (version == null) {
            return fault;
        }
        String clientId = ConnectCodec.peekClientId(buffer, levelAt + 1, limit, version);
        return fault.sentBy(version, buffer[levelAt] & 0xFF, clientId);
    }

    private static MalformedPacket unsupported(byte[] buffer, int levelAt, int limit) {
        int level = buffer[levelAt] & 0xFF;
        // A level below 5 announces the layout of MQTT 3; of later ones nobody knows it.
        String clientId =
                (level & ~BRIDGE) < 5
                        ? ConnectCodec.peekClientId(buffer, levelAt + 1, limit, MqttVersion.V3_1_1)
                        : null;
        return new MalformedPacket(
                        MalformedPacket.Kind.UNSUPPORTED_VERSION,
                        String.format(
                                "CONNECT asks for protocol \"%s\" level %d, which does not exist"
                                        + " here (3.1.1 §3.1.2.2, 5.0 §3.1.2.2)",
                                buffer[levelAt - 1] == 'p' ? "MQIsdp" : "MQTT", level))
                .sentBy(null, level, clientId);
    }

    /**
     * The version named by a complete protocol name and level; null if there is no such version.
     */
    static @Nullable MqttVersion version(byte[] buffer, int name, int limit) {
        int length = nameLength(buffer, name, limit);
        int level = buffer[name + length] & 0xFF;
        if (length == MQISDP.length) {
            return (level & ~BRIDGE) == 3 ? MqttVersion.V3_1 : null;
        }
        if (level == 5) {
            return MqttVersion.V5;
        }
        return (level & ~BRIDGE) == 4 ? MqttVersion.V3_1_1 : null;
    }

    /** Bytes of the protocol name with its length field, for bytes that passed the check. */
    static int nameLength(byte[] buffer, int name, int limit) {
        return startsLike(buffer, name, limit, MQTT) ? MQTT.length : MQISDP.length;
    }

    /** Where the protocol name starts; -1 while the remaining length is not complete. */
    private static int nameOffset(byte[] buffer, int offset, int limit) {
        int last = Math.min(limit, offset + Framing.HEADER_BYTES_MAX);
        for (int at = offset + 1; at < last; at++) {
            if (buffer[at] >= 0) {
                return at + 1;
            }
        }
        return -1;
    }

    private static boolean startsLike(byte[] buffer, int from, int limit, byte[] wanted) {
        int there = Math.min(limit - from, wanted.length);
        for (int i = 0; i < there; i++) {
            if (buffer[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static String describe(byte[] buffer, int offset, int limit) {
        int to = Math.min(limit, offset + SHOWN_BYTES_MAX);
        StringBuilder shown = new StringBuilder();
        for (int at = offset; at < to; at++) {
            appendEscaped(shown, buffer[at]);
        }
        return "the first bytes are no CONNECT"
                + guess(buffer, offset, limit)
                + ": \""
                + shown
                + (to < limit ? "\"..." : "\"")
                + " (3.1.1 §3.1, 5.0 §3.1)";
    }

    private static void appendEscaped(StringBuilder shown, byte b) {
        switch (b) {
            case '\r' -> shown.append("\\r");
            case '\n' -> shown.append("\\n");
            case '\t' -> shown.append("\\t");
            case '"', '\\' -> shown.append('\\').append((char) b);
            default -> {
                if (b >= ' ' && b < 0x7F) {
                    shown.append((char) b);
                } else {
                    shown.append(String.format("\\x%02x", b & 0xFF));
                }
            }
        }
    }

    /** What it may be instead: the operator wants to know which program knocks here. */
    private static String guess(byte[] buffer, int offset, int limit) {
        int to = Math.min(limit, offset + SHOWN_BYTES_MAX);
        String start = new String(buffer, offset, to - offset, StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0016\u0003")) {
            return " but a TLS handshake";
        }
        if (start.matches("(?s)(GET|HEAD|POST|PUT|DELETE|OPTIONS|CONNECT|TRACE|PATCH|PRI) .*")) {
            return " but HTTP";
        }
        if (start.startsWith("SSH-")) {
            return " but SSH";
        }
        if (start.startsWith("PROXY ") || start.startsWith("\r\n\r\n\0\r\nQUIT\n")) {
            return " but a PROXY protocol header";
        }
        return "";
    }
}
