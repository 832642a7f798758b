// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.ReturnCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection was refused, as precisely as the broker knows: the closed list. The order is the
 * one of chips and stacked bars, a family at a time. A refusal has exactly one cause.
 */
public enum Cause {
    WRONG_PASSWORD(
            Family.CRED,
            Told.of(ReturnCode.BAD_USERNAME_OR_PASSWORD, ReasonCode.BAD_USERNAME_OR_PASSWORD),
            "invalid_credentials",
            "Wrong password",
            "The user is known, but the password is not the one on file."),
    UNKNOWN_USER(
            Family.CRED,
            Told.of(ReturnCode.BAD_USERNAME_OR_PASSWORD, ReasonCode.BAD_USERNAME_OR_PASSWORD),
            "plugin_chain_exhausted",
            "Unknown user",
            "No check knows this user name."),
    CREDENTIALS_MISSING(
            Family.CRED,
            Told.of(ReturnCode.BAD_USERNAME_OR_PASSWORD, ReasonCode.BAD_USERNAME_OR_PASSWORD),
            "plugin_chain_exhausted",
            "No credentials",
            "The client sent no user name, and anonymous access is off."),
    AUTHENTICATION_FAILED(
            Family.CRED,
            Told.only5(ReasonCode.NOT_AUTHORIZED),
            "not_authorized",
            "Authentication failed",
            "The exchange of the authentication method ended with a no."),
    BAD_AUTHENTICATION_METHOD(
            Family.CRED,
            Told.only5(ReasonCode.BAD_AUTHENTICATION_METHOD),
            "no_matching_hook_found",
            "Unknown authentication method",
            "The client asked for an authentication method that is not offered here."),
    NOT_AUTHORIZED(
            Family.PERM,
            Told.of(ReturnCode.NOT_AUTHORIZED, ReasonCode.NOT_AUTHORIZED),
            "not_authorized",
            "Not authorized",
            "A check or a rule does not let this client in."),
    WILL_NOT_AUTHORIZED(
            Family.PERM,
            Told.of(ReturnCode.NOT_AUTHORIZED, ReasonCode.NOT_AUTHORIZED),
            "not_allowed",
            "Will not authorized",
            "The client may not publish to the topic of its will."),
    BANNED(
            Family.PERM,
            Told.of(ReturnCode.NOT_AUTHORIZED, ReasonCode.BANNED),
            "banned",
            "Banned",
            "The address, the client id or the user is banned."),
    NOT_MQTT(
            Family.PROTO,
            Told.NOTHING,
            "cant_parse_connect_fixed_header",
            "Not MQTT",
            "The first bytes are not an MQTT CONNECT: another protocol, or a scanner."),
    MALFORMED_CONNECT(
            Family.PROTO,
            Told.only5(ReasonCode.MALFORMED_PACKET),
            "cant_parse_frame",
            "Malformed CONNECT",
            "The CONNECT packet breaks the rules for its bytes."),
    PROTOCOL_ERROR(
            Family.PROTO,
            Told.only5(ReasonCode.PROTOCOL_ERROR),
            "protocol_error",
            "Protocol error",
            "The CONNECT packet says what the protocol does not allow."),
    PACKET_TOO_LARGE(
            Family.PROTO,
            Told.only5(ReasonCode.PACKET_TOO_LARGE),
            "packet_exceeds_max_size",
            "CONNECT too large",
            "The CONNECT packet is larger than this server takes."),
    UNSUPPORTED_PROTOCOL_VERSION(
            Family.PROTO,
            Told.of(
                    ReturnCode.UNACCEPTABLE_PROTOCOL_VERSION,
                    ReasonCode.UNSUPPORTED_PROTOCOL_VERSION),
            "unknown_protocol_version",
            "Unsupported version",
            "The client speaks a version of MQTT that this server does not know."),
    PROTOCOL_VERSION_DISABLED(
            Family.PROTO,
            Told.of(
                    ReturnCode.UNACCEPTABLE_PROTOCOL_VERSION,
                    ReasonCode.UNSUPPORTED_PROTOCOL_VERSION),
            "unsupported_protocol_version",
            "Version switched off",
            "This listener does not allow the client's version of MQTT."),
    CLIENT_ID_MISSING(
            Family.PROTO,
            Told.of(ReturnCode.IDENTIFIER_REJECTED, ReasonCode.CLIENT_IDENTIFIER_NOT_VALID),
            "empty_client_id",
            "No client id",
            "The client sent no id, and asked for what needs one."),
    CLIENT_ID_TOO_LONG(
            Family.PROTO,
            Told.of(ReturnCode.IDENTIFIER_REJECTED, ReasonCode.CLIENT_IDENTIFIER_NOT_VALID),
            "invalid_client_id",
            "Client id too long",
            "The client's id is longer than this server allows."),
    CLIENT_ID_NOT_VALID(
            Family.PROTO,
            Told.of(ReturnCode.IDENTIFIER_REJECTED, ReasonCode.CLIENT_IDENTIFIER_NOT_VALID),
            "invalid_client_id",
            "Client id not valid",
            "The client's id holds characters that are not allowed in one."),
    WILL_NOT_SUPPORTED(
            Family.PROTO,
            Told.only5(ReasonCode.QOS_NOT_SUPPORTED),
            "will_not_supported",
            "Will not supported",
            "The will asks for a QoS or for retaining, which this server has switched off."),
    CONNECT_TIMEOUT(
            Family.PROTO,
            Told.NOTHING,
            "timeout",
            "No CONNECT in time",
            "No complete CONNECT arrived within the time limit."),
    CLOSED_BY_CLIENT(
            Family.PROTO,
            Told.NOTHING,
            "closed_by_client",
            "Closed by client",
            "The client closed the connection before it got an answer."),
    TLS_HANDSHAKE(
            Family.TLS,
            Told.NOTHING,
            "tls_handshake_failure",
            "TLS handshake failed",
            "Client and server found no common way to start TLS."),
    TLS_PROTOCOL(
            Family.TLS,
            Told.NOTHING,
            "tls_protocol_version",
            "TLS version",
            "The client offers only versions of TLS that are switched off here."),
    TLS_CERTIFICATE_MISSING(
            Family.TLS,
            Told.NOTHING,
            "tls_certificate_required",
            "No certificate",
            "This listener asks for a client certificate, and the client sent none."),
    TLS_CERTIFICATE_UNKNOWN(
            Family.TLS,
            Told.NOTHING,
            "tls_unknown_ca",
            "Certificate unknown",
            "The client's certificate was not signed by an authority that is trusted here."),
    TLS_CERTIFICATE_EXPIRED(
            Family.TLS,
            Told.NOTHING,
            "tls_certificate_expired",
            "Certificate expired",
            "The client's certificate is outside its dates."),
    TLS_CERTIFICATE_REVOKED(
            Family.TLS,
            Told.NOTHING,
            "tls_certificate_revoked",
            "Certificate revoked",
            "The client's certificate was revoked by its authority."),
    TLS_TIMEOUT(
            Family.TLS,
            Told.NOTHING,
            "tls_timeout",
            "TLS too slow",
            "The TLS handshake was not complete within the time limit."),
    PROXY_HEADER_INVALID(
            Family.TLS,
            Told.NOTHING,
            "proxy_header_invalid",
            "Bad PROXY header",
            "The proxy in front sent no PROXY header, or one that cannot be read."),
    WEBSOCKET_PATH(
            Family.TLS,
            Told.NOTHING,
            "websocket_path",
            "WebSocket path",
            "The WebSocket request asks for a path that is not served here."),
    WEBSOCKET_SUBPROTOCOL(
            Family.TLS,
            Told.NOTHING,
            "websocket_subprotocol",
            "WebSocket subprotocol",
            "The WebSocket request does not offer the subprotocol mqtt."),
    WEBSOCKET_UPGRADE(
            Family.TLS,
            Told.NOTHING,
            "websocket_upgrade",
            "WebSocket upgrade",
            "The HTTP request is no valid WebSocket upgrade."),
    AUTH_BACKEND_UNAVAILABLE(
            Family.OURS,
            Told.of(ReturnCode.SERVER_UNAVAILABLE, ReasonCode.SERVER_UNAVAILABLE),
            "auth_backend_unavailable",
            "Back end unavailable",
            "A check of the credentials could not be made: what it asks does not work."),
    AUTH_BACKEND_TIMEOUT(
            Family.OURS,
            Told.of(ReturnCode.SERVER_UNAVAILABLE, ReasonCode.SERVER_UNAVAILABLE),
            "timeout",
            "Back end too slow",
            "A check of the credentials did not answer within the time limit."),
    SERVER_BUSY(
            Family.OURS,
            Told.of(ReturnCode.SERVER_UNAVAILABLE, ReasonCode.SERVER_BUSY),
            "server_busy",
            "Server busy",
            "More logins wait to be checked than this server takes at once."),
    CONNECTION_RATE_EXCEEDED(
            Family.OURS,
            Told.of(ReturnCode.SERVER_UNAVAILABLE, ReasonCode.CONNECTION_RATE_EXCEEDED),
            "connection_rate_exceeded",
            "Too many connects a second",
            "More clients connect a second than this listener allows."),
    CONNECTION_LIMIT(
            Family.OURS,
            Told.of(ReturnCode.SERVER_UNAVAILABLE, ReasonCode.QUOTA_EXCEEDED),
            "max_connections",
            "Connection limit",
            "This listener has as many connections as it allows."),
    QUOTA_EXCEEDED(
            Family.OURS,
            Told.of(ReturnCode.SERVER_UNAVAILABLE, ReasonCode.QUOTA_EXCEEDED),
            "quota_exceeded",
            "Quota exceeded",
            "This address has as many connections as one address may have."),
    STORAGE_UNAVAILABLE(
            Family.OURS,
            Told.of(ReturnCode.SERVER_UNAVAILABLE, ReasonCode.SERVER_UNAVAILABLE),
            "storage_unavailable",
            "Storage unavailable",
            "The session cannot be read from disk or written to it now."),
    SERVER_SHUTTING_DOWN(
            Family.OURS,
            Told.of(ReturnCode.SERVER_UNAVAILABLE, ReasonCode.SERVER_UNAVAILABLE),
            "server_shutting_down",
            "Shutting down",
            "This server is being stopped."),
    CLUSTER_NOT_READY(
            Family.OURS,
            Told.of(ReturnCode.SERVER_UNAVAILABLE, ReasonCode.SERVER_UNAVAILABLE),
            "not_ready",
            "Cluster not ready",
            "This node is not yet, or no longer, at one with the others."),
    USE_ANOTHER_SERVER(
            Family.OURS,
            Told.of(ReturnCode.SERVER_UNAVAILABLE, ReasonCode.USE_ANOTHER_SERVER),
            "use_another_server",
            "Use another server",
            "The client was asked to use another server for now."),
    SERVER_MOVED(
            Family.OURS,
            Told.of(ReturnCode.SERVER_UNAVAILABLE, ReasonCode.SERVER_MOVED),
            "server_moved",
            "Server moved",
            "The client was asked to use another server from now on."),
    INTERNAL_ERROR(
            Family.OURS,
            Told.of(ReturnCode.SERVER_UNAVAILABLE, ReasonCode.UNSPECIFIED_ERROR),
            "internal_error",
            "Internal error",
            "A fault of this server; the log has its stack trace.");

    /** Who must act. */
    public enum Family {
        /** Who has the credentials: the client's configuration, or the list of users. */
        CRED,
        /** Who writes the rules of access. */
        PERM,
        /** Who builds the client, or set it up. */
        PROTO,
        /** Who looks after certificates and the network. */
        TLS,
        /** Who runs this server. */
        OURS;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word in the API: cred, perm, proto, tls, ours. */
        public String word() {
            return word;
        }
    }

    /** What the client is told; null where the connection is closed without an answer. */
    private record Told(@Nullable ReturnCode mqtt3, @Nullable ReasonCode mqtt5) {
        static final Told NOTHING = new Told(null, null);

        static Told of(ReturnCode mqtt3, ReasonCode mqtt5) {
            return new Told(mqtt3, mqtt5);
        }

        static Told only5(ReasonCode mqtt5) {
            return new Told(null, mqtt5);
        }
    }

    private final String word;
    private final Family family;
    private final @Nullable ReturnCode mqtt3;
    private final @Nullable ReasonCode mqtt5;
    private final String vernemq;
    private final String label;
    private final String meaning;

    Cause(Family family, Told told, String vernemq, String label, String meaning) {
        this.word = name().toLowerCase(Locale.ROOT);
        this.family = family;
        this.mqtt3 = told.mqtt3;
        this.mqtt5 = told.mqtt5;
        this.vernemq = vernemq;
        this.label = label;
        this.meaning = meaning;
    }

    /** The cause with this word, or null. */
    public static @Nullable Cause of(String word) {
        for (Cause cause : values()) {
            if (cause.word.equals(word)) {
                return cause;
            }
        }
        return null;
    }

    /** The name in metrics, logs and addresses, such as wrong_password. */
    public String word() {
        return word;
    }

    /** The answer to a client of MQTT 3.1 or 3.1.1; null: close without one. */
    public @Nullable ReturnCode mqtt3() {
        return mqtt3;
    }

    /** The answer to a client of MQTT 5; null: close without one. */
    public @Nullable ReasonCode mqtt5() {
        return mqtt5;
    }

    /** The word behind "due to" in VerneMQ's log, so that searches made for it still match. */
    public String vernemq() {
        return vernemq;
    }

    public Family family() {
        return family;
    }

    /** The short name for people, the same everywhere. */
    public String label() {
        return label;
    }

    /** One plain sentence. */
    public String meaning() {
        return meaning;
    }
}
