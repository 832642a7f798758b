// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An address that cannot be had; the message is one line that names it and its option. */
public final class CannotListen extends RuntimeException {
    CannotListen(List<HttpServer.Listener> listeners, Throwable cause) {
        super(
                listeners.stream()
                                .map(each -> "listener.http." + each.name() + " = " + shown(each))
                                .collect(Collectors.joining(", "))
                        + " cannot be opened: "
                        + reason(cause),
                cause);
    }

    private static String shown(HttpServer.Listener listener) {
        InetSocketAddress address = listener.address();
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static String reason(Throwable thrown) {
        Throwable root = thrown;
        for (@Nullable Throwable next = thrown; next != null; next = next.getCause()) {
            root = next;
        }
        return root instanceof java.net.BindException
                ? "the address is in use already, or not of this machine"
                : String.valueOf(root.getMessage());
    }
}
