// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lapwing.broker.admission.Ban;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.LogLines;
import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.ReasonCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Listeners with TLS: which certificate is shown, whom they take, and what changes while they run.
 */
class TlsTest {
    @TempDir static Path folder;
    private static Authority plant;
    private static Authority.Issued server;
    private static Authority.Issued renewed;
    private static Authority.Issued pump;

    private final List<String> settings = new ArrayList<>();
    private TestBroker broker;

    @BeforeAll
    static void issue() {
        plant = new Authority(folder.resolve("plant"), "Plant CA");
        server = plant.issue("server", "/CN=localhost", "DNS:localhost");
        renewed = plant.issue("renewed", "/CN=localhost", "DNS:localhost");
        pump = plant.issue("pump", "/O=Plant/CN=pump-7", "email:pump7@plant.example");
    }

    @BeforeEach
    void files(@TempDir Path own) throws IOException {
        use(own, server);
        set("", "127.0.0.1:0");
        set(".certfile", own.resolve("server.pem").toString());
        set(".keyfile", own.resolve("server.key").toString());
    }

    @AfterEach
    void stop() {
        if (broker != null) {
            assertThat(broker.count("worker_bugs")).isZero();
            broker.close();
        }
    }

    private void use(Path own, Authority.Issued issued) throws IOException {
        Files.copy(issued.key(), own.resolve("server.key"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                issued.certificate(),
                own.resolve("server.pem"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void set(String key, String value) {
        settings.add("listener.ssl.default" + key);
        settings.add(value);
    }

    private void start() {
        settings.addAll(List.of("mqtt_connect_timeout", "1000"));
        broker = TestBroker.start(settings.toArray(String[]::new));
    }

    private int port() {
        return broker.port("ssl.default");
    }

    private static TlsClient trusting() {
        return new TlsClient(plant.certificate(), null);
    }

    private X509Certificate shown(String host) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port());
        try (SSLSocket socket = trusting().over(plain, host)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private String client(String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + port(),
                                "-CAfile",
                                plant.certificate().toString(),
                                "-ign_eof"));
        command.addAll(List.of(more));
        return plant.run(command, "");
    }

    @Test
    void bothVersionsAreSpokenAndMqttIsNamed() throws IOException {
        start();
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (SSLSocket socket = trusting().open(port(), version)) {
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                assertThat(socket.getApplicationProtocol()).isEqualTo("mqtt");
                TestClient client = new TestClient(socket, MqttVersion.V5);
                client.connect("a", true);
                client.subscribe("t", 1);
                client.publish("t", 1, 2, "x".repeat(200_000)); // several records
                assertThat(client.next()).isNotNull();
                assertThat(client.next()).isNotNull();
            }
        }
    }

    @Test
    void aNameAskedForGetsItsOwnCertificate() throws Exception {
        Path more = Files.createDirectory(folder.resolve("more"));
        for (String host : List.of("one.example", "*.two.example")) {
            Authority.Issued issued = plant.issue("x", "/CN=other", "DNS:" + host);
            String stem = host.replace("*", "star");
            Files.copy(issued.certificate(), more.resolve(stem + ".pem"));
            Files.copy(issued.key(), more.resolve(stem + ".key"));
        }
        set(".certdir", more.toString());
        start();

        assertThat(shown("one.example").getSubjectAlternativeNames().toString())
                .contains("one.example");
        assertThat(shown("b.two.example").getSubjectAlternativeNames().toString())
                .contains("*.two.example");
        assertThat(shown("elsewhere.example").getSubjectX500Principal().getName())
                .isEqualTo("CN=localhost");
        try (TestClient client = trusting().client(port())) {
            client.connect("a", true);
        }
    }

    @Test
    void aNewCertificateIsShownAndABadOneIsNotAndNobodyIsDropped(@TempDir Path own)
            throws IOException {
        use(own, server);
        set(".certfile", own.resolve("server.pem").toString());
        set(".keyfile", own.resolve("server.key").toString());
        start();
        try (LogLines log = LogLines.of("io.lapwing.broker.net.tls");
                TestClient stays = trusting().client(port())) {
            stays.connect("stays", true);
            X509Certificate before = shown("localhost");

            Files.writeString(own.resolve("server.key"), "no key at all");
            await().until(() ->
                    log.texts().stream()
                            .anyMatch(line ->
                                    line.contains("so the old ones stay")
                                            && line.contains("it holds no private key")));
            assertThat(shown("localhost")).isEqualTo(before);

            use(own, renewed);
            await().until(() -> !shown("localhost").equals(before));
            stays.expectNothing();
        }
    }

    @Test
    void aKeyMayBeEncryptedOrInAnOlderForm(@TempDir Path own) throws IOException {
        String in = server.key().toString();
        Path password = Files.writeString(own.resolve("password"), "secret\nmore\n");
        Path locked = own.resolve("locked.key");
        plant.openssl(
                "pkcs8", "-topk8", "-in", in, "-passout", "pass:secret", "-out", locked.toString());
        Path sec1 = own.resolve("sec1.key");
        plant.openssl("ec", "-in", in, "-out", sec1.toString());
        assertThat(locked).content().contains("ENCRYPTED PRIVATE KEY");
        assertThat(sec1).content().contains("BEGIN EC PRIVATE KEY");

        for (Path key : List.of(locked, sec1)) {
            set(".keyfile", key.toString());
            set(".keypasswd_file", password.toString());
            start();
            assertThat(shown("localhost")).isNotNull();
            stop();
            broker = null;
        }
        set(".keyfile", locked.toString());
        set(".keypasswd_file", "");
        set(".keypasswd", "wrong");
        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("locked.key: its key cannot be decrypted");
    }

    @Test
    void anRsaKeyInPkcs1IsTaken(@TempDir Path own) {
        Path key = own.resolve("rsa.key");
        Path certificate = own.resolve("rsa.pem");
        plant.openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "rsa8.key",
                "-out",
                certificate.toString(),
                "-subj",
                "/CN=localhost",
                "-days",
                "9");
        plant.openssl("rsa", "-traditional", "-in", "rsa8.key", "-out", key.toString());
        assertThat(key).content().contains("BEGIN RSA PRIVATE KEY");
        set(".certfile", certificate.toString());
        set(".keyfile", key.toString());
        start();

        assertThat(client("-CAfile", certificate.toString()))
                .contains("Verify return code: 0 (ok)", "Peer signature type: RSA");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAtTheStart() {
        set(".keyfile", pump.key().toString());
        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("listener.ssl.default")
                .hasMessageContaining("its key does not belong to the certificate in");
    }

    @Test
    void aCertificateStandsForItsUser() throws IOException {
        set(".cafile", plant.certificate().toString());
        set(".require_certificate", "optional");
        set(".use_identity_as_username", "on");
        settings.addAll(List.of("allow_anonymous", "off"));
        start();
        TlsClient device = new TlsClient(plant.certificate(), pump);
        assertThat(answer(device)).isZero();
        assertThat(answer(trusting())).isEqualTo(ReasonCode.NOT_AUTHORIZED.code());
        isKnownAs("pump-7", device);
    }

    /** A ban of this user is one of this client. */
    private void isKnownAs(String user, TlsClient device) throws IOException {
        broker.broker().ban(Ban.Kind.USER, user, null, "");
        assertThat(answer(device)).isEqualTo(ReasonCode.BANNED.code());
    }

    /** The code that answers a CONNECT without user and password. */
    private int answer(TlsClient device) throws IOException {
        try (TestClient client = device.client(port())) {
            client.send(
                    new Connect(
                            MqttVersion.V5,
                            false,
                            "device",
                            true,
                            60,
                            null,
                            null,
                            null,
                            Properties.EMPTY));
            return client.expect(ConnAck.class).code();
        }
    }

    @Test
    void theUserMayBeAnAlternativeName() throws IOException {
        set(".cafile", plant.certificate().toString());
        set(".require_certificate", "on");
        set(".use_identity_as_username", "on");
        set(".identity", "san");
        start();
        TlsClient device = new TlsClient(plant.certificate(), pump);
        assertThat(answer(device)).isZero();
        isKnownAs("pump7@plant.example", device);
    }

    @Test
    void aSessionIsResumedButNotOfACertificateThatWasRevokedSince(@TempDir Path own)
            throws IOException {
        Path list = own.resolve("crl.pem");
        Files.copy(plant.revocationList(), list);
        Authority.Issued stolen = plant.issue("stolen", "/O=Plant/CN=pump-5");
        set(".cafile", plant.certificate().toString());
        set(".require_certificate", "on");
        set(".crlfile", list.toString());
        start();
        String[] own5 = {"-cert", stolen.certificate().toString(), "-key", stolen.key().toString()};
        String session = own.resolve("session").toString();
        assertThat(client(with(own5, "-sess_out", session))).contains("New, TLSv1.3");
        assertThat(client(with(own5, "-sess_in", session))).contains("Reused, TLSv1.3");

        plant.revoke(stolen);
        Files.copy(plant.revocationList(), list, StandardCopyOption.REPLACE_EXISTING);
        String cause = Cause.TLS_CERTIFICATE_REVOKED.word();
        await().until(() -> {
            client(with(own5, "-sess_in", session));
            return broker.count("refusals", cause, "ssl.default", "none") > 0;
        });
    }

    @Test
    void anAnswerOfOcspIsStapled(@TempDir Path own) {
        Path answer = own.resolve("ocsp.der");
        plant.openssl(
                "ocsp",
                "-index",
                "index.txt",
                "-CA",
                "ca.pem",
                "-rsigner",
                "ca.pem",
                "-rkey",
                "ca.key",
                "-issuer",
                "ca.pem",
                "-cert",
                server.certificate().toString(),
                "-ndays",
                "3",
                "-respout",
                answer.toString());
        set(".ocspfile", answer.toString());
        start();

        assertThat(client("-status")).contains("OCSP Response Status: successful", "good");
    }

    @Test
    void theEndOfACertificateIsAMetric() {
        start();
        long days = broker.count("tls_certificate_seconds_left", "ssl.default") / 86_400;
        assertThat(days).isBetween(89L, 90L);
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
