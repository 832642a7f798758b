// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import io.lapwing.agent.log.format.LogRefusal.Told;
import io.lapwing.agent.log.format.LogRefusal.Who;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * HiveMQ's event.log. It tells of everybody whom the broker disconnected; the reason says whether
 * that was before the client was in.
 */
final class HivemqParser implements LogParser {
    private static final byte[] CLIENT = Line.word("Client ID: ");
    private static final byte[] ADDRESS = Line.word(", IP: ");
    private static final byte[] REASON = Line.word(" was disconnected. reason: ");
    private static final int CLIENT_WITHIN = 80;

    /** What a reason begins with, and what it means. */
    private record Known(String beginning, String cause, @Nullable String told) {}

    private static final List<Known> REASONS =
            List.of(
                    known("Not authorized to connect. Will", "will_not_authorized"),
                    known("Not authorized to connect. The will", "will_not_authorized"),
                    known("Not authorized to connect", "not_authorized"),
                    known("Sent CONNECT with invalid protocol", "unsupported_protocol_version"),
                    known("Sent CONNECT with empty client id", "client_id_missing"),
                    known(
                            "Sent CONNECT with a client identifier that is too",
                            "client_id_too_long"),
                    known("Sent CONNECT with invalid client identifier", "client_id_not_valid"),
                    known("Sent CONNECT with invalid username/password", "malformed_connect"),
                    known("Sent CONNECT exceeded", "packet_too_large"),
                    known("Sent CONNECT with too large", "packet_too_large"),
                    known("Sent CONNECT with auth data and no", "protocol_error"),
                    known("Sent CONNECT", "malformed_connect"),
                    known("Incorrect CONNECT", "malformed_connect"),
                    known("Connect timed out", "connect_timeout"),
                    known("Retain flag of Will", "will_not_supported"),
                    known("Quality of service level of Will", "will_not_supported"),
                    known("SSL", "tls_handshake"),
                    known("TLS", "tls_handshake"));

    private final ZoneId zone;

    HivemqParser(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public @Nullable LogRefusal read(Line line) {
        int client = line.find(CLIENT, line.from);
        if (client < 0 || client - line.from > CLIENT_WITHIN) {
            return null;
        }
        int reasonAt = line.findLast(REASON);
        if (reasonAt < 0) {
            return null;
        }
        String reason = line.text(reasonAt + REASON.length, line.to).strip();
        for (Known known : REASONS) {
            if (reason.startsWith(known.beginning)) {
                return refusal(line, who(line, client, reasonAt), known, reason);
            }
        }
        return null;
    }

    @Override
    public boolean knows(Line line) {
        return line.isEmpty() || LineTime.begins(line);
    }

    private static Known known(String beginning, String cause) {
        return new Known(
                beginning,
                cause,
                switch (cause) {
                    case "not_authorized", "will_not_authorized" -> "not_authorized";
                    case "unsupported_protocol_version" -> "unsupported_protocol_version";
                    case "client_id_missing", "client_id_too_long", "client_id_not_valid" ->
                            "client_identifier_not_valid";
                    default -> null;
                });
    }

    /** The address stands last, so a client id that holds ", IP: " does not matter. */
    private static Who who(Line line, int client, int end) {
        Line head = new Line().set(line.bytes, line.from, end);
        int address = head.findLast(ADDRESS);
        if (address < 0) {
            return Who.NOBODY;
        }
        String name = head.text(client + CLIENT.length, address);
        return Who.client(name.equals("UNKNOWN") ? null : name)
                .from(Peer.of(head.text(address + ADDRESS.length, end)));
    }

    private LogRefusal refusal(Line line, Who who, Known known, String reason) {
        boolean tls = known.cause.equals("tls_handshake");
        return new LogRefusal(
                LogFormat.HIVEMQ.word(),
                tls ? TlsAlert.cause(reason.toLowerCase(Locale.ROOT)) : known.cause,
                who,
                new Told(known.told, known.told),
                "HiveMQ says " + reason.replaceFirst("\\.+$", ""),
                line.shown(),
                LineTime.of(line, zone));
    }
}
