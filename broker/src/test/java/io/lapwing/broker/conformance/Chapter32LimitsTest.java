// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.NONE;
import static io.lapwing.broker.conformance.Bytes.raw;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that offers less than it could, and says so (5.0 §3.2.2.3). */
class Chapter32LimitsTest extends OverTheWire {

    Chapter32LimitsTest() {
        super(
                "workers", "1",
                "max_qos", "1",
                "retain_available", "off",
                "max_message_size", "1000");
    }

    @Test
    @Requirement("MQTT-3.2.2-9")
    void connackTellsWhatIsNotOffered() {
        Got answer = open(V5).connect(0x02, NONE, fresh()).accepted();

        assertThat(answer.number(0x24, 2)).as("maximum QoS").isEqualTo(1);
        assertThat(answer.number(0x25, 1)).as("retain available").isZero();
        assertThat(answer.number(0x27, 0)).as("maximum packet size").isEqualTo(1_000);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("MQTT-3.2.2-11")
    void aMessageAboveTheMaximumQosEndsTheConnection(MqttVersion version) {
        Wire client = in(version);

        client.publish(2, 1, fresh(), "x");

        client.expectEnd(0x9B);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("MQTT-3.2.2-14")
    void aRetainedMessageEndsTheConnectionWhereThereAreNone(MqttVersion version) {
        Wire client = in(version);

        client.send(0x31, fresh(), client.properties(), raw("x"));

        client.expectEnd(0x9A);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("MQTT-3.2.2-15")
    void aPacketAboveTheMaximumSizeEndsTheConnection(MqttVersion version) {
        Wire client = in(version);

        client.publish(0, 0, fresh(), "x".repeat(1_000));

        client.expectEnd(0x95);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("MQTT-3.2.2-10")
    void subscriptionsOfEveryQosAreTaken(MqttVersion version) {
        String topic = fresh();
        Wire client = in(version);

        client.sendSubscribe(1, topic, 2);

        assertThat(client.next(Got.SUBACK).codes()).containsExactly(1);
        in(version).publish(1, 1, topic, "x").expect(0x40, two(1));
        assertThat(client.expectMessage("x").qos()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("MQTT-3.2.2-12")
    void aWillAboveTheMaximumQosIsRefused(MqttVersion version) {
        Wire client = open(version);

        client.connect(0x16, NONE, fresh(), client.properties(), "will", "bye");

        client.expectRefused(0x9B, 0);
    }

    @ParameterizedTest
    @EnumSource
    @Requirement("MQTT-3.2.2-13")
    void aRetainedWillIsRefusedWhereThereAreNone(MqttVersion version) {
        Wire client = open(version);

        client.connect(0x26, NONE, fresh(), client.properties(), "will", "bye");

        client.expectRefused(0x9A, 0);
    }
}
