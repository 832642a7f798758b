// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.lapwing.broker.admission.Identity;
import io.lapwing.broker.net.tls.Tls;
import io.lapwing.broker.net.tls.TlsFailure;
import io.lapwing.broker.net.tls.TlsRefused;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.session.Arrival;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The way of one connection through its listener's door, one part after the other. It is gone once
 * MQTT begins.
 */
final class Passage {
    private final Door door;
    private final Arrival arrival;

    Passage(Door door, Arrival arrival) {
        this.door = door;
        this.arrival = arrival;
        arrival.await(Arrival.Part.TLS, door.handshakeSeconds());
    }

    boolean isOpen() {
        return arrival.isOpen();
    }

    /** The TLS handshake is done. */
    void secured(SslHandler handler) {
        Tls tls = door.tls();
        if (tls == null) {
            return;
        }
        try {
            Identity identity = tls.identity(handler);
            if (identity != null) {
                arrival.from(arrival.origin().known(identity));
            }
            arrival.done();
        } catch (TlsRefused refused) {
            refuse(refused.failure());
        }
    }

    /** The TLS handshake failed. */
    void failed(Throwable thrown) {
        if (isAbout(thrown, ClosedChannelException.class)) {
            return; // the client went; its end is told on its own
        }
        if (isAbout(thrown, RejectedExecutionException.class)) {
            arrival.refuse(Cause.SERVER_BUSY, "more TLS handshakes wait than this server does");
            return;
        }
        refuse(TlsFailure.of(thrown));
    }

    private void refuse(TlsFailure failure) {
        Identity shown = Tls.identity(failure);
        if (shown != null) {
            arrival.from(arrival.origin().known(shown));
        }
        arrival.refuse(failure.cause(), failure.because());
    }

    private static boolean isAbout(@Nullable Throwable thrown, Class<? extends Throwable> kind) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return true;
            }
        }
        return false;
    }
}
