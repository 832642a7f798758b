// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import java.util.Locale;

/** The cause behind what libraries of TLS say when a handshake fails. */
final class TlsAlert {
    private TlsAlert() {}

    static String cause(String text) {
        String words = text.toLowerCase(Locale.ROOT).replace('_', ' ');
        if (words.contains("revoked")) {
            return "tls_certificate_revoked";
        }
        if (words.contains("expired")) {
            return "tls_certificate_expired";
        }
        if (words.contains("not return a certificate")
                || words.contains("certificate required")
                || words.contains("no peer cert")) {
            return "tls_certificate_missing";
        }
        if (words.contains("unknown ca")
                || words.contains("bad certificate")
                || words.contains("certificate unknown")
                || words.contains("bad cert")
                || words.contains("certificate verify failed")
                || words.contains("selfsigned")) {
            return "tls_certificate_unknown";
        }
        if (words.contains("protocol version") || words.contains("unsupported protocol")) {
            return "tls_protocol";
        }
        return words.contains("timeout") ? "tls_timeout" : "tls_handshake";
    }
}
