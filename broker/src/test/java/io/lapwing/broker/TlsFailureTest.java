// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every TLS failure is a refusal: what the client sees, the counter, the journal, the log line. */
class TlsFailureTest {
    @TempDir static Path folder;
    private static Authority plant;
    private static Authority stranger;
    private static Authority.Issued server;
    private static Authority.Issued pump;
    private static Authority.Issued old;
    private static Authority.Issued stolen;
    private static Authority.Issued foreign;
    private static Path revoked;

    private final TestBroker broker =
            TestBroker.start(
                    "listener.ssl.open", "127.0.0.1:0",
                    "listener.ssl.open.certfile", server.certificate().toString(),
                    "listener.ssl.open.keyfile", server.key().toString(),
                    "listener.ssl.closed", "127.0.0.1:0",
                    "listener.ssl.closed.certfile", server.certificate().toString(),
                    "listener.ssl.closed.keyfile", server.key().toString(),
                    "listener.ssl.closed.require_certificate", "on",
                    "listener.ssl.closed.cafile", plant.certificate().toString(),
                    "listener.ssl.closed.crlfile", revoked.toString(),
                    "listener.ssl.closed.tls_handshake_timeout", "1000");

    @BeforeAll
    static void issue() {
        plant = new Authority(folder.resolve("plant"), "Plant CA");
        stranger = new Authority(folder.resolve("stranger"), "Strange CA");
        server = plant.issue("server", "/CN=localhost", "DNS:localhost", "IP:127.0.0.1");
        pump = plant.issue("pump", "/O=Plant/CN=pump-7");
        old = plant.issueExpired("old", "/O=Plant/CN=pump-6");
        stolen = plant.issue("stolen", "/O=Plant/CN=pump-5");
        foreign = stranger.issue("foreign", "/O=Elsewhere/CN=pump-7");
        plant.revoke(stolen);
        revoked = plant.revocationList();
    }

    @AfterEach
    void stop() {
        assertThat(broker.count("worker_bugs")).isZero();
        broker.close();
    }

    /** What OpenSSL's client says, asked to connect with this certificate. */
    private String client(String listener, Authority.@Nullable Issued own, String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + broker.port(listener),
                                "-CAfile",
                                plant.certificate().toString(),
                                "-servername",
                                "localhost",
                                "-ign_eof"));
        if (own != null) {
            command.addAll(List.of("-cert", own.certificate().toString()));
            command.addAll(List.of("-key", own.key().toString()));
        }
        command.addAll(List.of(more));
        return plant.run(command, "");
    }

    private RefusalRow refused(Cause cause, String listener, String because) {
        RefusalRow row = RefusedOnce.in(broker, cause, listener, because);
        assertThat(row.attempt().address()).isEqualTo("127.0.0.1");
        return row;
    }

    private static final String CLOSED = "ssl.closed";

    @Test
    void aClientWithoutACertificateIsToldThatOneIsRequired() {
        assertThat(client(CLOSED, null)).contains("alert certificate required");
        refused(Cause.TLS_CERTIFICATE_MISSING, CLOSED, "showed no certificate");
    }

    @Test
    void aCertificateOfAnAuthorityThatIsNotTrustedIsNamed() {
        assertThat(client(CLOSED, foreign)).contains("alert unknown ca");

        RefusalRow row =
                refused(
                        Cause.TLS_CERTIFICATE_UNKNOWN,
                        CLOSED,
                        "its authority CN=Strange CA is not among those of cafile");
        assertThat(row.attempt().certificate()).isEqualTo("CN=pump-7,O=Elsewhere");
        assertThat(row.logLine()).contains("certificate=\"CN=pump-7,O=Elsewhere\"");
    }

    @Test
    void aCertificateThatHasEndedIsTold() {
        assertThat(client(CLOSED, old)).contains("alert certificate expired");
        RefusalRow row =
                refused(Cause.TLS_CERTIFICATE_EXPIRED, CLOSED, "good until 2024-01-01T00:00:00Z");
        assertThat(row.attempt().certificate()).isEqualTo("CN=pump-6,O=Plant");
    }

    @Test
    void aCertificateThatWasRevokedIsTold() {
        assertThat(client(CLOSED, stolen)).contains("alert certificate revoked");
        RefusalRow row = refused(Cause.TLS_CERTIFICATE_REVOKED, CLOSED, "it was revoked on ");
        assertThat(row.attempt().certificate()).isEqualTo("CN=pump-5,O=Plant");
    }

    @Test
    void theSameHoldsInTls12() {
        assertThat(client(CLOSED, null, "-tls1_2")).contains("alert");
        refused(Cause.TLS_CERTIFICATE_MISSING, CLOSED, "showed no certificate");
        assertThat(client(CLOSED, stolen, "-tls1_2")).contains("alert certificate revoked");
        refused(Cause.TLS_CERTIFICATE_REVOKED, CLOSED, "it was revoked on ");
        assertThat(client(CLOSED, old, "-tls1_2")).contains("alert certificate expired");
        refused(Cause.TLS_CERTIFICATE_EXPIRED, CLOSED, "good until");
        assertThat(client(CLOSED, foreign, "-tls1_2")).contains("alert unknown ca");
        refused(Cause.TLS_CERTIFICATE_UNKNOWN, CLOSED, "is not among those of cafile");
    }

    @Test
    void anOldVersionOfTlsIsTold() {
        assertThat(client("ssl.open", null, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"))
                .contains("alert protocol version");
        refused(Cause.TLS_PROTOCOL, "ssl.open", "offers no version of TLS that is offered here");
    }

    @Test
    void aClientThatHasNoCipherSuiteInCommonIsTold() {
        assertThat(client("ssl.open", null, "-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA"))
                .contains("alert handshake failure");
        refused(Cause.TLS_HANDSHAKE, "ssl.open", "no cipher suite in common");
    }

    @Test
    void aClientThatDoesNotTrustUsIsTold() throws IOException {
        TlsClient distrusting = new TlsClient(stranger.certificate(), null);
        assertThatThrownBy(() -> distrusting.open(broker.port("ssl.open")))
                .isInstanceOf(SSLHandshakeException.class);

        refused(Cause.TLS_HANDSHAKE, "ssl.open", "does not take this server's certificate");
    }

    @Test
    void aClientThatSpeaksNoTlsIsTold() throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), broker.port("ssl.open"))) {
            plain.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            drain(plain);
        }
        refused(Cause.TLS_HANDSHAKE, "ssl.open", "does not speak TLS");
    }

    @Test
    void aHandshakeThatIsNotCompleteInTimeIsEnded() throws IOException {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), broker.port(CLOSED))) {
            slow.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01});
            drain(slow);
        }
        refused(Cause.TLS_TIMEOUT, CLOSED, "did not complete the TLS handshake within 1 s");
    }

    @Test
    void aClientThatLeavesBeforeTheHandshakeIsDoneIsTold() throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), broker.port("ssl.open")).close();
        refused(Cause.CLOSED_BY_CLIENT, "ssl.open", "closed before the TLS handshake was complete");
    }

    @Test
    void aGoodCertificateIsTaken() throws IOException {
        TlsClient good = new TlsClient(plant.certificate(), pump);
        try (TestClient client = good.client(broker.port(CLOSED))) {
            client.connect("a", true);
            client.expectNothing();
        }
        assertThat(broker.broker().refusals(RefusalQuery.between(0, Long.MAX_VALUE)).rowsTotal())
                .isZero();
    }

    private static void drain(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(10_000);
        while (in.read(new byte[1_024]) >= 0) {
            // until its end
        }
    }
}
