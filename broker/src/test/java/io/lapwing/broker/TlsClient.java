// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import io.lapwing.protocol.MqttVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS connections with Java's own TLS, as a device would: trusting one authority. */
final class TlsClient {
    private final SSLContext context;

    TlsClient(Path authority, Authority.@Nullable Issued own) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(
                    own == null ? null : keys(own).getKeyManagers(),
                    trusting(authority).getTrustManagers(),
                    null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection whose handshake is done, as far as this side can tell. */
    SSLSocket open(int port, String... versions) throws IOException {
        return over(new Socket(InetAddress.getLoopbackAddress(), port), "localhost", versions);
    }

    /** The same over a socket that exists, asking for this name. */
    SSLSocket over(Socket plain, String host, String... versions) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, host, 1, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setApplicationProtocols(new String[] {"mqtt"});
        socket.setSSLParameters(parameters);
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    /** A client of MQTT over such a connection. */
    TestClient client(int port) throws IOException {
        return new TestClient(open(port), MqttVersion.V5);
    }

    private static TrustManagerFactory trusting(Path authority)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", certificate(authority));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory;
    }

    private static KeyManagerFactory keys(Authority.Issued own)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        Certificate[] chain = {certificate(own.certificate())};
        store.setKeyEntry("own", key(own.key()), new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        return factory;
    }

    private static Certificate certificate(Path file) throws GeneralSecurityException, IOException {
        try (var in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
        String body = Files.readString(file).replaceAll("-----[^-]*-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }
}
