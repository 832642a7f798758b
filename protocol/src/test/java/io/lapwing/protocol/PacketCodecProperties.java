// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

class PacketCodecProperties {

    @Property(tries = 1000)
    void whatIsWrittenIsReadAgain(@ForAll("packets") Tuple2<MqttVersion, Packet> any) {
        MqttVersion version = any.get1();
        Packet packet = any.get2();
        int size = PacketCodec.size(packet, version);
        byte[] out = new byte[size + 20];

        int end = PacketCodec.write(packet, version, out, 7);

        assertThat(end).isEqualTo(7 + size);
        assertThat(Framing.packetLength(out, 7, out.length, 1 << 20)).isEqualTo(size);
        assertThat(PacketCodec.read(out, 7, size, version)).isEqualTo(packet);
    }

    @Provide
    Arbitrary<Tuple2<MqttVersion, Packet>> packets() {
        return Arbitraries.of(MqttVersion.class)
                .flatMap(version ->
                        PacketArbitraries.packets(version)
                                .map(packet -> Tuple.of(version, packet)));
    }
}
