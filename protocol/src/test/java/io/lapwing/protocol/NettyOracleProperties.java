// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Another codec reads what ours writes, and ours reads what that one writes of it. */
class NettyOracleProperties {
    private static final int PACKET_BYTES_MAX = 1 << 20;

    @Property(tries = 1000)
    void nettyReadsWhatWeWriteAndWeReadWhatNettyWrites(
            @ForAll("packets") Tuple2<MqttVersion, Packet> any) {
        MqttVersion version = any.get1();
        Packet packet = any.get2();
        EmbeddedChannel netty =
                new EmbeddedChannel(
                        new MqttDecoder(PACKET_BYTES_MAX, 65_535), MqttEncoder.INSTANCE);
        Connect hello =
                new Connect(version, false, "a", true, 0, null, null, null, Properties.EMPTY);
        through(netty, PacketCodec.bytes(hello, version)); // tells it the version

        byte[] again = through(netty, PacketCodec.bytes(packet, version));

        assertThat(PacketCodec.read(again, 0, again.length, version)).isEqualTo(packet);
    }

    private static byte[] through(EmbeddedChannel netty, byte[] bytes) {
        netty.writeInbound(Unpooled.wrappedBuffer(bytes));
        MqttMessage message = netty.readInbound();
        assertThat(message.decoderResult().isSuccess())
                .as("%s", message.decoderResult().cause())
                .isTrue();
        netty.writeOutbound(message);
        ByteBuf out = Unpooled.buffer();
        for (ByteBuf part = netty.readOutbound(); part != null; part = netty.readOutbound()) {
            out.writeBytes(part);
            part.release();
        }
        return ByteBufUtil.getBytes(out);
    }

    @Provide
    Arbitrary<Tuple2<MqttVersion, Packet>> packets() {
        return Arbitraries.of(MqttVersion.class)
                .flatMap(version ->
                        PacketArbitraries.packets(version)
                                .filter(NettyOracleProperties::nettyKnows)
                                .map(packet -> Tuple.of(version, packet)));
    }

    /** It does not know bridges, and wants 1 to 23 characters of client id in 3.1. */
    private static boolean nettyKnows(Packet packet) {
        return !(packet instanceof Connect connect)
                || (!connect.bridge()
                        && (connect.version() != MqttVersion.V3_1
                                || (!connect.clientId().isEmpty()
                                        && connect.clientId().length() <= 23)));
    }
}
