// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.lapwing.base.Option;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** What an operator may set about listeners and workers. */
public final class ListenerOptions {
    /** Where a listener binds. */
    public static final Option<InetSocketAddress> ADDRESS =
            Option.of(
                    "listener.tcp|ssl.$name",
                    "address",
                    InetSocketAddress.createUnresolved("127.0.0.1", 1883),
                    ListenerOptions::address,
                    "ADDRESS:PORT, as 0.0.0.0:1883 or [::1]:8883",
                    "Address and port of a listener for MQTT over TCP (tcp) or TLS (ssl); any"
                            + " number of them, each under a name of its own.");

    static final Option<Integer> MAX_CONNECTIONS =
            Option.of(
                            "listener.tcp|ssl.$name.max_connections",
                            "integer",
                            10_000,
                            ListenerOptions::connections,
                            "1 to 10000000, or infinity",
                            "Connections a listener has at a time; more are refused with an"
                                    + " answer.")
                    .inheriting("listener.tcp|ssl.max_connections", "listener.max_connections");
    static final Option<Duration> MAX_CONNECTION_LIFETIME =
            Option.seconds(
                            "listener.tcp|ssl.$name.max_connection_lifetime",
                            Duration.ZERO,
                            Duration.ZERO,
                            Duration.ofDays(3_650),
                            "Longest time a client stays connected; then it is told to go, with the"
                                    + " reason administrative action. 0 for any time.")
                    .inheriting(
                            "listener.tcp|ssl.max_connection_lifetime",
                            "listener.max_connection_lifetime");
    static final Option<Integer> WORKERS =
            Option.integer(
                    "workers",
                    0,
                    0,
                    1_024,
                    "Threads that serve MQTT connections; 0 for one a processor.");

    /** Every option of this room. */
    public static final List<Option<?>> ALL =
            List.of(ADDRESS, MAX_CONNECTIONS, MAX_CONNECTION_LIFETIME, WORKERS);

    private ListenerOptions() {}

    /** Reads HOST:PORT; an IPv6 address stands in brackets. */
    static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && !host.isEmpty() && port >= 0 && port <= 65_535) {
                return InetSocketAddress.createUnresolved(host, port);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("must be ADDRESS:PORT, as 127.0.0.1:1883 or [::1]:1883");
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
