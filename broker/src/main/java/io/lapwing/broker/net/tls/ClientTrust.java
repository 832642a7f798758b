// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import io.lapwing.broker.refusals.Cause;
import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.internal.tcnative.CertificateVerifier;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Which client certificates a listener takes, and for which reason it does not take one. */
final class ClientTrust extends X509ExtendedTrustManager {
    private final X509TrustManager paths;
    private final Revocations revoked;
    private final int depthMax;
    private final boolean boring;

    /**
     * @param boring whether BoringSSL asks, which wants its own number for each reason
     */
    ClientTrust(
            List<X509Certificate> authorities, Revocations revoked, int depthMax, boolean boring) {
        this.paths = paths(authorities);
        this.revoked = revoked;
        this.depthMax = depthMax;
        this.boring = boring;
    }

    /** What may have changed since the certificate was checked in full: a session is resumed. */
    void recheck(X509Certificate[] chain) throws ClientCertificateRefused {
        checkDates(chain[0]);
        checkRevoked(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String algorithm)
            throws CertificateException {
        try {
            check(chain, algorithm);
        } catch (ClientCertificateRefused refused) {
            throw boring
                    ? new OpenSslCertificateException(
                            refused.getMessage(), refused, number(refused.refusal()))
                    : refused;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String algorithm, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, algorithm);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, algorithm);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String algorithm) {
        throw new UnsupportedOperationException("this end is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String algorithm, Socket socket) {
        throw new UnsupportedOperationException("this end is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine) {
        throw new UnsupportedOperationException("this end is the server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return paths.getAcceptedIssuers();
    }

    private void check(X509Certificate[] chain, String algorithm) throws ClientCertificateRefused {
        X509Certificate first = chain[0];
        if (between(chain) > depthMax) {
            throw unknown(first, "more authorities stand above it than depth allows: " + depthMax);
        }
        try {
            paths.checkClientTrusted(chain, algorithm);
        } catch (CertificateException e) {
            if (isAboutDates(e)) {
                checkDates(first);
                throw expired(first, "one of its authorities is outside its dates");
            }
            throw unknown(first, whyNot(e, first));
        }
        checkDates(first);
        checkRevoked(chain);
    }

    private static void checkDates(X509Certificate certificate) throws ClientCertificateRefused {
        Instant now = Instant.now();
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            throw expired(certificate, "it is good from " + from + " on only");
        }
        if (now.isAfter(until)) {
            throw expired(certificate, "it was good until " + until);
        }
    }

    private void checkRevoked(X509Certificate[] chain) throws ClientCertificateRefused {
        for (X509Certificate each : chain) {
            Instant since = revoked.since(each);
            if (since != null) {
                throw new ClientCertificateRefused(
                        Cause.TLS_CERTIFICATE_REVOKED,
                        chain[0],
                        said(chain[0], "it was revoked on " + since));
            }
        }
    }

    /** Authorities that the client sent, without those that stand for themselves. */
    private static int between(X509Certificate[] chain) {
        int between = 0;
        for (int i = 1; i < chain.length; i++) {
            X509Certificate each = chain[i];
            if (!each.getSubjectX500Principal().equals(each.getIssuerX500Principal())) {
                between++;
            }
        }
        return between;
    }

    private static ClientCertificateRefused unknown(X509Certificate certificate, String why) {
        return new ClientCertificateRefused(
                Cause.TLS_CERTIFICATE_UNKNOWN, certificate, said(certificate, why));
    }

    private static ClientCertificateRefused expired(X509Certificate certificate, String why) {
        return new ClientCertificateRefused(
                Cause.TLS_CERTIFICATE_EXPIRED, certificate, said(certificate, why));
    }

    private static String said(X509Certificate certificate, String why) {
        return "the client's certificate " + Subject.of(certificate) + " is not taken: " + why;
    }

    private static String whyNot(CertificateException e, X509Certificate first) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof CertPathBuilderException) {
                String issuer = first.getIssuerX500Principal().getName();
                return "its authority " + issuer + " is not among those of cafile";
            }
        }
        return String.valueOf(e.getMessage());
    }

    private static boolean isAboutDates(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof CertificateExpiredException
                    || each instanceof CertificateNotYetValidException
                    || each instanceof CertPathValidatorException path
                            && (path.getReason() == BasicReason.EXPIRED
                                    || path.getReason() == BasicReason.NOT_YET_VALID)) {
                return true;
            }
        }
        return false;
    }

    private static int number(Cause cause) {
        return switch (cause) {
            case TLS_CERTIFICATE_EXPIRED -> CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
            case TLS_CERTIFICATE_REVOKED -> CertificateVerifier.X509_V_ERR_CERT_REVOKED;
            default -> CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
        };
    }

    private static X509TrustManager paths(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot check certificates", e);
        }
    }
}
