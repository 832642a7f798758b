// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import io.lapwing.base.Config;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one listener's TLS is made of.
 *
 * @param alpn what its clients speak inside, as they may name it
 * @param identity cn, san or subject; null when the user name is not taken from certificates
 */
record TlsSettings(
        String listener,
        String alpn,
        Path certificate,
        Path key,
        String keyPassword,
        Path keyPasswordFile,
        Path moreCertificates,
        Path authorities,
        TlsOptions.Asks asks,
        @Nullable String identity,
        Path revoked,
        int depth,
        Path ocsp,
        Set<String> versions,
        List<String> ciphers,
        List<String> curves,
        long sessionSeconds) {

    static TlsSettings of(Config config, String instance, String alpn) {
        boolean asUser = config.get(TlsOptions.IDENTITY_AS_USER, instance);
        return new TlsSettings(
                instance,
                alpn,
                config.get(TlsOptions.CERTIFICATE, instance),
                config.get(TlsOptions.KEY, instance),
                config.get(TlsOptions.KEY_PASSWORD, instance),
                config.get(TlsOptions.KEY_PASSWORD_FILE, instance),
                config.get(TlsOptions.MORE_CERTIFICATES, instance),
                config.get(TlsOptions.AUTHORITIES, instance),
                config.get(TlsOptions.REQUIRE_CERTIFICATE, instance),
                asUser ? config.get(TlsOptions.IDENTITY, instance) : null,
                config.get(TlsOptions.REVOKED, instance),
                config.get(TlsOptions.DEPTH, instance),
                config.get(TlsOptions.OCSP, instance),
                config.get(TlsOptions.VERSIONS, instance),
                config.get(TlsOptions.CIPHERS, instance),
                config.get(TlsOptions.CURVES, instance),
                config.get(TlsOptions.SESSION_LIFETIME, instance).toSeconds());
    }

    boolean asksForCertificates() {
        return asks != TlsOptions.Asks.OFF;
    }

    /**
     * What is missing or does not go together.
     *
     * @throws IllegalArgumentException naming the option
     */
    void check() {
        if (isNone(certificate)) {
            throw wrong("certfile", "names no file; a listener with TLS needs a certificate");
        }
        if (isNone(key)) {
            throw wrong("keyfile", "names no file; a listener with TLS needs a key");
        }
        if (asksForCertificates() && isNone(authorities)) {
            throw wrong("cafile", "names no file, and require_certificate needs authorities");
        }
        if (identity != null && !asksForCertificates()) {
            throw wrong("use_identity_as_username", "needs require_certificate on or optional");
        }
    }

    IllegalArgumentException wrong(String key, String why) {
        return new IllegalArgumentException("listener." + listener + "." + key + ": " + why);
    }

    /** The password of the key, from wherever it is kept. */
    String password() throws BadTlsFile {
        if (isNone(keyPasswordFile)) {
            return keyPassword;
        }
        String text = new String(Pem.bytes(keyPasswordFile), StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("");
    }

    /** Every file that a change of which is looked for; those of the folder are not among them. */
    Stream<Path> files() {
        return Stream.of(certificate, key, keyPasswordFile, authorities, revoked, ocsp)
                .filter(each -> !isNone(each));
    }

    static boolean isNone(Path file) {
        return file.toString().isEmpty();
    }
}
