// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class PackingTest {
    private static final int LENGTH = Packing.VALUES_MAX;

    private final Packing packing = new Packing();

    @Test
    void whatNeverMovesTakesAFewBytes() {
        assertThat(packed(i -> 7)).hasSizeLessThanOrEqualTo(3);
        assertThat(packed(i -> 0)).hasSizeLessThanOrEqualTo(3);
        assertThat(packed(i -> Double.NaN)).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void countersOfABrokerTakeLessThanAByteAValue() {
        Random random = new Random(1);
        double[] walk = {50_000};

        assertThat(packed(i -> Math.round(500 + 15 * random.nextGaussian())))
                .hasSizeLessThan(LENGTH);
        assertThat(packed(i -> walk[0] += random.nextInt(7) - 3)).hasSizeLessThan(LENGTH / 2);
        assertThat(packed(i -> i % 40 == 0 ? 6 : 0)).hasSizeLessThan(LENGTH / 4);
        assertThat(packed(i -> 1_000L * i)).hasSizeLessThan(LENGTH / 4);
        assertThat(packed(i -> (i * 37 % 1000) / 10.0)).hasSizeLessThan(LENGTH * 3 / 2);
    }

    @Test
    void everyValueComesBackBitByBit() {
        Random random = new Random(2);
        packed(i -> i % 7 == 0 ? Double.NaN : i);
        packed(i -> Math.sin(i));
        packed(i -> random.nextLong());
        packed(i -> Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
        packed(i -> i % 2 == 0 ? -0.0 : 0.0);
        packed(i -> i == 100 ? Double.POSITIVE_INFINITY : Double.MIN_VALUE);
        packed(i -> i % 2 == 0 ? 1L << 52 : -(1L << 52));
        packed(i -> i == 0 ? Double.MAX_VALUE : 3);
        packed(i -> i == 239 ? 1 : Double.NaN);
        for (int round = 0; round < 300; round++) {
            double scale = Math.pow(10, random.nextInt(18) - 4);
            double gaps = random.nextInt(3) / 4.0;
            packed(i ->
                    random.nextDouble() < gaps
                            ? Double.NaN
                            : Math.round(random.nextGaussian() * scale * 100) / 100.0);
        }
    }

    @Test
    void aResetIsKeptWithItsSecond() {
        double[] values = new double[LENGTH];
        Flags flags = Flags.none();
        flags.set(0, true, false);
        flags.set(77, true, true);
        flags.set(78, false, true);
        flags.set(239, true, false);

        byte[] bytes = packing.pack(values, LENGTH, flags);

        assertThat(Packing.flags(bytes, LENGTH)).isEqualTo(flags);
        assertThat(Packing.hasMarks(bytes)).isTrue();
        assertThat(Packing.flags(packed(i -> i), LENGTH).isEmpty()).isTrue();
    }

    @Test
    void damagedBytesAreSaidToBeSoOrAreOtherValues() {
        Random random = new Random(3);
        double[] into = new double[LENGTH];
        byte[] bytes = packed(i -> i % 11 == 0 ? Double.NaN : random.nextInt(1_000));
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                packing.unpack(damaged, LENGTH, into);
            } catch (Damaged expected) {
                assertThat(expected).hasMessageMatching(".+");
            }
        }
        assertThatThrownBy(() -> packing.unpack(new byte[0], LENGTH, into))
                .isInstanceOf(Damaged.class);
    }

    private byte[] packed(IntToDoubleFunction values) {
        double[] in = new double[LENGTH];
        Arrays.setAll(in, values);
        byte[] bytes = packing.pack(in, LENGTH, null);
        double[] out = new double[LENGTH];
        packing.unpack(bytes, LENGTH, out);
        for (int i = 0; i < LENGTH; i++) {
            assertThat(Double.doubleToLongBits(out[i])).isEqualTo(Double.doubleToLongBits(in[i]));
        }
        return bytes;
    }
}
