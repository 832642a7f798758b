// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import io.lapwing.broker.refusals.Cause;
import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a TLS handshake failed, in our words. The library says it in a text only; what is searched
 * for are the names of alerts (RFC 8446 §6.2) and of BoringSSL's reasons.
 *
 * @param certificate the client's; null when it showed none
 */
public record TlsFailure(Cause cause, String because, @Nullable X509Certificate certificate) {
    private static final int SAID_MAX = 160;

    /** A word in the library's text, and what it means. */
    private record Sign(String word, Cause cause, String because) {}

    private static final List<Sign> SIGNS =
            List.of(
                    new Sign(
                            "PEER_DID_NOT_RETURN_A_CERTIFICATE",
                            Cause.TLS_CERTIFICATE_MISSING,
                            "the client showed no certificate (require_certificate)"),
                    new Sign(
                            "EMPTY CLIENT CERTIFICATE",
                            Cause.TLS_CERTIFICATE_MISSING,
                            "the client showed no certificate (require_certificate)"),
                    new Sign(
                            "UNSUPPORTED_PROTOCOL",
                            Cause.TLS_PROTOCOL,
                            "the client offers no version of TLS that is offered here"
                                    + " (tls_version)"),
                    new Sign(
                            "NO_SUPPORTED_VERSIONS",
                            Cause.TLS_PROTOCOL,
                            "the client offers no version of TLS that is offered here"
                                    + " (tls_version)"),
                    new Sign(
                            "IS NOT ENABLED OR SUPPORTED IN SERVER CONTEXT",
                            Cause.TLS_PROTOCOL,
                            "the client offers no version of TLS that is offered here"
                                    + " (tls_version)"),
                    new Sign(
                            "ALERT_PROTOCOL_VERSION",
                            Cause.TLS_PROTOCOL,
                            "the client wants another version of TLS than are offered here"
                                    + " (tls_version)"),
                    new Sign(
                            "NO_SHARED_CIPHER",
                            Cause.TLS_HANDSHAKE,
                            "client and server have no cipher suite in common (ciphers)"),
                    new Sign(
                            "NO_SHARED_GROUP",
                            Cause.TLS_HANDSHAKE,
                            "client and server have no curve in common (eccs)"),
                    new Sign(
                            "NO CIPHER SUITES IN COMMON",
                            Cause.TLS_HANDSHAKE,
                            "client and server have no cipher suite in common (ciphers)"),
                    ours("ALERT_UNKNOWN_CA", "it does not know its authority"),
                    ours("ALERT_CERTIFICATE_EXPIRED", "it is outside its dates for the client"),
                    ours("ALERT_CERTIFICATE_REVOKED", "it was revoked"),
                    ours("ALERT_BAD_CERTIFICATE", "it finds it bad"),
                    ours("ALERT_CERTIFICATE_UNKNOWN", "it does not say why"),
                    ours("ALERT_UNSUPPORTED_CERTIFICATE", "it cannot use its kind"),
                    ours("ALERT: UNKNOWN_CA", "it does not know its authority"),
                    ours("ALERT: CERTIFICATE", "it does not take it"),
                    ours("ALERT: BAD_CERTIFICATE", "it finds it bad"));

    private static Sign ours(String word, String why) {
        return new Sign(
                word,
                Cause.TLS_HANDSHAKE,
                "the client does not take this server's certificate: " + why);
    }

    /** What was thrown in a handshake. */
    public static TlsFailure of(Throwable thrown) {
        StringBuilder said = new StringBuilder();
        int depth = 0;
        for (Throwable each = thrown; each != null && depth < 10; each = each.getCause()) {
            if (each instanceof ClientCertificateRefused no) {
                return new TlsFailure(
                        no.refusal(), String.valueOf(no.getMessage()), no.certificate());
            }
            if (each instanceof NotSslRecordException) {
                return of(Cause.TLS_HANDSHAKE, "the client does not speak TLS");
            }
            said.append(each.getMessage()).append(' ');
            depth++;
        }
        String text = said.toString().toUpperCase(Locale.ROOT);
        for (Sign sign : SIGNS) {
            if (text.contains(sign.word)) {
                return of(sign.cause, sign.because);
            }
        }
        return of(Cause.TLS_HANDSHAKE, "the handshake failed: " + lastOf(thrown));
    }

    private static TlsFailure of(Cause cause, String because) {
        return new TlsFailure(cause, because, null);
    }

    /** The innermost words of the library. */
    private static String lastOf(Throwable thrown) {
        Throwable last = thrown;
        for (int i = 0; i < 10 && last.getCause() != null; i++) {
            last = last.getCause();
        }
        String said =
                last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
        return said.length() > SAID_MAX ? said.substring(0, SAID_MAX) : said;
    }
}
