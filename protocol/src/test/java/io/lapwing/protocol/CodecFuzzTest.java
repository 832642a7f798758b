// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.lapwing.protocol.MalformedPacket.Kind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Arbitrary bytes in arbitrary pieces end in packets or in a fault, in bounded memory, and the
 * pieces make no difference. Jazzer drives it with JAZZER_FUZZ=1 and -Djazzer.hooks=true; else only
 * seeds run, changed by a random source that starts from a fixed number.
 */
class CodecFuzzTest {
    private static final int PACKET_BYTES_MAX = 4096;
    private static final int ROUNDS = 40_000;
    private static final long SEED = 20_261_123;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What came of a stream: its packets, and the fault that ended it. */
    record Outcome(List<Packet> packets, List<Kind> fault) {}

    @FuzzTest(maxDuration = "60s")
    void anyBytesEndInPacketsOrAFault(byte[] data) {
        fuzzerTestOneInput(data);
    }

    @Test
    void changedSeedsEndInPacketsOrAFault() {
        List<byte[]> seeds = seeds();
        Random random = new Random(SEED);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] data = seeds.get(random.nextInt(seeds.size())).clone();
            for (int changes = random.nextInt(4); changes > 0 && data.length > 1; changes--) {
                data = changed(data, random, seeds);
            }
            try {
                refused += fuzzerTestOneInput(data).fault.size();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + SEED + " round " + round + " " + HexFormat.of().formatHex(data),
                        e);
            }
        }
        assertThat(refused).isBetween(ROUNDS / 4, ROUNDS - ROUNDS / 10);
    }

    private static byte[] changed(byte[] data, Random random, List<byte[]> seeds) {
        int at = random.nextInt(data.length);
        switch (random.nextInt(5)) {
            case 0 -> data[at] = (byte) random.nextInt();
            case 1 -> data[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                return Arrays.copyOf(data, at + 1);
            }
            case 3 -> data[at] = (byte) 0xFF;
            default -> {
                byte[] next = seeds.get(random.nextInt(seeds.size()));
                byte[] both = Arrays.copyOf(data, data.length + next.length - 1);
                System.arraycopy(next, 1, both, data.length, next.length - 1);
                return both;
            }
        }
        return data;
    }

    /** The first byte of a seed chooses the version and how it is cut; the packet follows. */
    private static List<byte[]> seeds() {
        Stream<String> captured =
                TestData.lines("captured.txt").stream()
                        .filter(line -> !line.startsWith(" "))
                        .map(line -> line.split(" ")[0] + " | fine | " + line.split(" ")[2]);
        Stream<String> malformed = TestData.lines("malformed.txt").stream();
        return Stream.concat(captured, malformed)
                .map(line -> line.split(" \\| "))
                .map(CodecFuzzTest::seed)
                .toList();
    }

    private static byte[] seed(String[] row) {
        int version = TestData.version(row[0]).level() - MqttVersion.V3_1.level();
        byte[] packet = HandWritten.bytes(row[2]);
        byte[] seed = new byte[packet.length + 1];
        seed[0] = (byte) (version + 3 * (packet.length % 7) + (packet[0] == 0x10 ? 0x40 : 0));
        System.arraycopy(packet, 0, seed, 1, packet.length);
        return seed;
    }

    Outcome fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return new Outcome(List.of(), List.of());
        }
        MqttVersion version = List.of(MqttVersion.values()).get((data[0] & 0x3F) % 3);
        boolean first = (data[0] & 0x40) != 0;
        byte[] stream = Arrays.copyOfRange(data, 1, data.length);
        Random cuts = new Random(data[0]);

        long bound = 1_000_000 + 100L * stream.length;
        long before = threads.getCurrentThreadAllocatedBytes();
        Outcome whole = read(stream, version, first, () -> stream.length);
        if (threads.getCurrentThreadAllocatedBytes() - before > bound) {
            // The first time may have loaded and instrumented classes; the second has not.
            before = threads.getCurrentThreadAllocatedBytes();
            whole = read(stream, version, first, () -> stream.length);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(bound);
        }
        Outcome pieces = read(stream, version, first, () -> 1 + cuts.nextInt(9));

        assertThat(pieces.packets).isEqualTo(whole.packets);
        assertSameFault(pieces, whole);
        return whole;
    }

    /** How early bytes come may decide which of two faults of a first packet is found first. */
    private static void assertSameFault(Outcome pieces, Outcome whole) {
        if (!pieces.fault.equals(List.of(Kind.TOO_LARGE)) || !whole.packets.isEmpty()) {
            assertThat(pieces.fault).isEqualTo(whole.fault);
        }
    }

    private static Outcome read(
            byte[] stream, MqttVersion version, boolean first, IntSupplier piece) {
        List<Packet> packets = new ArrayList<>();
        int at = 0;
        int limit = 0;
        try {
            while (limit < stream.length) {
                limit = Math.min(stream.length, limit + piece.getAsInt());
                if (first && packets.isEmpty()) {
                    Framing.checkFirst(stream, at, limit);
                }
                int length = Framing.packetLength(stream, at, limit, PACKET_BYTES_MAX);
                while (length != Framing.INCOMPLETE && at + length <= limit) {
                    packets.add(readPacket(stream, at, length, version));
                    at += length;
                    length = Framing.packetLength(stream, at, limit, PACKET_BYTES_MAX);
                }
            }
        } catch (MalformedPacket fault) {
            assertThat(fault.getMessage()).isNotBlank().hasSizeLessThan(600);
            return new Outcome(packets, List.of(fault.kind()));
        }
        return new Outcome(packets, List.of());
    }

    private static Packet readPacket(byte[] stream, int at, int length, MqttVersion version) {
        MalformedPacket inPlace = faultInPlace(stream, at, length, version);
        Packet packet;
        try {
            packet = PacketCodec.read(stream, at, length, version);
        } catch (MalformedPacket fault) {
            int type = Framing.type(stream[at]);
            assertThat(inPlace != null)
                    .isEqualTo(type >= PacketType.PUBLISH && type <= PacketType.PUBCOMP);
            throw fault;
        }
        assertThat(inPlace).isNull();
        byte[] again = PacketCodec.bytes(packet, version);
        assertThat(PacketCodec.read(again, 0, again.length, version)).isEqualTo(packet);
        return packet;
    }

    /** What the views say of the same bytes, which must be what the codec says. */
    private static MalformedPacket faultInPlace(
            byte[] stream, int at, int length, MqttVersion version) {
        int type = Framing.type(stream[at]);
        try {
            if (type == PacketType.PUBLISH) {
                PublishView view = new PublishView();
                view.read(stream, at, length, version);
                if (view.topicLength() > 0) {
                    Topics.checkName(stream, view.topicOffset(), view.topicLength());
                }
            } else if (type >= PacketType.PUBACK && type <= PacketType.PUBCOMP) {
                new AckView().read(stream, at, length, version);
            }
        } catch (MalformedPacket fault) {
            return fault;
        }
        return null;
    }
}
