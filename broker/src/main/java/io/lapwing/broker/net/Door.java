// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.lapwing.base.Config;
import io.lapwing.base.Metrics;
import io.lapwing.broker.admission.ListenerSettings;
import io.lapwing.broker.net.proxy.Forwarded;
import io.lapwing.broker.net.proxy.ProxySettings;
import io.lapwing.broker.net.tls.Tls;
import io.lapwing.broker.net.tls.TlsOptions;
import io.lapwing.broker.net.web.WebSettings;
import io.lapwing.broker.refusals.RefusalSeries;
import io.lapwing.broker.session.Listening;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the network knows of one listener.
 *
 * @param proxy null where connections do not begin with a proxy's header
 * @param tls null where bytes come in the clear
 * @param handshakeSeconds the time a TLS handshake may take
 * @param web null where MQTT is not inside a WebSocket
 * @param forwarded null where HTTP headers of a proxy are not believed
 */
record Door(
        Listening listening,
        @Nullable ProxySettings proxy,
        @Nullable Tls tls,
        int handshakeSeconds,
        @Nullable WebSettings web,
        @Nullable Forwarded forwarded) {

    static Door of(Config config, Metrics metrics, String name, Executor handshakes) {
        Kind kind = Kind.of(name);
        ListenerSettings settings = ListenerSettings.of(config, name);
        String inside = kind.isWeb ? "http/1.1" : "mqtt";
        Tls tls = kind.isSecure ? Tls.open(config, name, inside, handshakes) : null;
        Listening listening =
                new Listening(
                        settings,
                        RefusalSeries.of(metrics, settings.name()),
                        metrics.series(Net.LISTENER_CONNECTIONS, settings.name()),
                        new Listening.Caps(
                                config.get(ListenerOptions.MAX_CONNECTIONS, name),
                                config.get(ListenerOptions.MAX_CONNECTION_LIFETIME, name)
                                        .toSeconds()));
        return new Door(
                listening,
                ProxySettings.of(config, name),
                tls,
                tls == null ? 0 : TlsOptions.handshakeSeconds(config, name),
                kind.isWeb ? WebSettings.of(config, name) : null,
                kind.isWeb ? Forwarded.of(config, name) : null);
    }

    /** Whether MQTT begins with the first byte. */
    boolean isPlain() {
        return proxy == null && tls == null && web == null;
    }
}
