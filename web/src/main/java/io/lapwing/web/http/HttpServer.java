// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import io.helidon.common.tls.Tls;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP listeners, on virtual threads of their own. Helidon brings the bytes; routes, errors,
 * compression and headers are ours, so that every answer has the same shape.
 */
public final class HttpServer implements AutoCloseable {
    /** A listener to open, and one that is open. Port 0 takes any that is free. */
    public record Listener(String name, InetSocketAddress address, @Nullable SSLContext tls) {
        public Listener(String name, InetSocketAddress address) {
            this(name, address, null);
        }

        /** As the option names it, such as http.default. */
        public String fullName() {
            return (tls == null ? "http." : "https.") + name;
        }
    }

    /** Connections at once, a stream's included; more wait in the backlog. */
    static final int CONNECTIONS_MAX = 512;

    private static final int HEADERS_BYTES_MAX = 16 * 1024;
    private static final Duration IDLE_MAX = Duration.ofMinutes(1);

    /** Held, because a logger that nobody holds forgets its level. */
    @SuppressWarnings("UnusedVariable")
    private static final List<Logger> LIBRARY_LOGGERS =
            List.of(
                    quiet("io.helidon", Level.WARNING),
                    // tells a port in use with a stack trace; we tell it in one line
                    quiet("io.helidon.webserver.LoomServer", Level.OFF));

    private final WebServer server;
    private final List<Listener> open;

    private HttpServer(WebServer server, List<Listener> open) {
        this.server = server;
        this.open = open;
    }

    /**
     * Opens all listeners, of which there is at least one.
     *
     * @throws CannotListen when an address cannot be had; then none is open
     */
    public static HttpServer start(
            List<Listener> listeners, Routes routes, Watch watch, Door door) {
        withoutDiscovery();
        HttpRouting.Builder routing =
                HttpRouting.builder().any(new Exchange(routes, watch, door)::handle);
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .routing(routing.copy());
        configure(builder, listeners.getFirst());
        for (Listener more : listeners.subList(1, listeners.size())) {
            builder.putSocket(
                    more.fullName(),
                    socket -> {
                        configure(socket, more);
                        socket.routing(routing.copy());
                    });
        }
        return opened(builder.build(), listeners);
    }

    /** The listeners with the ports they got. */
    public List<Listener> listeners() {
        return open;
    }

    @Override
    public void close() {
        server.stop();
    }

    private static HttpServer opened(WebServer server, List<Listener> listeners) {
        start(server, listeners);
        List<Listener> open = new ArrayList<>();
        for (Listener listener : listeners) {
            String socket = open.isEmpty() ? WebServer.DEFAULT_SOCKET_NAME : listener.fullName();
            int port = server.port(socket);
            if (port <= 0) { // Helidon starts without a listener that it cannot open
                server.stop();
                throw new CannotListen(listener);
            }
            InetSocketAddress got = new InetSocketAddress(listener.address().getAddress(), port);
            open.add(new Listener(listener.name(), got, listener.tls()));
        }
        return new HttpServer(server, List.copyOf(open));
    }

    private static void start(WebServer server, List<Listener> listeners) {
        try {
            server.start();
        } catch (RuntimeException e) {
            server.stop();
            throw new CannotListen(listeners.getFirst());
        }
    }

    private static void configure(ListenerConfig.BuilderBase<?, ?> socket, Listener listener) {
        socket.address(listener.address().getAddress());
        socket.port(listener.address().getPort());
        if (listener.tls() != null) {
            socket.tls(Tls.builder().sslContext(listener.tls()).build());
        }
        socket.maxTcpConnections(CONNECTIONS_MAX);
        socket.idleConnectionTimeout(IDLE_MAX);
        socket.shutdownGracePeriod(Duration.ofMillis(200));
        socket.protocolsDiscoverServices(false);
        socket.concurrencyLimitDiscoverServices(false);
        socket.addConnectionSelector(http1());
        socket.mediaContext(MediaContext.builder().mediaSupportsDiscoverServices(false).build());
        socket.contentEncoding(
                ContentEncodingContext.builder().contentEncodingsDiscoverServices(false).build());
        socket.directHandlers(Exchange.directHandlers());
    }

    private static ServerConnectionSelector http1() {
        return Http1ConnectionSelector.builder()
                .config(Http1Config.builder().maxHeadersSize(HEADERS_BYTES_MAX).build())
                .build();
    }

    /** Searching the class path for plug-ins would take a third of the start, and we use none. */
    private static void withoutDiscovery() {
        if (!GlobalServiceRegistry.configured()) {
            ServiceRegistryConfig config =
                    ServiceRegistryConfig.builder()
                            .discoverServices(false)
                            .discoverServicesFromServiceLoader(false)
                            .build();
            GlobalServiceRegistry.registry(ServiceRegistryManager.create(config).registry());
        }
    }

    private static Logger quiet(String name, Level level) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(level);
        return logger;
    }
}
