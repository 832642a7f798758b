// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import io.lapwing.base.Config;
import io.lapwing.base.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an operator may set about TLS, for each listener of kind ssl or wss. */
public final class TlsOptions {
    private static final String LISTENER = "listener.ssl|wss.$name.";
    private static final String ALL_LISTENERS = "listener.ssl|wss.";

    /** What a listener does about client certificates. */
    enum Asks {
        OFF,
        ON,
        OPTIONAL
    }

    static final Option<Path> CERTIFICATE =
            file(
                    "certfile",
                    "PEM file with the server's certificate first, then those between it and its"
                            + " authority.");
    static final Option<Path> KEY =
            file("keyfile", "PEM file with the key of certfile: PKCS#8, PKCS#1 or SEC 1.");
    static final Option<String> KEY_PASSWORD =
            shared(
                            Option.text(
                                    LISTENER + "keypasswd",
                                    "",
                                    "Password of an encrypted keyfile; a keypasswd_file shows it to"
                                            + " fewer."))
                    .kept();
    static final Option<Path> KEY_PASSWORD_FILE =
            file("keypasswd_file", "File whose first line is the password of the keyfile.");
    static final Option<Path> MORE_CERTIFICATES =
            file(
                    "certdir",
                    "Folder of further certificates, each NAME.pem with its key in NAME.key: a"
                            + " client that asks for a name (SNI) gets the one that has it.");
    static final Option<Path> AUTHORITIES =
            file(
                    "cafile",
                    "PEM file of the authorities whose client certificates are taken; needed where"
                            + " require_certificate is not off.");
    static final Option<Asks> REQUIRE_CERTIFICATE =
            shared(
                    Option.of(
                            LISTENER + "require_certificate",
                            "choice",
                            Asks.OFF,
                            TlsOptions::asks,
                            "on, off, optional",
                            "Whether a client must show a certificate; with optional it may."));
    static final Option<Boolean> IDENTITY_AS_USER =
            shared(
                    Option.flag(
                            LISTENER + "use_identity_as_username",
                            false,
                            "Take the user name from the client's certificate, which then needs no"
                                    + " password."));
    static final Option<String> IDENTITY =
            shared(
                    Option.choice(
                            LISTENER + "identity",
                            "cn",
                            List.of("cn", "san", "subject"),
                            "What of a certificate is the user name: its common name, its first"
                                    + " alternative name, or the whole subject."));
    static final Option<Path> REVOKED =
            file(
                    "crlfile",
                    "File of revoked client certificates (CRL), in PEM or DER, of one or more"
                            + " authorities.");
    static final Option<Integer> DEPTH =
            shared(
                    Option.integer(
                            LISTENER + "depth",
                            1,
                            0,
                            9,
                            "Most authorities between a client's certificate and one of cafile."));
    static final Option<Path> OCSP =
            file(
                    "ocspfile",
                    "File of the certificate's OCSP answer in DER, handed to clients that ask"
                            + " (stapling); write it anew before it ends.");
    static final Option<Set<String>> VERSIONS =
            shared(
                    Option.of(
                            LISTENER + "tls_version",
                            "list",
                            versions("tlsv1.2,tlsv1.3"),
                            TlsOptions::versions,
                            "a list of tlsv1.2, tlsv1.3",
                            "Versions of TLS that are offered."));
    static final Option<List<String>> CIPHERS =
            shared(
                    Option.of(
                            LISTENER + "ciphers",
                            "list",
                            List.of(),
                            TlsOptions::words,
                            "names as OpenSSL writes them, with colons between",
                            "Cipher suites of TLS 1.2, the best first; a safe choice if empty."
                                    + " Those of 1.3 are always offered."));
    static final Option<List<String>> CURVES =
            shared(
                    Option.of(
                            LISTENER + "eccs",
                            "list",
                            List.of(),
                            TlsOptions::words,
                            "names such as X25519, P-256, P-384, with colons between",
                            "Curves for the exchange of keys, the best first; a safe choice if"
                                    + " empty."));
    static final Option<Duration> HANDSHAKE_TIMEOUT =
            shared(
                    Option.millis(
                            LISTENER + "tls_handshake_timeout",
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(1),
                            Duration.ofMinutes(2),
                            "Longest time for a TLS handshake, in whole seconds."));
    static final Option<Duration> SESSION_LIFETIME =
            shared(
                    Option.seconds(
                            LISTENER + "tls_session_lifetime",
                            Duration.ofHours(2),
                            Duration.ZERO,
                            Duration.ofDays(1),
                            "How long a client may resume an earlier TLS session, which is cheaper"
                                    + " than a new one; 0 for never."));

    /** Every option of TLS. */
    public static final List<Option<?>> ALL =
            List.of(
                    CERTIFICATE,
                    KEY,
                    KEY_PASSWORD,
                    KEY_PASSWORD_FILE,
                    MORE_CERTIFICATES,
                    AUTHORITIES,
                    REQUIRE_CERTIFICATE,
                    IDENTITY_AS_USER,
                    IDENTITY,
                    REVOKED,
                    DEPTH,
                    OCSP,
                    VERSIONS,
                    CIPHERS,
                    CURVES,
                    HANDSHAKE_TIMEOUT,
                    SESSION_LIFETIME);

    private TlsOptions() {}

    /** The time a handshake may take on this listener. */
    public static int handshakeSeconds(Config config, String instance) {
        long millis = config.get(HANDSHAKE_TIMEOUT, instance).toMillis();
        return (int) Math.ceilDiv(millis, 1_000L);
    }

    private static Option<Path> file(String key, String meaning) {
        return shared(Option.file(LISTENER + key, "", meaning));
    }

    /** Also settable for all listeners of the kind at once. */
    private static <T> Option<T> shared(Option<T> option) {
        return option.inheriting(ALL_LISTENERS + option.name().substring(LISTENER.length()));
    }

    private static Asks asks(String text) {
        return switch (text) {
            case "on" -> Asks.ON;
            case "off" -> Asks.OFF;
            case "optional" -> Asks.OPTIONAL;
            default -> throw new IllegalArgumentException("must be on, off or optional");
        };
    }

    /** In the words of Java's library. */
    private static Set<String> versions(String text) {
        Set<String> versions = new LinkedHashSet<>();
        for (String word : text.split("[,:\\s]+", -1)) {
            switch (word) {
                case "tlsv1.2" -> versions.add("TLSv1.2");
                case "tlsv1.3" -> versions.add("TLSv1.3");
                case "tlsv1", "tlsv1.1" ->
                        throw new IllegalArgumentException(
                                "names " + word + ", which is broken and not offered here");
                default ->
                        throw new IllegalArgumentException(
                                "must be a list of tlsv1.2 and tlsv1.3, as in tlsv1.2,tlsv1.3");
            }
        }
        return versions;
    }

    /** VerneMQ writes some lists in brackets, with commas, and others with colons. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>(Arrays.asList(text.split("[\\[\\],:;\\s]+", -1)));
        words.removeIf(String::isEmpty);
        return List.copyOf(words);
    }
}
