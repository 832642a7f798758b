// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import io.lapwing.protocol.MqttVersion;
import org.jspecify.annotations.Nullable;

/**
 * The line of the log that tells a refusal: VerneMQ's words up to "due to", so that searches made
 * for them still match, then everything that is known as fields.
 */
final class LogLine {
    private LogLine() {}

    static String of(Refusal refusal) {
        Attempt attempt = refusal.attempt();
        StringBuilder line = new StringBuilder(320).append(vernemq(refusal));
        field(line, "cause", refusal.cause().word());
        field(line, "client", SafeText.field(attempt.clientId()));
        field(line, "user", SafeText.field(attempt.userName()));
        field(line, "address", peer(attempt));
        field(line, "listener", SafeText.field(attempt.listener()));
        field(line, "version", version(attempt.version()));
        field(line, "code", refusal.code());
        if (attempt.certificate() != null) {
            field(line, "certificate", SafeText.field(attempt.certificate()));
        }
        return line.append(" because=\"")
                .append(SafeText.escaped(refusal.because()))
                .append('"')
                .toString();
    }

    private static void field(StringBuilder line, String name, String value) {
        line.append(' ').append(name).append('=').append(value);
    }

    private static String vernemq(Refusal refusal) {
        Attempt attempt = refusal.attempt();
        String due = " due to " + due(refusal);
        return switch (refusal.cause()) {
            case WRONG_PASSWORD,
                    UNKNOWN_USER,
                    CREDENTIALS_MISSING,
                    NOT_AUTHORIZED,
                    BANNED,
                    AUTH_BACKEND_UNAVAILABLE,
                    AUTH_BACKEND_TIMEOUT,
                    SERVER_BUSY,
                    STORAGE_UNAVAILABLE,
                    CONNECTION_RATE_EXCEEDED,
                    CONNECTION_LIMIT,
                    QUOTA_EXCEEDED ->
                    "can't authenticate client " + client(attempt) + " from " + peer(attempt) + due;
            case AUTHENTICATION_FAILED, BAD_AUTHENTICATION_METHOD ->
                    "can't continue enhanced auth with client " + client(attempt) + due;
            case WILL_NOT_AUTHORIZED, WILL_NOT_SUPPORTED ->
                    "can't authenticate last will, for client " + client(attempt) + due;
            case UNSUPPORTED_PROTOCOL_VERSION, PROTOCOL_VERSION_DISABLED ->
                    "invalid protocol version for {[],undefined} " + attempt.protocolLevel();
            case CLIENT_ID_MISSING -> "empty client id not allowed in mqttv3 {[],undefined}";
            case CLIENT_ID_TOO_LONG, CLIENT_ID_NOT_VALID ->
                    "invalid client id " + SafeText.binary(attempt.clientId());
            case SERVER_SHUTTING_DOWN, CLUSTER_NOT_READY, USE_ANOTHER_SERVER, SERVER_MOVED ->
                    notRegistered(refusal);
            case PROXY_HEADER_INVALID -> "Proxy Protocol Error: " + due(refusal);
            case WEBSOCKET_PATH, WEBSOCKET_SUBPROTOCOL, WEBSOCKET_UPGRADE ->
                    "websocket init error " + due(refusal);
            case NOT_MQTT,
                    MALFORMED_CONNECT,
                    PROTOCOL_ERROR,
                    PACKET_TOO_LARGE,
                    CONNECT_TIMEOUT,
                    CLOSED_BY_CLIENT,
                    TLS_HANDSHAKE,
                    TLS_PROTOCOL,
                    TLS_CERTIFICATE_MISSING,
                    TLS_CERTIFICATE_UNKNOWN,
                    TLS_CERTIFICATE_EXPIRED,
                    TLS_CERTIFICATE_REVOKED,
                    TLS_TIMEOUT,
                    INTERNAL_ERROR ->
                    "session for "
                            + session(attempt)
                            + " stopped abnormally due to '"
                            + due(refusal)
                            + "'";
        };
    }

    /** The cause's word, or the code that the will was refused with. */
    private static String due(Refusal refusal) {
        return refusal.cause() == Cause.WILL_NOT_SUPPORTED && refusal.instead() != null
                ? refusal.instead().label()
                : refusal.cause().vernemq();
    }

    private static String notRegistered(Refusal refusal) {
        Attempt attempt = refusal.attempt();
        String start = "can't register client " + client(attempt);
        return attempt.userName() == null
                ? start + " due to reason " + due(refusal)
                : start
                        + " with username "
                        + SafeText.binary(attempt.userName())
                        + " due to "
                        + due(refusal);
    }

    private static String client(Attempt attempt) {
        return "{[]," + SafeText.binary(attempt.clientId()) + "}";
    }

    private static String session(Attempt attempt) {
        return attempt.clientId() == null ? "undefined" : client(attempt);
    }

    private static String peer(Attempt attempt) {
        String address = attempt.address();
        if (attempt.port() <= 0) {
            return address;
        }
        return address.indexOf(':') >= 0
                ? "[" + address + "]:" + attempt.port()
                : address + ":" + attempt.port();
    }

    private static String version(@Nullable MqttVersion version) {
        if (version == null) {
            return "-";
        }
        return version.isV5() ? "5" : version.text();
    }
}
