// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishViewTest {
    private final PublishView view = new PublishView();

    @Test
    void thePartsOfAnMqtt3PublishLieWhereTheyCameIn() {
        byte[] bytes = HandWritten.bytes("ffff 3b [ <a/b> 1234 'hello' ] ff");

        view.read(bytes, 2, bytes.length - 3, MqttVersion.V3_1_1);

        assertThat(view.qos()).isEqualTo(1);
        assertThat(view.dup()).isTrue();
        assertThat(view.retain()).isTrue();
        assertThat(bytes[view.topicOffset()]).isEqualTo((byte) 'a');
        assertThat(view.topicLength()).isEqualTo(3);
        assertThat(view.packetIdOffset()).isEqualTo(9);
        assertThat(view.packetId()).isEqualTo(0x1234);
        assertThat(view.propertiesLength()).isZero();
        assertThat(view.payloadOffset()).isEqualTo(11);
        assertThat(view.payloadLength()).isEqualTo(5);
        assertThat(view.topicAlias()).isZero();
        assertThat(view.messageExpirySeconds()).isEqualTo(-1);
        assertThat(view.hasSubscriptionId()).isFalse();
    }

    @Test
    void thePropertiesOfAnMqtt5PublishAreSeen() {
        byte[] bytes =
                HandWritten.bytes("30 [ <> [ 01 01 02 fffffffe 23 0007 0b 03 26 <k> <v> ] 'x' ]");

        view.read(bytes, 0, bytes.length, MqttVersion.V5);

        assertThat(view.topicLength()).isZero();
        assertThat(view.topicAlias()).isEqualTo(7);
        assertThat(view.messageExpirySeconds()).isEqualTo(0xFFFF_FFFEL);
        assertThat(view.hasSubscriptionId()).isTrue();
        assertThat(view.payloadFormatIndicator()).isEqualTo(1);
        assertThat(view.packetIdOffset()).isEqualTo(-1);
        assertThat(view.packetId()).isZero();
        assertThat(view.propertiesOffset()).isEqualTo(5);
        assertThat(view.propertiesLength()).isEqualTo(19);
        assertThat(view.payloadOffset()).isEqualTo(24);
        assertThat(view.payloadLength()).isEqualTo(1);
    }

    @Test
    void nothingOfTheLastPacketIsLeftInTheNext() {
        byte[] rich = HandWritten.bytes("34 [ <a> 0009 [ 02 00000005 23 0007 0b 03 ] 'x' ]");
        byte[] plain = HandWritten.bytes("30 [ <a> 00 ]");

        view.read(rich, 0, rich.length, MqttVersion.V5);
        view.read(plain, 0, plain.length, MqttVersion.V5);

        assertThat(view.qos()).isZero();
        assertThat(view.packetId()).isZero();
        assertThat(view.topicAlias()).isZero();
        assertThat(view.messageExpirySeconds()).isEqualTo(-1);
        assertThat(view.hasSubscriptionId()).isFalse();
        assertThat(view.propertiesLength()).isZero();
        assertThat(view.payloadLength()).isZero();
    }

    @Test
    void anAcknowledgementIsReadInEveryForm() {
        assertAck("40 [ 0102 ]", MqttVersion.V3_1, PacketType.PUBACK, 0x0102, 0);
        assertAck("62 [ 0102 ]", MqttVersion.V3_1_1, PacketType.PUBREL, 0x0102, 0);
        assertAck("50 [ ffff 97 ]", MqttVersion.V5, PacketType.PUBREC, 0xFFFF, 0x97);
        assertAck("70 [ 0001 92 00 ]", MqttVersion.V5, PacketType.PUBCOMP, 1, 0x92);
        assertAck(
                "40 [ 0001 10 [ 1f <none> 26 <k> <v> 26 <k> <v> ] ]",
                MqttVersion.V5,
                PacketType.PUBACK,
                1,
                0x10);
    }

    private static void assertAck(
            String packet, MqttVersion version, int type, int packetId, int reason) {
        byte[] bytes = HandWritten.bytes(packet);
        AckView ack = new AckView();

        ack.read(bytes, 0, bytes.length, version);

        assertThat(ack.type()).isEqualTo(type);
        assertThat(ack.packetId()).isEqualTo(packetId);
        assertThat(ack.reasonCode()).isEqualTo(reason);
    }
}
