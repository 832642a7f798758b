// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench;

import io.lapwing.protocol.Framing;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.OutgoingPublish;
import io.lapwing.protocol.PacketCodec;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.PublishView;
import io.lapwing.protocol.PublishWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One message through the codec: framed, read in place, and written for one receiver. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PublishPath {
    @Param({"0", "1"})
    int qos;

    @Param({"V3_1_1", "V5"})
    MqttVersion version = MqttVersion.V5;

    private final byte[] out = new byte[256];
    private final PublishView view = new PublishView();
    private final OutgoingPublish outgoing = new OutgoingPublish();
    private byte[] packet = {};

    @Setup
    public void packet() {
        Publish message =
                new Publish(false, qos, false, "plant/7/pump", qos, Properties.EMPTY, new byte[16]);
        packet = PacketCodec.bytes(message, version);
    }

    @Benchmark
    public int readAndWrite() {
        int length = Framing.packetLength(packet, 0, packet.length, 65_536);
        view.read(packet, 0, length, version);
        outgoing.message(view).to(version, qos, qos);
        return PublishWriter.writePublish(outgoing, out, 0);
    }
}
