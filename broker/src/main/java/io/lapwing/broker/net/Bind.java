// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a listener binds: an address with a port, or a Unix socket; one of the two is there. */
public record Bind(@Nullable InetSocketAddress network, @Nullable Path file) {
    static final String VALID = "ADDRESS:PORT, as 0.0.0.0:1883 or [::1]:8883, or local:/PATH";

    private static final String LOCAL = "local:";

    static Bind of(String host, int port) {
        return new Bind(InetSocketAddress.createUnresolved(host, port), null);
    }

    /** Reads HOST:PORT, where an IPv6 address stands in brackets, or the path of a socket. */
    static Bind read(String text) {
        if (text.startsWith(LOCAL + "/")) {
            return new Bind(null, Path.of(text.substring(LOCAL.length())));
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && !host.isEmpty() && port >= 0 && port <= 65_535) {
                return of(host, port);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("must be " + VALID);
    }

    /** Whether only programs of this machine reach it. */
    public boolean isOfThisMachine() {
        try {
            return network == null
                    || InetAddress.getByName(network.getHostString()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true; // nothing will be opened there: the listener says so itself
        }
    }

    @Override
    public String toString() {
        return network == null ? LOCAL + file : shown(network);
    }

    static String shown(InetSocketAddress address) {
        String host =
                address.isUnresolved()
                        ? address.getHostString()
                        : address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
