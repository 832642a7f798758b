// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.lapwing.broker.admission.Identity;
import io.lapwing.broker.admission.Origin;
import io.lapwing.broker.net.proxy.Forwarded;
import io.lapwing.broker.net.proxy.ProxyHeader;
import io.lapwing.broker.net.proxy.ProxySettings;
import io.lapwing.broker.net.tls.Tls;
import io.lapwing.broker.net.tls.TlsFailure;
import io.lapwing.broker.net.tls.TlsRefused;
import io.lapwing.broker.net.web.HttpRequest;
import io.lapwing.broker.net.web.Upgrade;
import io.lapwing.broker.net.web.WebSocket;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.session.Arrival;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The way of one connection through its listener's door: the header of a proxy, TLS, the request
 * for a WebSocket, whichever of them the listener has. Then MQTT begins.
 */
final class Passage implements WebSocket.Surroundings {
    private final Door door;
    private final SocketEnd socket;
    private final Arrival arrival;

    Passage(Door door, SocketEnd socket, Arrival arrival) {
        this.door = door;
        this.socket = socket;
        this.arrival = arrival;
    }

    boolean isOpen() {
        return arrival.isOpen();
    }

    /** The socket is open. */
    void begin() {
        ProxySettings proxy = door.proxy();
        if (proxy == null) {
            secure();
            return;
        }
        String address = arrival.origin().address();
        arrival.await(Arrival.Part.PROXY_HEADER);
        if (!proxy.trusted().contains(address)) {
            misled(address + " is no trusted proxy (proxy_protocol_trusted)");
        }
    }

    /** The proxy's header came. */
    void proxied(ProxyHeader header) {
        Origin origin = header.origin();
        if (origin != null) {
            arrival.from(origin);
        }
        secure();
    }

    /** The proxy's header is none. */
    void misled(String because) {
        arrival.refuse(Cause.PROXY_HEADER_INVALID, because);
    }

    private void secure() {
        if (door.tls() == null) {
            upgrade();
        } else {
            arrival.await(Arrival.Part.TLS, door.handshakeSeconds());
        }
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
            upgrade();
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

    private void upgrade() {
        if (door.web() == null) {
            arrival.done();
        } else {
            arrival.await(Arrival.Part.WEBSOCKET);
        }
    }

    @Override
    public Upgrade.@Nullable Denied admits(HttpRequest request) {
        Forwarded forwarded = door.forwarded();
        if (forwarded == null) {
            return null;
        }
        Origin proxy = arrival.origin();
        String wrong = forwarded.wrong(proxy, request.header("x-forwarded-for"));
        if (wrong != null) {
            return Upgrade.no(403, wrong);
        }
        arrival.from(forwarded.origin(proxy, request::header));
        return null;
    }

    @Override
    public void upgraded() {
        arrival.done();
    }

    @Override
    public void denied(Upgrade.Denied no) {
        arrival.refuse(no.cause(), no.because() + "; answered HTTP " + no.status());
    }

    @Override
    public void broken(String because) {
        arrival.broken(because);
    }

    @Override
    public void writeRaw(byte[] bytes, int length) {
        socket.writeRaw(bytes, length);
    }

    @Override
    public boolean takesMore() {
        return socket.isWritable();
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
