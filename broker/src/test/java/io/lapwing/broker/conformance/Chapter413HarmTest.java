// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.hex;
import static io.lapwing.broker.conformance.Bytes.join;
import static io.lapwing.broker.conformance.Bytes.packet;
import static io.lapwing.broker.conformance.Bytes.raw;
import static io.lapwing.broker.conformance.Bytes.two;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Requirement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a client sends, the others go on (3.1.1 §4.8, 5.0 §4.13). */
class Chapter413HarmTest extends OverTheWire {
    private static final int ROUNDS = 300;

    private static List<byte[]> seeds(MqttVersion version) {
        byte[] none = Wire.properties(version);
        byte[] some = Wire.properties(version, hex("01 01 02 0000000a 03 0001 74 09 0001 78"));
        return List.of(
                packet(0x30, "a/b", none, raw("payload")),
                packet(0x3D, "a/b", two(5), some, raw("payload")),
                packet(0x82, two(1), Wire.properties(version, 0x0B, 7), "a/+/#", 1, "b", 0),
                packet(0xA2, two(2), none, "a/+/#", "b"),
                packet(0x40, two(1)),
                packet(0x50, two(1)),
                packet(0x62, two(1)),
                packet(0x70, two(1)),
                packet(0xC0),
                version.isV5() ? packet(0xF0, 0x18, Wire.properties(version, 0x15, "m")) : none);
    }

    /** Right packets with some bytes changed, inserted or left out, in any order. */
    private static byte[] mutated(Random random, List<byte[]> seeds) {
        byte[] stream = {};
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            byte[] packet = seeds.get(random.nextInt(seeds.size())).clone();
            for (int j = random.nextInt(3); j > 0 && packet.length > 0; j--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            }
            int keep = random.nextInt(8) == 0 ? random.nextInt(packet.length + 1) : packet.length;
            stream = join(stream, Arrays.copyOf(packet, keep));
        }
        return stream;
    }

    @ParameterizedTest
    @EnumSource
    @Requirement(v3 = "MQTT-4.8.0-1", v5 = "MQTT-4.13.1-1")
    void noBytesHarmTheOthers(MqttVersion version) {
        String topic = fresh();
        Wire receiver = receiver(version, topic, 1);
        Wire publisher = in(version);
        Random random = new Random(20_261_125);
        List<byte[]> seeds = seeds(version);

        for (int i = 1; i <= ROUNDS; i++) {
            Wire client = in(version);
            client.sendBytes(mutated(random, seeds));
            client.close();
            publisher.publish(1, i, topic, "m" + i).expect(0x40, two(i));
            Got got = receiver.expectMessage("m" + i);
            receiver.ack(Got.PUBACK, got.publishId());
        }
        receiver.ping();
    }
}
