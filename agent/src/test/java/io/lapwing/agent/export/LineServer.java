// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server that keeps the lines that are written to it, with TLS if it has a certificate. */
final class LineServer implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final @Nullable Certificate certificate;
    private final boolean reads;
    private ServerSocket server;

    private LineServer(@Nullable Certificate certificate, boolean reads) {
        this.certificate = certificate;
        this.reads = reads;
        this.server = listen(0);
    }

    static LineServer open() {
        return new LineServer(null, true);
    }

    static LineServer open(Certificate certificate) {
        return new LineServer(certificate, true);
    }

    /** One that accepts and reads nothing. */
    static LineServer deaf() {
        return new LineServer(null, false);
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return certificate == null ? "tcp://127.0.0.1:" + port() : "tls://localhost:" + port();
    }

    /** Waits for so many lines, and answers all that are there. */
    List<String> lines(int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> lines.size() >= count);
        return List.copyOf(lines);
    }

    List<String> received() {
        return List.copyOf(lines);
    }

    void hangUp() {
        for (Socket each : clients) {
            try {
                each.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        clients.clear();
    }

    void stop() {
        hangUp();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void startAgain() {
        server = listen(server.getLocalPort());
    }

    @Override
    public void close() {
        stop();
    }

    private ServerSocket listen(int port) {
        try {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            ServerSocket socket =
                    certificate == null
                            ? new ServerSocket(port, 10, loopback)
                            : certificate
                                    .context()
                                    .getServerSocketFactory()
                                    .createServerSocket(port, 10, loopback);
            Thread unused = Thread.ofVirtual().start(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                clients.add(client);
                if (reads) {
                    Thread unused = Thread.ofVirtual().start(() -> read(client));
                }
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void read(Socket client) {
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // the test has hung up, or the client does not trust us
        }
    }
}
