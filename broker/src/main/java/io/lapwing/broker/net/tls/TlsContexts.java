// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * All that is made of one reading of a listener's files: a context for each certificate, found by
 * the name a client asks for, and whom they trust. It does not change; a reload makes another.
 */
final class TlsContexts {
    private final List<Served> all;
    private final Map<String, Served> byHost;
    private final @Nullable ClientTrust trust;
    private final List<X509Certificate> authorities;

    /** A certificate and the context that shows it. */
    record Served(ServerCertificate certificate, SslContext context) {}

    private TlsContexts(
            List<Served> all, @Nullable ClientTrust trust, List<X509Certificate> authorities) {
        this.all = all;
        this.trust = trust;
        this.authorities = authorities;
        this.byHost = new HashMap<>();
        for (Served each : all) {
            each.certificate.hosts().forEach(host -> byHost.putIfAbsent(host, each));
        }
    }

    static TlsContexts read(TlsSettings settings, TicketKeys tickets) throws BadTlsFile {
        List<ServerCertificate> certificates = new ArrayList<>();
        String password = settings.password();
        certificates.add(
                ServerCertificate.read(
                        settings.certificate(), settings.key(), password, settings.ocsp()));
        if (!TlsSettings.isNone(settings.moreCertificates())) {
            certificates.addAll(ServerCertificate.folder(settings.moreCertificates(), password));
        }
        List<X509Certificate> authorities =
                settings.asksForCertificates()
                        ? Pem.certificates(settings.authorities())
                        : List.of();
        Revocations revoked =
                TlsSettings.isNone(settings.revoked())
                        ? Revocations.NONE
                        : Revocations.read(settings.revoked(), authorities);
        ClientTrust trust =
                settings.asksForCertificates()
                        ? new ClientTrust(authorities, revoked, settings.depth(), Tls.IS_BORING)
                        : null;
        List<Served> all = new ArrayList<>();
        for (ServerCertificate each : certificates) {
            all.add(new Served(each, context(settings, each, trust, tickets)));
        }
        return new TlsContexts(List.copyOf(all), trust, authorities);
    }

    /** For a client that asks for this name, or for none. */
    Served of(@Nullable String host) {
        Served first = all.getFirst();
        if (host == null) {
            return first;
        }
        String name = host.toLowerCase(Locale.ROOT);
        Served exact = byHost.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        return dot < 0 ? first : byHost.getOrDefault("*" + name.substring(dot), first);
    }

    boolean isOne() {
        return all.size() == 1;
    }

    @Nullable ClientTrust trust() {
        return trust;
    }

    boolean trustsTheSame(TlsContexts other) {
        return authorities.equals(other.authorities);
    }

    /** When the first of the certificates ends. */
    Instant until() {
        return all.stream()
                .map(each -> each.certificate.until())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Sessions from now on are sealed with these keys. */
    void seal(TicketKeys tickets) {
        all.forEach(each -> seal(each.context, tickets));
    }

    /** Nobody begins a handshake with these any more; those that have one keep what they need. */
    void release() {
        all.forEach(each -> ReferenceCountUtil.release(each.context));
    }

    private static SslContext context(
            TlsSettings settings,
            ServerCertificate certificate,
            @Nullable ClientTrust trust,
            TicketKeys tickets)
            throws BadTlsFile {
        SslContextBuilder builder =
                SslContextBuilder.forServer(certificate.key(), certificate.chain())
                        .sslProvider(Tls.IS_BORING ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                        .protocols(settings.versions())
                        .sessionTimeout(settings.sessionSeconds())
                        .applicationProtocolConfig(
                                new ApplicationProtocolConfig(
                                        Protocol.ALPN,
                                        SelectorFailureBehavior.NO_ADVERTISE,
                                        SelectedListenerFailureBehavior.ACCEPT,
                                        settings.alpn()));
        if (trust != null) {
            boolean required = settings.asks() == TlsOptions.Asks.ON;
            builder.trustManager(trust)
                    .clientAuth(required ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
        }
        if (!settings.ciphers().isEmpty()) {
            builder.ciphers(settings.ciphers());
        }
        if (Tls.IS_BORING) {
            if (!settings.curves().isEmpty()) {
                builder.option(
                        OpenSslContextOption.GROUPS, settings.curves().toArray(String[]::new));
            }
            builder.option(OpenSslContextOption.USE_TASKS, true);
            builder.enableOcsp(certificate.ocsp().length > 0);
        }
        try {
            SslContext context = builder.build();
            seal(context, tickets);
            return context;
        } catch (SSLException | RuntimeException e) {
            throw new BadTlsFile(
                    certificate.file(), "cannot be served as it is set: " + e.getMessage());
        }
    }

    private static void seal(SslContext context, TicketKeys tickets) {
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setSessionCacheEnabled(false); // tickets keep them, at the client
            OpenSslSessionTicketKey[] keys = tickets.keys();
            if (keys.length > 0) {
                sessions.setTicketKeys(keys);
            }
        }
    }
}
