// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.base.Config;
import io.lapwing.base.Option;
import io.lapwing.web.http.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operator may set about the HTTP side. */
public final class WebOptions {
    private static final Pattern ADDRESS =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([0-9.]+)|(localhost)):([0-9]{1,5})");
    private static final String VALID = "must be ADDRESS:PORT as in 127.0.0.1:8888, or off";
    private static final int PORT_MAX = 65_535;

    /** Empty: this listener is off. */
    public static final Option<Optional<InetSocketAddress>> LISTENER =
            Option.of(
                    "listener.http.$name",
                    "address",
                    Optional.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8888)),
                    WebOptions::loopback,
                    "a loopback address and a port, as in 127.0.0.1:8888, or off",
                    "Address of the dashboard, the HTTP API and the metrics.");

    public static final Option<String> PROMETHEUS_NAMESPACE =
            Option.of(
                    "prometheus_namespace",
                    "text",
                    "vernemq_",
                    WebOptions::namespace,
                    "letters, digits, _ and :, not beginning with a digit; or nothing",
                    "What the names in /metrics begin with.");

    public static final Option<Boolean> OPENMETRICS_TOTAL =
            Option.flag(
                    "openmetrics_total",
                    false,
                    "Whether counters in OpenMetrics end in _total, as it demands of counters. If"
                            + " off they keep VerneMQ's names there too and are of type unknown, so"
                            + " that a Prometheus, which asks for OpenMetrics, finds the same names"
                            + " in both formats.");

    /** Every option of this room. */
    public static final List<Option<?>> ALL =
            List.of(LISTENER, PROMETHEUS_NAMESPACE, OPENMETRICS_TOTAL);

    private WebOptions() {}

    /** The listeners that are on; one called default when none was set. */
    static List<HttpServer.Listener> listeners(Config config) {
        List<String> names = config.instances(LISTENER);
        List<HttpServer.Listener> listeners = new ArrayList<>();
        for (String name : names.isEmpty() ? List.of("default") : names) {
            config.get(LISTENER, name)
                    .ifPresent(address -> listeners.add(new HttpServer.Listener(name, address)));
        }
        return List.copyOf(listeners);
    }

    /** Where the page is reached on this machine; empty when it is not, or nobody can know yet. */
    public static String usualUrl(Config config) {
        return listeners(config).stream()
                .map(HttpServer.Listener::address)
                .filter(each -> each.getPort() != 0)
                .findFirst()
                .map(each -> {
                    String host = each.getAddress().getHostAddress();
                    String shown = host.contains(":") ? "[" + host + "]" : host;
                    return "http://" + shown + ":" + each.getPort();
                })
                .orElse("");
    }

    private static Optional<InetSocketAddress> loopback(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(4)) > PORT_MAX) {
            throw new IllegalArgumentException(VALID);
        }
        InetAddress address = addressOf(matcher);
        if (!address.isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "must be a loopback address as in 127.0.0.1:8888: an open HTTP port needs an"
                            + " API key or a user, and neither can be configured yet");
        }
        return Optional.of(new InetSocketAddress(address, Integer.parseInt(matcher.group(4))));
    }

    private static InetAddress addressOf(Matcher matcher) {
        if (matcher.group(3) != null) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            return InetAddress.ofLiteral(
                    matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(VALID, e);
        }
    }

    private static String namespace(String text) {
        if (!text.matches("([a-zA-Z_:][a-zA-Z0-9_:]*)?")) {
            throw new IllegalArgumentException(
                    "must be letters, digits, _ and :, not beginning with a digit; or nothing");
        }
        return text;
    }
}
