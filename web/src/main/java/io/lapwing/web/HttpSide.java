// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.base.Series;
import io.lapwing.web.access.Doorkeeper;
import io.lapwing.web.http.HttpServer;
import io.lapwing.web.http.Watch;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is reached over HTTP: the API, the stream, the metrics and the page. */
public final class HttpSide implements AutoCloseable {
    private static final int STATUS_CLASSES = 6;

    /** A listener that accepts connections, such as http.default. */
    public record Bound(String name, InetSocketAddress address) {}

    private final LiveStream stream;
    private final @Nullable HttpServer server;

    private HttpSide(LiveStream stream, @Nullable HttpServer server) {
        this.stream = stream;
        this.server = server;
    }

    /**
     * Opens the listeners of {@link WebOptions#LISTENER}; there may be none.
     *
     * @throws io.lapwing.web.http.CannotListen when an address cannot be had: a line for people
     * @throws IllegalArgumentException naming the file that cannot be read, or the listener that
     *     others could reach without a login
     */
    public static HttpSide start(Sources sources) {
        Doorkeeper door = Doorkeeper.of(sources.config(), sources.clock());
        WebOptions.checkListeners(sources.config());
        Site site = new Site(sources);
        LiveStream stream = LiveStream.start(sources, site.alerts());
        try {
            List<HttpServer.Listener> listeners = WebOptions.listeners(sources.config());
            HttpServer server =
                    listeners.isEmpty()
                            ? null
                            : HttpServer.start(
                                    listeners, site.routes(stream), counting(sources), door);
            var _ = Thread.ofVirtual().name("http-warm-up").start(site::warmUp);
            return new HttpSide(stream, server);
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** Where it listens, with the ports it got. */
    public List<Bound> bound() {
        List<Bound> bound = new ArrayList<>();
        if (server != null) {
            server.listeners()
                    .forEach(each -> bound.add(new Bound(each.fullName(), each.address())));
        }
        return bound;
    }

    /** Ends streams and listeners, within a second. */
    @Override
    public void close() {
        stream.close();
        if (server != null) {
            server.close();
        }
    }

    private static Watch counting(Sources sources) {
        List<Series> byClass = new ArrayList<>();
        for (int i = 0; i < STATUS_CLASSES; i++) {
            byClass.add(sources.metrics().series(WebMetrics.REQUESTS, i + "xx"));
        }
        return status -> sources.metrics().shared().increment(byClass.get(status / 100));
    }
}
