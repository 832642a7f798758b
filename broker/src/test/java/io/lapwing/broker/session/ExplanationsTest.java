// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Requirement;
import io.lapwing.protocol.SubAck;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationsTest {
    private static final Properties TOLD =
            Properties.builder()
                    .text(Property.REASON_STRING, "because of a long reason")
                    .user("name", "value")
                    .build();

    static List<Packet> answers() {
        return List.of(
                new ConnAck(false, 0, TOLD),
                new PubAck(7, ReasonCode.NOT_AUTHORIZED, TOLD),
                new SubAck(7, List.of(ReasonCode.SUCCESS), TOLD),
                new Disconnect(ReasonCode.SERVER_BUSY, TOLD));
    }

    @ParameterizedTest
    @MethodSource("answers")
    @Requirement({
        "MQTT-3.2.2-19",
        "MQTT-3.2.2-20",
        "MQTT-3.4.2-2",
        "MQTT-3.4.2-3",
        "MQTT-3.9.2-1",
        "MQTT-3.9.2-2",
        "MQTT-3.14.2-3",
        "MQTT-3.14.2-4"
    })
    void theReasonStringGoesFirstThenTheUserProperties(Packet packet) {
        int whole = PacketCodec.size(packet, MqttVersion.V5);

        Packet brief = Explanations.without(packet, whole - 1, MqttVersion.V5);
        Packet briefest = Explanations.without(packet, 12, MqttVersion.V5);

        assertThat(brief.toString()).contains("name=value").doesNotContain("because");
        assertThat(briefest.toString()).doesNotContain("name=value").doesNotContain("because");
        assertThat(PacketCodec.size(briefest, MqttVersion.V5)).isLessThanOrEqualTo(12);
    }
}
