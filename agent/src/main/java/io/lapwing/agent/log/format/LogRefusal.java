// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A refused connection as the log of another broker tells it: a plain value, as far as the line
 * goes.
 *
 * @param broker the word of the {@link LogFormat} that was read
 * @param cause a word of the closed list that Lapwing's own refusals have
 * @param because one clause for people: what the log said, and what it leaves open
 * @param line as it was written, cut if it is long
 * @param atMillis when it happened; {@link LineTime#NONE} as long as only the line could tell
 */
public record LogRefusal(
        String broker,
        String cause,
        Who who,
        Told told,
        String because,
        String line,
        long atMillis) {
    /** The words that a log can tell; Lapwing's list holds all of them. */
    public static final Set<String> CAUSES =
            Set.of(
                    "wrong_password",
                    "unknown_user",
                    "not_authorized",
                    "will_not_authorized",
                    "banned",
                    "not_mqtt",
                    "malformed_connect",
                    "protocol_error",
                    "packet_too_large",
                    "unsupported_protocol_version",
                    "protocol_version_disabled",
                    "client_id_missing",
                    "client_id_too_long",
                    "client_id_not_valid",
                    "will_not_supported",
                    "connect_timeout",
                    "closed_by_client",
                    "bad_authentication_method",
                    "authentication_failed",
                    "tls_handshake",
                    "tls_protocol",
                    "tls_certificate_missing",
                    "tls_certificate_unknown",
                    "tls_certificate_expired",
                    "tls_certificate_revoked",
                    "tls_timeout",
                    "proxy_header_invalid",
                    "auth_backend_unavailable",
                    "auth_backend_timeout",
                    "server_busy",
                    "connection_rate_exceeded",
                    "quota_exceeded",
                    "cluster_not_ready",
                    "use_another_server",
                    "server_moved",
                    "internal_error");

    /** A longer line is kept up to here. */
    static final int LINE_CHARS_MAX = 1_024;

    public LogRefusal {
        if (!CAUSES.contains(cause)) {
            throw new IllegalArgumentException("no such cause: " + cause);
        }
    }

    /**
     * Who tried.
     *
     * @param client null when the line does not tell, as is {@code user}
     * @param address empty when the line does not tell; then the port is 0
     * @param protocolLevel −1 when the line does not tell
     */
    public record Who(
            @Nullable String client,
            @Nullable String user,
            String address,
            int port,
            int protocolLevel) {
        static final Who NOBODY = new Who(null, null, "", 0, -1);

        static Who client(@Nullable String client) {
            return new Who(client, null, "", 0, -1);
        }

        Who from(Peer peer) {
            return new Who(client, user, peer.address(), peer.port(), protocolLevel);
        }

        Who withUser(@Nullable String name) {
            return new Who(client, name, address, port, protocolLevel);
        }

        Who withLevel(int level) {
            return new Who(client, user, address, port, level);
        }
    }

    /**
     * The code its CONNACK was counted under, by the version that the client may have spoken; both
     * null where none was sent.
     */
    public record Told(@Nullable String reason3, @Nullable String reason5) {
        static final Told NOTHING = new Told(null, null);

        static Told both(String reason) {
            return new Told(reason, reason);
        }
    }

    /** The same at a known time. */
    public LogRefusal at(long millis) {
        return new LogRefusal(broker, cause, who, told, because, line, millis);
    }
}
