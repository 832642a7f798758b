// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MqttVersion.V3_1_1;
import static io.lapwing.protocol.MqttVersion.V5;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PublishWriterTest {
    private final PublishView view = new PublishView();
    private final OutgoingPublish out = new OutgoingPublish();

    @Test
    void qos0ToQos0LeavesAsTheBytesThatCameIn() {
        came("30 [ <a/b> 'hello' ]", V3_1_1);
        assertLeaves("30 [ <a/b> 'hello' ]", out.to(MqttVersion.V3_1, 0, 0));
        came("30 [ <a/b> [ 03 <text> ] 'hello' ]", V5);
        assertLeaves("30 [ <a/b> [ 03 <text> ] 'hello' ]", out.to(V5, 0, 0));
    }

    @Test
    void dupAndRetainAreTheReceiversNotTheSenders() {
        came("3d [ <a> 0001 'x' ]", V3_1_1);
        assertLeaves("34 [ <a> 0902 'x' ]", out.to(V3_1_1, 2, 0x0902));
        assertLeaves("3b [ <a> 0903 'x' ]", out.to(V3_1_1, 1, 0x0903).dup(true).retain(true));
    }

    @Test
    void aPacketIdIsPutInAndLeftOut() {
        came("30 [ <a> 'x' ]", V3_1_1);
        assertLeaves("32 [ <a> 0007 'x' ]", out.to(V3_1_1, 1, 7));
        came("34 [ <a> 0007 [ 03 <t> ] 'x' ]", V5);
        assertLeaves("30 [ <a> [ 03 <t> ] 'x' ]", out.to(V5, 0, 0));
    }

    @Test
    void propertiesAreForMqtt5Only() {
        came("32 [ <a> 0001 [ 03 <t> ] 'x' ]", V5);
        assertLeaves("32 [ <a> 0002 'x' ]", out.to(V3_1_1, 1, 2));
        came("32 [ <a> 0001 'x' ]", V3_1_1);
        assertLeaves("32 [ <a> 0002 00 'x' ]", out.to(V5, 1, 2));
    }

    @Test
    void theSendersAliasStaysHereAndTheExpiryIsWhatIsLeft() {
        came("30 [ <> [ 03 <t> 23 0001 02 00000064 26 <k> <v> ] 'x' ]", V5);
        byte[] name = "a/b".getBytes(StandardCharsets.UTF_8);
        out.topic(name, 0, 3);

        assertLeaves(
                "30 [ <a/b> [ 03 <t> 02 00000030 26 <k> <v> ] 'x' ]",
                out.to(V5, 0, 0).messageExpirySeconds(0x30));
        assertLeaves("30 [ <a/b> 'x' ]", out.to(V3_1_1, 0, 0));
    }

    @Test
    void anExpiryBeforeTheAliasIsPatchedToo() {
        came("30 [ <a> [ 02 00000064 23 0001 ] 'x' ]", V5);
        assertLeaves("30 [ <a> [ 02 00000001 ] 'x' ]", out.to(V5, 0, 0).messageExpirySeconds(1));
        came("30 [ <a> [ 02 00000064 ] 'x' ]", V5);
        assertLeaves("30 [ <a> [ 02 00000001 ] 'x' ]", out.to(V5, 0, 0).messageExpirySeconds(1));
        came("30 [ <a> [ 03 <t> ] 'x' ]", V5);
        assertLeaves("30 [ <a> [ 03 <t> ] 'x' ]", out.to(V5, 0, 0).messageExpirySeconds(1));
    }

    @Test
    void subscriptionIdsAndTheReceiversAliasArePutFirst() {
        came("30 [ <a> [ 03 <t> ] 'x' ]", V5);
        assertLeaves(
                "30 [ <a> [ 23 0102 0b 01 0b ac02 03 <t> ] 'x' ]",
                out.to(V5, 0, 0).topicAlias(0x102).subscriptionIds(new int[] {1, 300, 9}, 2));
    }

    @Test
    void aLongerHeaderThanNeededIsNotPassedOn() {
        came("30 84 00 <a> 'x'", V3_1_1);
        assertLeaves("30 [ <a> 'x' ]", out.to(V3_1_1, 0, 0));
    }

    @Test
    void aMessageOfOurOwnHasNoSource() {
        byte[] name = "$SYS/uptime".getBytes(StandardCharsets.UTF_8);
        byte[] payload = "12 s".getBytes(StandardCharsets.UTF_8);
        out.message(name, payload);
        assertLeaves("33 [ <$SYS/uptime> 0001 00 '12 s' ]", out.to(V5, 1, 1).retain(true));
    }

    @Test
    void anAcknowledgementIsFourBytesAndFiveWithAReason() {
        byte[] bytes = new byte[5];
        assertThat(PublishWriter.writeAck(bytes, 1, PacketType.PUBREL, 0x0203)).isEqualTo(5);
        assertThat(bytes).isEqualTo(HandWritten.bytes("00 62 [ 0203 ]"));
        assertThat(PublishWriter.writeAck(bytes, 0, PacketType.PUBACK, 0x0203, 0)).isEqualTo(4);
        assertThat(bytes).startsWith(HandWritten.bytes("40 [ 0203 ]"));
        assertThat(PublishWriter.writeAck(bytes, 0, PacketType.PUBREC, 0x0203, 0x87)).isEqualTo(5);
        assertThat(bytes).isEqualTo(HandWritten.bytes("50 [ 0203 87 ]"));
    }

    private void came(String packet, MqttVersion version) {
        byte[] bytes = HandWritten.bytes("eeee" + packet);
        view.read(bytes, 2, bytes.length - 2, version);
        out.message(view);
    }

    private static void assertLeaves(String packet, OutgoingPublish publish) {
        byte[] wanted = HandWritten.bytes(packet);
        byte[] bytes = new byte[wanted.length];

        assertThat(PublishWriter.publishSize(publish)).isEqualTo(wanted.length);
        assertThat(PublishWriter.writePublish(publish, bytes, 0)).isEqualTo(wanted.length);

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(HexFormat.of().formatHex(wanted));
    }
}
