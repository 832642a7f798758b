// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.protocol.PubAck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many that dribble, lie or stay half open: each is refused in time, and good clients go on. */
class TlsFloodTest {
    private static final int EACH = 200;
    private static final byte[] HALF_A_HELLO = {0x16, 0x03, 0x01, 0x40, 0x00, 0x01, 0x00, 0x3F};
    private static final byte[] NO_TLS = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    @Test
    void hostileClientsAreRefusedInTimeAndAGoodOneIsServed(@TempDir Path folder)
            throws IOException {
        Authority plant = new Authority(folder, "Plant CA");
        Authority.Issued server = plant.issue("server", "/CN=localhost", "DNS:localhost");
        List<Socket> hostile = new ArrayList<>();
        try (TestBroker broker =
                TestBroker.start(
                        "listener.ssl.default",
                        "127.0.0.1:0",
                        "listener.ssl.default.certfile",
                        server.certificate().toString(),
                        "listener.ssl.default.keyfile",
                        server.key().toString(),
                        "listener.ssl.default.tls_handshake_timeout",
                        "1000")) {
            int port = broker.port("ssl.default");
            TlsClient trusting = new TlsClient(plant.certificate(), null);
            try (TestClient good = trusting.client(port)) {
                good.connect("good", true);
                for (int i = 0; i < EACH; i++) {
                    hostile.add(new Socket(InetAddress.getLoopbackAddress(), port)); // says nothing
                    hostile.add(new Socket(InetAddress.getLoopbackAddress(), port));
                    hostile.getLast().getOutputStream().write(HALF_A_HELLO);
                    hostile.add(new Socket(InetAddress.getLoopbackAddress(), port));
                    hostile.getLast().getOutputStream().write(NO_TLS);
                    good.publish("t", 1, i + 1, "x");
                    good.expect(PubAck.class);
                }
                await().until(() ->
                        broker.count("refusals", "tls_timeout", "ssl.default", "none") == 2 * EACH);
                assertThat(broker.count("refusals", "tls_handshake", "ssl.default", "none"))
                        .isEqualTo(EACH);
                good.expectNothing();
                await().until(() -> broker.count("listener_connections", "ssl.default") == 1);
            }
            assertThat(broker.count("worker_bugs")).isZero();
        } finally {
            for (Socket each : hostile) {
                each.close();
            }
        }
    }
}
