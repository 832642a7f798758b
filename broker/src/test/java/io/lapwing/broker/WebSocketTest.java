// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.refusals.Cause;
import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.PingReq;
import io.lapwing.protocol.PingResp;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Requirement;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** MQTT inside WebSocket (chapter 6, RFC 6455), and what is refused before it begins. */
class WebSocketTest {
    private static final String WS = "ws.default";
    private static final byte[] PING = PacketCodec.bytes(new PingReq(), MqttVersion.V5);

    private final TestBroker broker =
            TestBroker.start(
                    "listener.ws.default", "127.0.0.1:0",
                    "listener.ws.default.allowed_origins", "https://plant.example",
                    "max_ws_frame_size", "70000",
                    "mqtt_connect_timeout", "1000");

    @AfterEach
    void stop() {
        assertThat(broker.count("worker_bugs")).isZero();
        broker.close();
    }

    private WebClient open() {
        return new WebClient(broker.port(WS));
    }

    private static byte[] connect(MqttVersion version) {
        return PacketCodec.bytes(
                new Connect(version, false, "web", true, 60, null, null, null, Properties.EMPTY),
                version);
    }

    private WebClient connected(MqttVersion version) {
        WebClient client = open().upgrade();
        client.frame(WebClient.BINARY, connect(version));
        assertThat(packet(client, version)).isInstanceOf(ConnAck.class);
        return client;
    }

    private static Packet packet(WebClient client, MqttVersion version) {
        WebClient.Frame frame = client.next();
        assertThat(frame.opcode()).isEqualTo(WebClient.BINARY);
        return PacketCodec.read(frame.payload(), 0, frame.payload().length, version);
    }

    @Test
    @Requirement(v3 = "MQTT-6.0.0-4", v5 = "MQTT-6.0.0-4")
    void theSubprotocolIsChosenAndTheKeyAnswered() {
        try (WebClient client = open()) {
            String answer =
                    client.ask(WebClient.request("/mqtt?x=1", "Sec-WebSocket-Protocol: a, mqtt"));
            assertThat(answer)
                    .startsWith("HTTP/1.1 101 ")
                    .contains("\r\nSec-WebSocket-Protocol: mqtt\r\n")
                    .contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
        }
        try (WebClient client = open()) {
            assertThat(client.ask(WebClient.request("/mqtt", "Sec-WebSocket-Protocol: mqttv3.1")))
                    .contains("\r\nSec-WebSocket-Protocol: mqttv3.1\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-6.0.0-2", v5 = "MQTT-6.0.0-2")
    void packetsAndFramesNeedNotBeginTogether(MqttVersion version) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(connect(version));
        all.writeBytes(
                PacketCodec.bytes(
                        TestClient.message("a/b", 1, false, 7, "x".repeat(66_000)), version));
        all.writeBytes(PING);
        byte[] stream = all.toByteArray();
        try (WebClient client = open().upgrade()) {
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            int at = 0;
            for (int size = 1; at < stream.length; size = size * 3 + 1) {
                int end = Math.min(stream.length, at + Math.min(size, 60_000));
                byte[] part = Arrays.copyOfRange(stream, at, end);
                int half = part.length / 2;
                // Each message in two fragments, with a ping between them.
                sent.writeBytes(WebClient.framed(0x02, Arrays.copyOf(part, half)));
                sent.writeBytes(WebClient.framed(0x89, new byte[] {1, 2, 3}));
                sent.writeBytes(
                        WebClient.framed(0x80, Arrays.copyOfRange(part, half, part.length)));
                at = end;
            }
            client.send(sent.toByteArray());

            int pongs = 0;
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            int expected = version.isV5() ? -1 : 4 + 4 + 2; // CONNACK, PUBACK, PINGRESP of MQTT 3
            while (!endsWithPingResp(got.toByteArray())) {
                WebClient.Frame frame = client.next();
                if (frame.opcode() == 10) {
                    assertThat(frame.payload()).containsExactly(1, 2, 3);
                    pongs++;
                } else {
                    got.writeBytes(frame.payload());
                }
            }
            assertThat(pongs).isPositive();
            if (expected > 0) {
                assertThat(got.size()).isEqualTo(expected);
            }
        }
    }

    private static boolean endsWithPingResp(byte[] got) {
        return got.length >= 2 && got[got.length - 2] == (byte) 0xD0 && got[got.length - 1] == 0;
    }

    @Test
    void aFrameMayComeByteByByte() {
        try (WebClient client = open().upgrade()) {
            for (byte each : WebClient.framed(0x82, connect(MqttVersion.V5))) {
                client.send(new byte[] {each});
            }
            assertThat(packet(client, MqttVersion.V5)).isInstanceOf(ConnAck.class);
            client.frame(
                    WebClient.BINARY,
                    PacketCodec.bytes(
                            TestClient.message("a", 1, false, 1, "payload"), MqttVersion.V5));
            assertThat(packet(client, MqttVersion.V5)).isInstanceOf(PubAck.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-6.0.0-1", v5 = "MQTT-6.0.0-1")
    void aTextFrameClosesTheConnection(MqttVersion version) {
        try (WebClient client = connected(version)) {
            client.frame(1, PING);
            if (version.isV5()) {
                client.next(); // DISCONNECT
            }
            assertThat(client.closed()).isEqualTo(1003);
        }
        try (WebClient client = open().upgrade()) {
            client.frame(1, connect(version));
            assertThat(client.closed()).isEqualTo(1003);
        }
        RefusedOnce.in(broker, Cause.NOT_MQTT, WS, "a WebSocket frame holds text");
    }

    @ParameterizedTest
    @CsvSource({
        "02 01 00, 1002, is not masked",
        "C2 80 00 00 00 00, 1002, has bits set",
        "83 80 00 00 00 00, 1002, of an unknown kind",
        "80 80 00 00 00 00, 1002, is continued",
        "09 80 00 00 00 00, 1002, in pieces",
        "89 FE 00 80 00 00 00 00, 1002, too long",
        "82 FF 00 00 00 00 00 01 11 71 00 00 00 00, 1009, longer than 70000 bytes",
        "82 FF FF FF FF FF FF FF FF FF 00 00 00 00, 1009, longer than 70000 bytes"
    })
    void aFrameThatBreaksTheRulesClosesTheConnection(String bytes, int code, String because) {
        try (WebClient client = open().upgrade()) {
            client.send(HexFormat.ofDelimiter(" ").parseHex(bytes));
            assertThat(client.closed()).isEqualTo(code);
        }
        RefusedOnce.in(broker, Cause.NOT_MQTT, WS, because);
    }

    @Test
    void aCloseFrameIsAnsweredAndEndsTheConnection() {
        try (WebClient client = connected(MqttVersion.V5)) {
            client.frame(8, new byte[] {0x03, (byte) 0xE9});
            assertThat(client.closed()).isEqualTo(1001);
        }
    }

    @Test
    void whatIsSentBehindTheRequestIsRead() {
        try (WebClient client = open()) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            String request = WebClient.request("/mqtt", "Sec-WebSocket-Protocol: mqtt");
            both.writeBytes(request.getBytes(StandardCharsets.US_ASCII));
            both.writeBytes(WebClient.framed(0x82, connect(MqttVersion.V5)));
            both.writeBytes(WebClient.framed(0x82, PING));
            String answer = client.ask(both.toString(StandardCharsets.ISO_8859_1));
            assertThat(answer).startsWith("HTTP/1.1 101 ");
            WebClient.Frame frame = client.next();
            byte[] got = frame.payload();
            if (!endsWithPingResp(got)) {
                assertThat(packet(client, MqttVersion.V5)).isInstanceOf(PingResp.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/other, Sec-WebSocket-Protocol: mqtt, 404, WEBSOCKET_PATH, is not served here",
        "/mqtt, X: y, 400, WEBSOCKET_SUBPROTOCOL, does not offer the subprotocol mqtt",
        "/mqtt, Origin: https://evil.example, 403, WEBSOCKET_UPGRADE, may not connect",
    })
    void aRequestThatAsksForSomethingElseIsAnswered(
            String path, String header, int status, Cause cause, String because) {
        try (WebClient client = open()) {
            String answer = client.ask(WebClient.request(path, header));
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("Connection: close");
            assertThat(client.rest()).contains(because);
        }
        RefusedOnce.in(broker, cause, WS, "; answered HTTP " + status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /mqtt HTTP/1.1~~ | 405 | the HTTP method is not GET",
                "GET /mqtt HTTP/1.1~Host: x~~ | 426 | does not ask for a WebSocket",
                "GET /mqtt~~ | 400 | no HTTP request",
                "GET /mqtt HTTP/1.1~Upgrade: websocket~Connection: upgrade~~ | 426 | version",
                "'\u0010\u000C\u0000\u0004MQTT\u0005' | 400 | the first bytes are no HTTP request"
            })
    void aRequestThatIsNoUpgradeIsAnswered(String request, int status, String because) {
        try (WebClient client = open()) {
            assertThat(client.ask(request.replace("~", "\r\n"))).contains(" " + status + " ");
        }
        RefusedOnce.in(broker, Cause.WEBSOCKET_UPGRADE, WS, because);
    }

    @Test
    void aRequestThatDoesNotEndIsCutShort() {
        try (WebClient client = open()) {
            String answer = client.ask("GET /mqtt HTTP/1.1\r\nX: " + "y".repeat(17_000));
            assertThat(answer).startsWith("HTTP/1.1 431 ");
        }
        RefusedOnce.in(broker, Cause.WEBSOCKET_UPGRADE, WS, "longer than 16384 bytes");
    }

    @Test
    void aRequestThatIsNotThereInTimeIsRefused() {
        try (WebClient client = open()) {
            client.send("GET /mqtt HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.rest()).isEmpty();
        }
        RefusedOnce.in(
                broker, Cause.WEBSOCKET_UPGRADE, WS, "no whole WebSocket request within 1 s");
    }

    @Test
    void aWebSocketWithoutAConnectIsClosed() {
        try (WebClient client = open().upgrade()) {
            client.frame(9, new byte[0]);
            assertThat(client.next().opcode()).isEqualTo(10);
            assertThat(client.closed()).isEqualTo(1000);
        }
        RefusedOnce.in(broker, Cause.CONNECT_TIMEOUT, WS, "sent nothing within 1 s");
    }
}
