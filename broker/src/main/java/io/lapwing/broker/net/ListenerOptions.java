// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.lapwing.base.Option;
import java.time.Duration;
import java.util.List;

/** What an operator may set about listeners and workers. */
public final class ListenerOptions {
    /** Where a listener binds. */
    public static final Option<Bind> ADDRESS =
            Option.of(
                    "listener.tcp|ssl|ws|wss.$name",
                    "address",
                    Bind.of("127.0.0.1", 1883),
                    Bind::read,
                    Bind.VALID,
                    "Where a listener binds for MQTT over TCP (tcp), TLS (ssl), WebSocket (ws) or"
                            + " WebSocket over TLS (wss): address and port, or a Unix socket; any"
                            + " number of them, each under a name of its own.");

    static final Option<Integer> SOCKET_MODE =
            Option.of(
                            "listener.tcp|ssl|ws|wss.$name.permissions",
                            "text",
                            0660,
                            ListenerOptions::mode,
                            "three digits from 0 to 7",
                            "Who may connect to a Unix socket, as chmod writes it; unless set, its"
                                    + " user and group (660).")
                    .inheriting("listener.tcp|ssl|ws|wss.permissions");
    static final Option<Integer> MAX_CONNECTIONS =
            Option.of(
                            "listener.tcp|ssl|ws|wss.$name.max_connections",
                            "integer",
                            10_000,
                            ListenerOptions::connections,
                            "1 to 10000000, or infinity",
                            "Connections a listener has at a time; more are refused with an"
                                    + " answer.")
                    .inheriting(
                            "listener.tcp|ssl|ws|wss.max_connections", "listener.max_connections");
    static final Option<Duration> MAX_CONNECTION_LIFETIME =
            Option.seconds(
                            "listener.tcp|ssl|ws|wss.$name.max_connection_lifetime",
                            Duration.ZERO,
                            Duration.ZERO,
                            Duration.ofDays(3_650),
                            "Longest time a client stays connected; then it is told to go, with the"
                                    + " reason administrative action. 0 for any time.")
                    .inheriting(
                            "listener.tcp|ssl|ws|wss.max_connection_lifetime",
                            "listener.max_connection_lifetime");
    static final Option<Integer> WORKERS =
            Option.integer(
                    "workers",
                    0,
                    0,
                    1_024,
                    "Threads that serve MQTT connections; 0 for one a processor.");

    static final Option<Integer> HANDSHAKE_THREADS =
            Option.integer(
                    "tls_handshake_threads",
                    0,
                    0,
                    256,
                    "Threads that compute TLS handshakes beside the workers; 0 has the workers do"
                            + " it. With threads, some handshakes that fail end without a TLS"
                            + " alert.");

    /** Every option of this room. */
    public static final List<Option<?>> ALL =
            List.of(
                    ADDRESS,
                    SOCKET_MODE,
                    MAX_CONNECTIONS,
                    MAX_CONNECTION_LIFETIME,
                    WORKERS,
                    HANDSHAKE_THREADS);

    private ListenerOptions() {}

    private static int mode(String text) {
        if (!text.matches("0?[0-7]{3}")) {
            throw new IllegalArgumentException("must be three digits from 0 to 7, as in 660");
        }
        return Integer.parseInt(text, 8);
    }

    private static int connections(String text) {
        if (text.equals("infinity")) {
            return Integer.MAX_VALUE;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= 1 && value <= 10_000_000) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "must be a whole number from 1 to 10000000, or infinity");
    }
}
