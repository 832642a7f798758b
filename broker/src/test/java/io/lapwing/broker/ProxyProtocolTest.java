// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.admission.Ban;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy in front says whom it connects, with the PROXY protocol or in an HTTP header. */
class ProxyProtocolTest {
    private static final String SIGNATURE = "0D0A0D0A000D0A515549540A";
    private static final String ADDRESSES = "CB007109 7F000001 1F40 075B";

    private final TestBroker broker =
            TestBroker.start(
                    "listener.tcp.proxied", "127.0.0.1:0",
                    "listener.tcp.proxied.proxy_protocol", "on",
                    "listener.tcp.far", "127.0.0.1:0",
                    "listener.tcp.far.proxy_protocol", "on",
                    "listener.tcp.far.proxy_protocol_trusted", "192.0.2.0/24; 198.51.100.7",
                    "listener.ws.web", "127.0.0.1:0",
                    "listener.ws.web.proxy_xff_support", "on",
                    "listener.ws.web.proxy_xff_use_cn_as_username", "on",
                    "mqtt_connect_timeout", "1000");

    @AfterEach
    void stop() {
        assertThat(broker.count("worker_bugs")).isZero();
        broker.close();
    }

    private static byte[] line(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static Connect connect() {
        return new Connect(
                MqttVersion.V5, false, "c", true, 60, null, null, null, Properties.EMPTY);
    }

    /** The code that answers a CONNECT behind this header. */
    private int answer(byte[] header) {
        try (TestClient client = new TestClient(broker.port("tcp.proxied"), MqttVersion.V5)) {
            client.sendBytes(header);
            client.send(connect());
            return client.expect(ConnAck.class).code();
        }
    }

    private void ban(Ban.Kind kind, String value) {
        broker.broker().ban(kind, value, null, "");
    }

    @Test
    void theAddressIsTheOneOfTheHeaderInBothVersions() {
        byte[] one = line("PROXY TCP4 203.0.113.9 127.0.0.1 8000 1883\r\n");
        byte[] two = hex(SIGNATURE + "21 11 000C" + ADDRESSES);
        byte[] six = line("PROXY TCP6 2001:db8::9 ::1 8000 1883\r\n");
        assertThat(answer(one)).isZero();
        assertThat(answer(two)).isZero();
        assertThat(answer(six)).isZero();

        ban(Ban.Kind.ADDRESS, "203.0.113.9");
        assertThat(answer(one)).isEqualTo(ReasonCode.BANNED.code());
        assertThat(answer(two)).isEqualTo(ReasonCode.BANNED.code());
        assertThat(answer(six)).isZero();
    }

    @Test
    void aProxyMaySpeakForItself() {
        ban(Ban.Kind.ADDRESS, "203.0.113.9");
        assertThat(answer(line("PROXY UNKNOWN\r\n"))).isZero();
        assertThat(answer(hex(SIGNATURE + "20 00 0000"))).isZero();
        assertThat(answer(hex(SIGNATURE + "20 11 000C" + ADDRESSES))).isZero();
    }

    @Test
    void theNameInACertificateThatTheProxyCheckedIsTheUser() {
        String cn = "20 000E 07 00000000 22 0006 70756D702D37";
        byte[] header = hex(SIGNATURE + "21 11 001D" + ADDRESSES + cn);
        byte[] unchecked =
                hex(SIGNATURE + "21 11 001D" + ADDRESSES + cn.replace("00000000", "00000001"));
        assertThat(answer(header)).isZero();
        ban(Ban.Kind.USER, "pump-7");
        assertThat(answer(header)).isEqualTo(ReasonCode.BANNED.code());
        assertThat(answer(unchecked)).isZero();
    }

    @Test
    void aHeaderMayComeByteByByte() {
        try (TestClient client = new TestClient(broker.port("tcp.proxied"), MqttVersion.V5)) {
            for (byte each : hex(SIGNATURE + "21 11 000C" + ADDRESSES)) {
                client.sendBytes(new byte[] {each});
            }
            client.connect("c", true);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100C00044D5154540502003C0000", // no header
                "50524F58592054435034203120322033203435360D0A", // PROXY TCP4 1 2 3 456
                "50524F58592054435034203A20322033203420350D0A",
                SIGNATURE + "31110000",
                SIGNATURE + "22110000",
                SIGNATURE + "2112000CCB0071097F0000011F40075B", // UDP
                SIGNATURE + "21110004CB007109",
                SIGNATURE + "2111FFFF",
                SIGNATURE + "2111000FCB0071097F0000011F40075B200009", // a part beyond the end
                SIGNATURE + "21110013CB0071097F0000011F40075B03000400000000" // checksum
            })
    void aBadHeaderIsRefused(String bytes) {
        try (TestClient client = new TestClient(broker.port("tcp.proxied"), MqttVersion.V5)) {
            client.sendBytes(hex(bytes));
            client.expectClosed();
        }
        RefusedOnce.in(broker, Cause.PROXY_HEADER_INVALID, "tcp.proxied", "PROXY");
    }

    @Test
    void aLineWithoutAnEndIsRefused() {
        try (TestClient client = new TestClient(broker.port("tcp.proxied"), MqttVersion.V5)) {
            client.sendBytes(line("PROXY TCP4 " + "1".repeat(200)));
            client.expectClosed();
        }
        RefusedOnce.in(broker, Cause.PROXY_HEADER_INVALID, "tcp.proxied", "longer than 107 bytes");
    }

    @Test
    void whoIsNoTrustedProxyIsRefused() {
        try (TestClient client = new TestClient(broker.port("tcp.far"), MqttVersion.V5)) {
            client.expectClosed();
        }
        RefusedOnce.in(
                broker, Cause.PROXY_HEADER_INVALID, "tcp.far", "127.0.0.1 is no trusted proxy");
    }

    @Test
    void aHeaderThatDoesNotComeInTimeIsRefused() {
        try (TestClient client = new TestClient(broker.port("tcp.proxied"), MqttVersion.V5)) {
            client.sendBytes(line("PROXY "));
            client.expectClosed();
        }
        RefusedOnce.in(
                broker,
                Cause.PROXY_HEADER_INVALID,
                "tcp.proxied",
                "sent no PROXY header within 1 s");
    }

    @Test
    void theClientIsTheLastForwardedThatIsNoProxy() {
        ban(Ban.Kind.ADDRESS, "203.0.113.9");
        assertThat(web("X-Forwarded-For: 198.51.100.1, 203.0.113.9, 10.0.0.1"))
                .isEqualTo(ReasonCode.BANNED.code());
        assertThat(web("X-Forwarded-For: 203.0.113.9, 198.51.100.1")).isZero();
        assertThat(web("X-Forwarded-For: [2001:db8::1]:443")).isZero();
        assertThat(web("X: y")).isZero();
        ban(Ban.Kind.USER, "pump-7");
        assertThat(web("X-SSL-Client-CN: pump-7")).isEqualTo(ReasonCode.BANNED.code());
    }

    @Test
    void whatIsForwardedAndNoAddressIsRefused() {
        try (WebClient client = new WebClient(broker.port("ws.web"))) {
            String request =
                    WebClient.request(
                            "/mqtt", "Sec-WebSocket-Protocol: mqtt", "X-Forwarded-For: somebody");
            assertThat(client.ask(request)).startsWith("HTTP/1.1 403 ");
        }
        RefusedOnce.in(broker, Cause.WEBSOCKET_UPGRADE, "ws.web", "holds what is no address");
    }

    private int web(String header) {
        try (WebClient client = new WebClient(broker.port("ws.web"))) {
            String request = WebClient.request("/mqtt", "Sec-WebSocket-Protocol: mqtt", header);
            assertThat(client.ask(request)).startsWith("HTTP/1.1 101 ");
            client.frame(WebClient.BINARY, PacketCodec.bytes(connect(), MqttVersion.V5));
            byte[] answer = client.next().payload();
            return ((ConnAck) PacketCodec.read(answer, 0, answer.length, MqttVersion.V5)).code();
        }
    }
}
