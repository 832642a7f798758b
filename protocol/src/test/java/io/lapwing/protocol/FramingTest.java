// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.Framing.INCOMPLETE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lapwing.protocol.MalformedPacket.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
    private static final int NO_LIMIT = 1 << 29;

    @ParameterizedTest
    @CsvSource({
        "c000, 2",
        "307f, 129",
        "308001, 131",
        "30ff7f, 16386",
        "30808001, 16388",
        "30ffff7f, 2097155",
        "3080808001, 2097157",
        "30ffffff7f, 268435460",
        "30808000, 4",
    })
    void theLengthIsKnownAsSoonAsTheHeaderIsThere(String hex, int length) {
        byte[] header = HandWritten.bytes("ffff " + hex);

        for (int limit = 2; limit < header.length; limit++) {
            assertThat(Framing.packetLength(header, 2, limit, NO_LIMIT)).isEqualTo(INCOMPLETE);
        }
        assertThat(Framing.packetLength(header, 2, header.length, NO_LIMIT)).isEqualTo(length);
    }

    @Test
    void aRemainingLengthOfFiveBytesIsMalformedAtItsFourthByte() {
        byte[] header = HandWritten.bytes("30 80 80 80 80");

        assertThat(Framing.packetLength(header, 0, 4, NO_LIMIT)).isEqualTo(INCOMPLETE);
        MalformedPacket fault = fault(() -> Framing.packetLength(header, 0, 5, NO_LIMIT));
        assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
        assertThat(fault).hasMessageContaining("PUBLISH has a remaining length of more than four");
    }

    @Test
    void aPacketOverTheLimitIsRefusedBeforeItsBodyComes() {
        byte[] header = HandWritten.bytes("30 e8 07"); // 1000 bytes of body

        assertThat(Framing.packetLength(header, 0, 3, 1003)).isEqualTo(1003);
        MalformedPacket fault = fault(() -> Framing.packetLength(header, 0, 3, 1002));
        assertThat(fault.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(fault).hasMessageContaining("PUBLISH of 1003 bytes, more than the 1002 allowed");
    }

    @Test
    void aConnectOverTheLimitNamesItsClientIfThatHasCome() {
        byte[] bytes =
                HandWritten.bytes("10 ff7f 0004 'MQTT' 05 c2 003c [ 21 0005 ] <pump-7> 0009");

        MalformedPacket fault = fault(() -> Framing.packetLength(bytes, 0, bytes.length, 16_000));
        assertThat(fault.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(fault.version()).isEqualTo(MqttVersion.V5);
        assertThat(fault.clientId()).isEqualTo("pump-7");
        MalformedPacket early = fault(() -> Framing.packetLength(bytes, 0, 9, 16_000));
        assertThat(early.version()).isNull();
        assertThat(early.clientId()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'G'",
                "16 03 01",
                "'SSH-2.0-OpenSSH_9.2'",
                "'PROXY TCP4 198.51.100.7'",
                "0d0a",
                "00",
                "20 02",
                "c0 00",
                "12",
                "10 0c 01",
                "10 0c 00 05",
                "10 0c 00 04 'MQt'",
                "10 0c 00 04 'X'",
                "10 0c 00 06 'MQIsdq'",
                "10 8c 01 00 04 'H'",
                "10 01 01 04 'MQTT'",
            })
    void whatCannotBecomeAConnectIsKnownFromItsFirstBytes(String start) {
        byte[] bytes = HandWritten.bytes(start);

        assertThat(Framing.notMqtt(bytes, 0, bytes.length)).isTrue();
        assertThat(fault(() -> Framing.checkFirst(bytes, 0, bytes.length)).kind())
                .isEqualTo(Kind.NOT_MQTT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10 0c 00 04 'MQTT' 04 02 003c 0000",
                "10 0c 00 04 'MQTT' 84 02 003c 0000",
                "10 0c 00 04 'MQTT' 05 02 003c 00 0000",
                "10 0c 00 06 'MQIsdp' 03 02 003c 0000",
                "10 0c 00 06 'MQIsdp' 83 02 003c 0000",
                "10 ff ff ff 7f 00 04 'MQTT' 04",
                "10 02 00 04 'GET '",
                "10 00 'GET '",
                "10 06 00 04 'MQTT' 09",
            })
    void noStartOfAConnectIsTakenForSomethingElse(String start) {
        byte[] bytes = HandWritten.bytes("ff" + start);

        for (int limit = 1; limit <= bytes.length; limit++) {
            assertThat(Framing.notMqtt(bytes, 1, limit)).isFalse();
            Framing.checkFirst(bytes, 1, limit);
        }
    }

    @Test
    void anUnknownVersionIsRefusedAtItsLevelByte() {
        byte[] bytes = HandWritten.bytes("10 0c 00 04 'MQTT' 06");

        Framing.checkFirst(bytes, 0, bytes.length - 1);
        MalformedPacket fault = fault(() -> Framing.checkFirst(bytes, 0, bytes.length));
        assertThat(fault.kind()).isEqualTo(Kind.UNSUPPORTED_VERSION);
        assertThat(fault.protocolLevel()).isEqualTo(6);
    }

    @Test
    void theFirstBytesAreShownEscapedAndAtMost32() {
        byte[] http = "GET / HTTP/1.1\r\nHost: broker.example\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] tls = HandWritten.bytes("16 03 01 02 00 5c 22");

        assertThat(fault(() -> Framing.checkFirst(http, 0, http.length)))
                .hasMessageContaining("but HTTP: \"GET / HTTP/1.1\\r\\nHost: broker.exa\"...");
        assertThat(fault(() -> Framing.checkFirst(tls, 0, tls.length)))
                .hasMessageContaining("but a TLS handshake: \"\\x16\\x03\\x01\\x02\\x00\\\\\\\"\"");
    }

    private static MalformedPacket fault(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(MalformedPacket.class, call);
    }
}
