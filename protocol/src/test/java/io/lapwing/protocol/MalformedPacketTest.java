// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lapwing.protocol.MalformedPacket.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedPacketTest {

    static List<List<String>> malformed() {
        return TestData.rows("malformed.txt");
    }

    /** Those of the packets that are also read in place. */
    static List<List<String>> malformedInPlace() {
        return malformed().stream()
                .filter(row -> "34567".indexOf(row.get(2).charAt(0)) >= 0)
                .toList();
    }

    static List<List<String>> lenient() {
        return TestData.rows("lenient.txt");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatAVersionForbidsIsNamed(List<String> row) {
        byte[] bytes = HandWritten.bytes(row.get(2));
        MalformedPacket fault = faultOf(bytes, TestData.version(row.get(0)));

        assertThat(fault.kind()).isEqualTo(Kind.valueOf(row.get(1)));
        assertThat(fault).hasMessageContaining(row.get(3));
        assertThat(fault.getMessage()).contains("§");
    }

    @ParameterizedTest
    @MethodSource("malformedInPlace")
    void theViewsJudgeLikeTheCodec(List<String> row) {
        byte[] bytes = HandWritten.bytes(row.get(2));
        MqttVersion version = TestData.version(row.get(0));

        MalformedPacket seen =
                catchThrowableOfType(MalformedPacket.class, () -> readInPlace(bytes, version));

        assertThat(seen.kind()).isEqualTo(faultOf(bytes, version).kind());
    }

    private static void readInPlace(byte[] bytes, MqttVersion version) {
        if (Framing.type(bytes[0]) == PacketType.PUBLISH) {
            PublishView view = new PublishView();
            view.read(bytes, 0, bytes.length, version);
            Topics.checkName(bytes, view.topicOffset(), view.topicLength());
        } else {
            new AckView().read(bytes, 0, bytes.length, version);
        }
    }

    @ParameterizedTest
    @MethodSource("lenient")
    void whatAVersionAllowsPasses(List<String> row) {
        byte[] bytes = HandWritten.bytes(row.get(1));
        MqttVersion version = TestData.version(row.get(0));
        assertThat(Framing.packetLength(bytes, 0, bytes.length, 1000)).isEqualTo(bytes.length);

        Packet packet = PacketCodec.read(bytes, 0, bytes.length, version);

        byte[] again = PacketCodec.bytes(packet, version);
        assertThat(PacketCodec.read(again, 0, again.length, version)).isEqualTo(packet);
    }

    @Test
    void eachKindHasTheReasonThatAnMqtt5PeerIsTold() {
        assertThat(reason("10 [ <MQTX> 04 02 003c <id> ]")).isEqualTo(0x81);
        assertThat(reason("10 [ <MQTT> 07 02 003c <id> ]")).isEqualTo(0x84);
        assertThat(reason("10 [ <MQTT> 05 03 003c 00 <id> ]")).isEqualTo(0x81);
        assertThat(reason("10 [ <MQTT> 05 02 003c [ 21 0000 ] <id> ]")).isEqualTo(0x82);
        assertThat(reason("30 [ <a/#> ]")).isEqualTo(0x90);
        assertThat(reason("82 [ 0001 <a#> 00 ]")).isEqualTo(0x8F);
        byte[] alias = HandWritten.bytes("30 [ <a> [ 23 0000 ] ]");
        assertThat(faultOf(alias, MqttVersion.V5).reason().code()).isEqualTo(0x94);
        MalformedPacket large =
                catchThrowableOfType(
                        MalformedPacket.class,
                        () -> Framing.packetLength(HandWritten.bytes("30 ffffff7f"), 0, 5, 1000));
        assertThat(large.reason().code()).isEqualTo(0x95);
    }

    @Test
    void theFaultOfAConnectNamesItsClientWhereverItIs() {
        assertNames("10 [ <MQTT> 05 02 003c [ 21 0000 ] <pump-7> ]", MqttVersion.V5, 5);
        assertNames("10 [ <MQTT> 05 03 003c 00 <pump-7> ]", MqttVersion.V5, 5);
        assertNames("10 [ <MQTT> 04 02 003c <pump-7> 00 ]", MqttVersion.V3_1_1, 4);
        assertNames("10 [ <MQTT> 84 42 003c <pump-7> <pw> ]", MqttVersion.V3_1_1, 0x84);
        assertNames("10 [ <MQIsdp> 03 06 003c <pump-7> <t/#> <p> ]", MqttVersion.V3_1, 3);
        assertNames("10 [ <MQTT> 03 02 003c <pump-7> ]", null, 3);
    }

    private static void assertNames(String packet, MqttVersion version, int level) {
        MalformedPacket fault = faultOf(HandWritten.bytes(packet), MqttVersion.V3_1_1);
        assertThat(fault.clientId()).isEqualTo("pump-7");
        assertThat(fault.version()).isEqualTo(version);
        assertThat(fault.protocolLevel()).isEqualTo(level);
    }

    @Test
    void aClientThatCannotBeReachedIsNull() {
        MalformedPacket fault =
                faultOf(HandWritten.bytes("10 [ <MQTT> 04 02 003c 0003 ff ff ff ]"), null);
        assertThat(fault.clientId()).isNull();
        assertThat(fault.version()).isEqualTo(MqttVersion.V3_1_1);

        MalformedPacket later = faultOf(HandWritten.bytes("10 [ <MQTT> 06 02 003c 00 <a> ]"), null);
        assertThat(later.clientId()).isNull();
        assertThat(later.version()).isNull();
        assertThat(later.protocolLevel()).isEqualTo(6);
    }

    @Test
    void aFaultIsThePeersAndHasNoStackTrace() {
        assertThat(faultOf(HandWritten.bytes("36 [ <a> 0001 ]"), MqttVersion.V5).getStackTrace())
                .isEmpty();
    }

    private static int reason(String packet) {
        return faultOf(HandWritten.bytes(packet), MqttVersion.V3_1_1).reason().code();
    }

    private static MalformedPacket faultOf(byte[] bytes, MqttVersion version) {
        MalformedPacket fault =
                catchThrowableOfType(
                        MalformedPacket.class,
                        () -> PacketCodec.read(bytes, 0, bytes.length, version));
        assertThat(fault).isNotNull();
        return fault;
    }
}
