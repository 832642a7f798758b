// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.lapwing.base.Config;
import io.lapwing.base.Metrics;
import io.lapwing.broker.admission.ListenerSettings;
import io.lapwing.broker.net.tls.Tls;
import io.lapwing.broker.net.tls.TlsOptions;
import io.lapwing.broker.refusals.RefusalSeries;
import io.lapwing.broker.session.Listening;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the network knows of one listener.
 *
 * @param tls null where bytes come in the clear
 * @param handshakeSeconds the time a TLS handshake may take
 */
record Door(Listening listening, @Nullable Tls tls, int handshakeSeconds) {

    static Door of(Config config, Metrics metrics, String name, Executor handshakes) {
        ListenerSettings settings = ListenerSettings.of(config, name);
        Tls tls = Kind.of(name).isSecure ? Tls.open(config, name, "mqtt", handshakes, 0) : null;
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
                listening, tls, tls == null ? 0 : TlsOptions.handshakeSeconds(config, name));
    }

    /** Whether MQTT begins with the first byte. */
    boolean isPlain() {
        return tls == null;
    }
}
