// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CapturedPacketsTest {

    /** What each packet means, a line for a line of the capture. */
    static List<List<String>> captured() {
        List<String> lines = TestData.lines("captured.txt");
        List<List<String>> pairs = new java.util.ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            pairs.add(List.of(lines.get(i), lines.get(i + 1).strip()));
        }
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("captured")
    void aPacketOfARealClientMeansWhatItSent(List<String> captured) {
        MqttVersion version = TestData.version(captured.get(0).split(" ")[0]);
        byte[] bytes = HexFormat.of().parseHex(captured.get(0).split(" ")[2]);

        Packet packet = PacketCodec.read(bytes, 0, bytes.length, version);

        assertThat(packet.toString()).isEqualTo(captured.get(1));
        byte[] again = PacketCodec.bytes(packet, version);
        assertThat(PacketCodec.read(again, 0, again.length, version)).isEqualTo(packet);
        if (!version.isV5()) {
            assertThat(again).isEqualTo(bytes); // MQTT 3 has one way to say a thing
        } else {
            assertThat(again.length).isLessThanOrEqualTo(bytes.length);
        }
    }

    @Test
    void thePasswordOfACapturedConnectIsReadAndNotShown() {
        String hex =
                "103200044d51545404f6001e00077061686f2d763400096c6f73742f7061686f0004676f6e65"
                        + "0004616e6e610006733363726574";
        byte[] bytes = HexFormat.of().parseHex(hex);

        Connect connect = (Connect) PacketCodec.read(bytes, 0, bytes.length, MqttVersion.V3_1_1);

        assertThat(connect.password()).asString().isEqualTo("s3cret");
        assertThat(connect.toString()).doesNotContain("s3cret").contains("password=hidden");
    }
}
