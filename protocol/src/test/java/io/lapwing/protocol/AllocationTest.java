// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The publish path makes no objects: a garbage collector's pause would be everybody's latency. */
class AllocationTest {
    private static final int ROUNDS = 20_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PublishView view = new PublishView();
    private final AckView ack = new AckView();
    private final OutgoingPublish out = new OutgoingPublish();
    private final byte[] result = new byte[1000];

    @Test
    void readingCheckingAndWritingAPublishAllocatesNothing() {
        byte[] mqtt3 = HandWritten.bytes("32 [ <plant/7/temperature> 0007 '21.5' ]");
        byte[] mqtt5 =
                HandWritten.bytes(
                        "34 [ <plant/7/temperature> 0007 [ 01 01 02 00000064 03 <text> 08 <re/å>"
                                + " 09 0003 010203 23 0001 26 <k> <v> 26 <k> <v> ] '21.5' ]");
        int[] subscriptionIds = {7, 300};

        assertNoAllocation(() -> {
            pass(mqtt3, MqttVersion.V3_1_1, subscriptionIds);
            pass(mqtt5, MqttVersion.V5, subscriptionIds);
        });
    }

    private void pass(byte[] packet, MqttVersion from, int[] subscriptionIds) {
        int length = Framing.packetLength(packet, 0, packet.length, 1000);
        view.read(packet, 0, length, from);
        Topics.checkName(packet, view.topicOffset(), view.topicLength());
        out.message(view);
        int size = 0;
        for (int qos = 0; qos < 3; qos++) {
            size += PublishWriter.publishSize(out.to(MqttVersion.V3_1_1, qos, qos));
            PublishWriter.writePublish(out, result, 0);
            out.to(MqttVersion.V5, qos, qos).messageExpirySeconds(5);
            size += PublishWriter.publishSize(out.subscriptionIds(subscriptionIds, qos));
            PublishWriter.writePublish(out, result, 0);
        }
        assertSizes(size);
    }

    private static void assertSizes(int size) {
        if (size < 6 * 20) {
            throw new AssertionError("nothing was written");
        }
    }

    @Test
    void readingAndWritingAcknowledgementsAllocatesNothing() {
        byte[] plain = HandWritten.bytes("62 [ 0007 ]");
        byte[] explained = HandWritten.bytes("40 [ 0007 97 [ 1f <over quota> 26 <k> <v> ] ]");

        assertNoAllocation(() -> {
            ack.read(plain, 0, plain.length, MqttVersion.V3_1_1);
            PublishWriter.writeAck(result, 0, PacketType.PUBCOMP, ack.packetId());
            ack.read(explained, 0, explained.length, MqttVersion.V5);
            PublishWriter.writeAck(
                    result, 0, PacketType.PUBREL, ack.packetId(), ack.reasonCode() & 0x80);
        });
    }

    private void assertNoAllocation(Runnable work) {
        for (int i = 0; i < 2000; i++) {
            work.run(); // classes are loaded and initialised here
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            work.run();
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(bytes).as("bytes allocated in %d rounds", ROUNDS).isLessThan(ROUNDS);
    }
}
