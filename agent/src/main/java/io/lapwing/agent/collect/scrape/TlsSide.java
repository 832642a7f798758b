// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import io.lapwing.agent.collect.Access;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Our side of TLS with a target, from files in PEM. */
final class TlsSide {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = {};

    private TlsSide() {}

    /**
     * What a socket to the target is made with.
     *
     * @throws NoAnswer naming the file that cannot be used
     */
    static SSLContext of(Access access) throws NoAnswer {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(access), trusted(access), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new NoAnswer("TLS cannot be prepared: " + e.getMessage());
        }
    }

    private static TrustManager @Nullable [] trusted(Access access)
            throws GeneralSecurityException, IOException, NoAnswer {
        if (access.anyCertificate()) {
            return new TrustManager[] {new Anyone()};
        }
        if (!Access.isNamed(access.authorities())) {
            return null;
        }
        KeyStore store = empty();
        int number = 0;
        for (Certificate each : certificates(access.authorities())) {
            store.setCertificateEntry("ca" + number++, each);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keys(Access access)
            throws GeneralSecurityException, IOException, NoAnswer {
        if (!Access.isNamed(access.certificate())) {
            return null;
        }
        Certificate[] chain = certificates(access.certificate()).toArray(Certificate[]::new);
        KeyStore store = empty();
        store.setKeyEntry("own", key(access.key()), NO_PASSWORD, chain);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, NoAnswer {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> read =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (read.isEmpty()) {
                throw new NoAnswer(file + " holds no certificate");
            }
            return read;
        } catch (IOException e) {
            throw new NoAnswer(file + " cannot be read");
        }
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException, NoAnswer {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new NoAnswer("the key file " + file + " cannot be read");
        }
        Matcher found = KEY.matcher(text);
        if (!found.find()) {
            throw new NoAnswer(
                    file
                            + " holds no plain key in PKCS #8; openssl pkcs8 -topk8 -nocrypt makes"
                            + " one");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                continue; // of another algorithm
            }
        }
        throw new NoAnswer(file + " holds a key of a kind that is not known");
    }

    /** Looks at no certificate, because the operator said so. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket at) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket at) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
