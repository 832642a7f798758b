// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.base.Config;
import io.lapwing.base.Option;
import io.lapwing.web.access.AccessOptions;
import io.lapwing.web.http.HttpServer;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

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
                    WebOptions::address,
                    "an address and a port, as in 127.0.0.1:8888, or off",
                    "Address of the dashboard, the HTTP API and the metrics. One that others can"
                            + " reach needs http_apikeys_file or http_users_file.");

    /** The same over TLS; there is none unless set. */
    static final Option<Optional<InetSocketAddress>> TLS_LISTENER =
            Option.of(
                    "listener.https.$name",
                    "address",
                    Optional.empty(),
                    WebOptions::address,
                    "an address and a port, as in 127.0.0.1:8889, or off",
                    "Address of the same over TLS.");

    static final Option<Path> CERTFILE =
            Option.file(
                            "listener.https.$name.certfile",
                            "",
                            "Certificate of the listener, with those between it and its authority"
                                    + " (PEM).")
                    .inheriting("listener.https.certfile");
    static final Option<Path> KEYFILE =
            Option.file("listener.https.$name.keyfile", "", "Key of the certificate (PEM).")
                    .inheriting("listener.https.keyfile");
    static final Option<String> KEYPASSWD =
            Option.text("listener.https.$name.keypasswd", "", "Password of the key, if it has one.")
                    .inheriting("listener.https.keypasswd")
                    .kept();

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
            List.of(
                    LISTENER,
                    TLS_LISTENER,
                    CERTFILE,
                    KEYFILE,
                    KEYPASSWD,
                    PROMETHEUS_NAMESPACE,
                    OPENMETRICS_TOTAL);

    private WebOptions() {}

    /** The listeners that are on; one called default when none was set. */
    static List<HttpServer.Listener> listeners(Config config) {
        List<String> names = config.instances(LISTENER);
        List<HttpServer.Listener> listeners = new ArrayList<>();
        for (String name : names.isEmpty() ? List.of("default") : names) {
            config.get(LISTENER, name)
                    .ifPresent(address -> listeners.add(new HttpServer.Listener(name, address)));
        }
        for (String name : config.instances(TLS_LISTENER)) {
            config.get(TLS_LISTENER, name)
                    .ifPresent(address ->
                            listeners.add(
                                    new HttpServer.Listener(name, address, tls(config, name))));
        }
        return List.copyOf(listeners);
    }

    /**
     * Others may reach a listener only when they have to log in.
     *
     * @throws IllegalArgumentException naming the listener
     */
    static void checkListeners(Config config) {
        for (HttpServer.Listener each : listeners(config)) {
            if (!each.address().getAddress().isLoopbackAddress()
                    && !AccessOptions.isGuarded(config)) {
                throw new IllegalArgumentException(
                        "listener."
                                + each.fullName()
                                + ": others can reach this address, so whoever asks has to log in:"
                                + " set http_users_file or http_apikeys_file, or take a loopback"
                                + " address as 127.0.0.1:8888");
            }
        }
    }

    private static SSLContext tls(Config config, String name) {
        String password = config.get(KEYPASSWD, name);
        try {
            SslContext context =
                    SslContextBuilder.forServer(
                                    config.get(CERTFILE, name).toFile(),
                                    config.get(KEYFILE, name).toFile(),
                                    password.isEmpty() ? null : password)
                            .sslProvider(SslProvider.JDK)
                            .build();
            return ((JdkSslContext) context).context();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "listener.https." + name + ".certfile or keyfile cannot be used: " + e, e);
        }
    }

    /** Where the page is reached on this machine; empty when it is not, or nobody can know yet. */
    public static String usualUrl(Config config) {
        return listeners(config).stream()
                .filter(each -> each.address().getPort() != 0)
                .findFirst()
                .map(each -> {
                    String host = each.address().getAddress().getHostAddress();
                    String shown = host.contains(":") ? "[" + host + "]" : host;
                    String scheme = each.tls() == null ? "http://" : "https://";
                    return scheme + shown + ":" + each.address().getPort();
                })
                .orElse("");
    }

    private static Optional<InetSocketAddress> address(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(4)) > PORT_MAX) {
            throw new IllegalArgumentException(VALID);
        }
        InetAddress address = addressOf(matcher);
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
