// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static io.lapwing.app.system.Patience.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Behind HAProxy and nginx, as Debian has them: the journal names the client, not the proxy. */
class ProxiesTest {
    private static final String CLIENT = "127.0.0.9";
    private static RunningLapwing lapwing;
    private static int proxied;
    private static int web;

    @BeforeAll
    static void start() throws IOException {
        proxied = RunningLapwing.freePort();
        web = RunningLapwing.freePort();
        lapwing =
                LibraryBroker.start(
                        "listener.tcp.proxied=127.0.0.1:" + proxied,
                        "listener.tcp.proxied.proxy_protocol=on",
                        "listener.ws.web=127.0.0.1:" + web,
                        "listener.ws.web.proxy_xff_support=on");
    }

    @AfterAll
    static void stop() {
        lapwing.close();
    }

    private static byte[] connect(String clientId) {
        return HandWritten.connect311(clientId, ForeignClient.USER, "wrong");
    }

    private static Tool haproxy(int front, String how) throws IOException {
        Path file = lapwing.folder().resolve("haproxy-" + front + ".cfg");
        Files.writeString(
                file,
                """
                defaults
                    mode tcp
                    timeout connect 5s
                    timeout client 30s
                    timeout server 30s
                frontend mqtt
                    bind 127.0.0.1:%d
                    default_backend lapwing
                backend lapwing
                    server one 127.0.0.1:%d %s
                """
                        .formatted(front, proxied, how));
        return Tool.start(List.of(program("haproxy"), "-db", "-f", file.toString()));
    }

    private static Tool nginx(int front) throws IOException {
        Path folder = Files.createDirectories(lapwing.folder().resolve("nginx"));
        Path file = folder.resolve("nginx.conf");
        Files.writeString(
                file,
                """
                daemon off;
                pid nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    server {
                        listen 127.0.0.1:%d;
                        location / {
                            proxy_pass http://127.0.0.1:%d;
                            proxy_http_version 1.1;
                            proxy_set_header Upgrade $http_upgrade;
                            proxy_set_header Connection "upgrade";
                            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        }
                    }
                }
                """
                        .formatted(front, web));
        return Tool.start(
                List.of(program("nginx"), "-p", folder.toString(), "-c", file.toString()));
    }

    /** Debian keeps servers where a user's path does not look. */
    private static String program(String name) {
        return Files.exists(Path.of("/usr/sbin", name)) ? "/usr/sbin/" + name : name;
    }

    private static void awaitListening(int port) {
        soon().until(() -> {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return probe.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static JsonNode refusal(String clientId) {
        String path = "/api/refusals?client=" + clientId;
        soon().until(() -> lapwing.json(path).get("rows_total").asInt() == 1);
        return lapwing.json(path).get("rows").get(0);
    }

    @ParameterizedTest
    @CsvSource({"one, send-proxy", "two, send-proxy-v2"})
    void haproxyTellsTheAddressOfTheClient(String clientId, String how) throws IOException {
        int front = RunningLapwing.freePort();
        try (Tool unused = haproxy(front, how)) {
            awaitListening(front);
            try (RawClient client = new RawClient(CLIENT, front)) {
                client.send(connect(clientId));
                JsonNode row = refusal(clientId);
                assertThat(row.get("address").asString()).isEqualTo(CLIENT);
                assertThat(row.get("port").asInt()).isEqualTo(client.port());
                assertThat(row.get("cause").asString()).isEqualTo("wrong_password");
            }
        }
    }

    @Test
    void nginxTellsTheAddressOfTheClientOfAWebSocket() throws IOException {
        int front = RunningLapwing.freePort();
        try (Tool unused = nginx(front)) {
            awaitListening(front);
            try (RawClient client = new RawClient(CLIENT, front)) {
                client.send(
                        ("GET /mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                        + "Sec-WebSocket-Protocol: mqtt\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                byte[] packet = connect("three");
                byte[] frame = new byte[6 + packet.length];
                frame[0] = (byte) 0x82;
                frame[1] = (byte) (0x80 | packet.length);
                System.arraycopy(packet, 0, frame, 6, packet.length); // masked with zeros
                client.send(frame);
                assertThat(refusal("three").get("address").asString()).isEqualTo(CLIENT);
            }
        }
    }
}
