// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.proxy;

import io.lapwing.base.Config;
import io.lapwing.broker.admission.Identity;
import io.lapwing.broker.admission.Origin;
import io.lapwing.broker.refusals.AddressRange;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whom a proxy forwards, as its HTTP headers tell (X-Forwarded-For).
 *
 * @param nameHeader in which the proxy names the client's certificate; null when it is not read
 */
public record Forwarded(Addresses trusted, @Nullable String nameHeader) {
    /** Null where such headers are not read. */
    public static @Nullable Forwarded of(Config config, String listener) {
        if (!config.get(ProxyOptions.FORWARDED, listener)) {
            return null;
        }
        String header = config.get(ProxyOptions.FORWARDED_NAME, listener);
        return new Forwarded(
                config.get(ProxyOptions.FORWARDED_TRUSTED, listener),
                config.get(ProxyOptions.FORWARDED_NAME_AS_USER, listener)
                        ? header.toLowerCase(Locale.ROOT)
                        : null);
    }

    /** What is not as it should be; null for nothing. */
    public @Nullable String wrong(Origin proxy, @Nullable String forwardedFor) {
        if (!trusted.contains(proxy.address())) {
            return proxy.address() + " is no trusted proxy (proxy_xff_trusted_intermediate)";
        }
        return forwardedFor == null || client(forwardedFor) != null
                ? null
                : "the header X-Forwarded-For holds what is no address";
    }

    /** The client's own end, when nothing is wrong. */
    public Origin origin(Origin proxy, Function<String, @Nullable String> headers) {
        String forwardedFor = headers.apply("x-forwarded-for");
        String client = forwardedFor == null ? null : client(forwardedFor);
        Origin origin = client == null ? proxy : new Origin(client, 0, proxy.identity());
        String name = nameHeader == null ? null : headers.apply(nameHeader);
        return name == null || name.isBlank()
                ? origin
                : origin.known(new Identity("CN=" + name, name, "proxy in front"));
    }

    /** The last address that is no trusted proxy's: what stands before it may be made up. */
    private @Nullable String client(String forwardedFor) {
        String[] hops = forwardedFor.split(",", -1);
        String client = null;
        for (int i = hops.length - 1; i >= 0; i--) {
            client = address(hops[i].strip());
            if (client == null || !trusted.contains(client)) {
                return client;
            }
        }
        return client;
    }

    /** Without a port, as some proxies add it. */
    private static @Nullable String address(String hop) {
        String text = hop;
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            text = end < 0 ? "" : hop.substring(1, end);
        } else if (hop.indexOf(':') >= 0 && hop.indexOf(':') == hop.lastIndexOf(':')) {
            text = hop.substring(0, hop.indexOf(':'));
        }
        return AddressRange.bytes(text) == null ? null : text;
    }
}
