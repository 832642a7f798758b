// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** An address that cannot be had; the message is one line that names its option, itself and why. */
public final class CannotListen extends RuntimeException {
    CannotListen(HttpServer.Listener listener) {
        super(
                "listener.%s: cannot listen on %s: %s"
                        .formatted(
                                listener.fullName(),
                                shown(listener.address()),
                                reason(listener.address())));
    }

    private static String shown(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** The server's library keeps the reason to itself, so we try once more for it. */
    private static String reason(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return "another program may have had it in this moment";
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            return message.contains("in use")
                    ? "the address is in use by another program"
                    : message;
        }
    }
}
