// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import io.lapwing.base.Config;
import io.lapwing.base.Latest;
import io.lapwing.broker.admission.Identity;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of one listener. Workers take a handler for each connection; the thread that looks for
 * changed files is the one that replaces what the handlers are made of.
 */
public final class Tls {
    /** Whether BoringSSL runs here; else Java's own TLS does the same, more slowly. */
    static final boolean IS_BORING = OpenSsl.isAvailable();

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final int CLIENT_HELLO_BYTES_MAX = 16 * 1_024;
    private static final Duration SOON = Duration.ofDays(30);

    private final TlsSettings settings;
    private final Executor handshakes;
    private final Latest<TlsContexts> contexts;
    private final TlsFiles files;
    private TicketKeys tickets;
    private long sealedSecond = -1; // not looked at yet
    private @Nullable TlsContexts replaced;
    private long replacedSecond;

    private Tls(TlsSettings settings, Executor handshakes) throws BadTlsFile {
        this.settings = settings;
        this.handshakes = handshakes;
        this.files = new TlsFiles(settings);
        this.tickets =
                IS_BORING && settings.sessionSeconds() > 0 ? TicketKeys.fresh() : TicketKeys.none();
        this.contexts = new Latest<>(TlsContexts.read(settings, tickets));
    }

    /**
     * Reads the files of a listener.
     *
     * @param alpn what its clients speak inside, as they may name it
     * @param handshakes does what a handshake has to compute
     * @throws IllegalArgumentException naming option or file when they cannot be used
     */
    public static Tls open(Config config, String instance, String alpn, Executor handshakes) {
        TlsSettings settings = TlsSettings.of(config, instance, alpn);
        settings.check();
        try {
            Tls tls = new Tls(settings, handshakes);
            LOG.info(
                    "{} speaks {} with {}",
                    instance,
                    String.join(" and ", settings.versions()),
                    IS_BORING
                            ? OpenSsl.versionString()
                            : "Java's own TLS, as BoringSSL does not run here: "
                                    + OpenSsl.unavailabilityCause());
            tls.warnOfEnd();
            return tls;
        } catch (BadTlsFile e) {
            throw new IllegalArgumentException("listener." + instance + ": " + e.getMessage(), e);
        }
    }

    /** What a connection's bytes go through. */
    public ChannelHandler handler(ByteBufAllocator buffers) {
        TlsContexts now = contexts.value();
        return now.isOne() ? handler(now.of(null), buffers) : new ByName(now);
    }

    /** Who the client is, once its handshake is done; null when it showed no certificate. */
    public @Nullable Identity identity(SslHandler done) throws TlsRefused {
        ClientTrust trust = contexts.value().trust();
        if (trust == null) {
            return null;
        }
        try {
            Certificate[] shown = done.engine().getSession().getPeerCertificates();
            X509Certificate[] chain = Arrays.copyOf(shown, shown.length, X509Certificate[].class);
            trust.recheck(chain);
            return Subject.identity(chain[0], settings.identity());
        } catch (SSLPeerUnverifiedException e) {
            return null;
        } catch (ClientCertificateRefused e) {
            throw new TlsRefused(TlsFailure.of(e));
        }
    }

    /** Who showed the certificate that was not taken. */
    public static @Nullable Identity identity(TlsFailure failure) {
        X509Certificate shown = failure.certificate();
        return shown == null ? null : Subject.identity(shown, null);
    }

    /** Seconds until the first of the certificates ends; negative once one has ended. */
    public long secondsLeft(long nowMillis) {
        return contexts.value().until().getEpochSecond() - nowMillis / 1_000;
    }

    /** Reads the files again when they changed, and now and then takes new keys for sessions. */
    public void look(long second) {
        letGo(second);
        if (files.haveChanged()) {
            reload(second);
        }
        long life = settings.sessionSeconds();
        sealedSecond = sealedSecond < 0 ? second : sealedSecond;
        if (life > 0 && second - sealedSecond >= Math.max(60, life / 2)) {
            sealedSecond = second;
            tickets = tickets.next();
            contexts.value().seal(tickets);
        }
    }

    public void close() {
        letGo(Long.MAX_VALUE);
        contexts.value().release();
    }

    private void reload(long second) {
        try {
            TlsContexts before = contexts.value();
            TlsContexts now = TlsContexts.read(settings, tickets);
            if (!now.trustsTheSame(before)) {
                // A session of somebody who is trusted no longer must not be resumed.
                tickets = tickets.keys().length == 0 ? tickets : TicketKeys.fresh();
                now.seal(tickets);
            }
            letGo(Long.MAX_VALUE);
            contexts.set(now);
            replaced = before;
            replacedSecond = second;
            LOG.info("{}: its TLS files changed and were read again", settings.listener());
            warnOfEnd();
        } catch (BadTlsFile e) {
            LOG.error(
                    "{}: its TLS files changed and cannot be used, so the old ones stay: {}",
                    settings.listener(),
                    e.getMessage());
        }
    }

    /** A worker may have taken it in the moment before it was replaced, and begins with it now. */
    private void letGo(long second) {
        TlsContexts old = replaced;
        if (old != null && second - replacedSecond > 10) {
            old.release();
            replaced = null;
        }
    }

    private void warnOfEnd() {
        Instant until = contexts.value().until();
        if (until.isBefore(Instant.now().plus(SOON))) {
            LOG.warn("{}: a certificate of it ends on {}", settings.listener(), until);
        }
    }

    private SslHandler handler(TlsContexts.Served served, ByteBufAllocator buffers) {
        SslHandler handler = served.context().newHandler(buffers, handshakes);
        handler.setHandshakeTimeoutMillis(0); // the worker's own timers do that
        byte[] ocsp = served.certificate().ocsp();
        if (ocsp.length > 0 && handler.engine() instanceof ReferenceCountedOpenSslEngine engine) {
            engine.setOcspResponse(ocsp);
        }
        return handler;
    }

    /** Waits for the name that the client asks for. */
    private final class ByName extends SniHandler {
        private final TlsContexts now;

        ByName(TlsContexts now) {
            super((String host) -> now.of(host).context(), CLIENT_HELLO_BYTES_MAX, 0);
            this.now = now;
        }

        @Override
        protected SslHandler newSslHandler(SslContext context, ByteBufAllocator buffers) {
            return handler(now.of(hostname()), buffers);
        }
    }
}
