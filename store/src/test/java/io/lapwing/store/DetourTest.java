// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DetourTest {
    private static byte[] key(long high, long low) {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    private static Detour.Probe damagedBelow(byte[] end) {
        return from -> Arrays.compareUnsigned(from, end) >= 0;
    }

    @Test
    void theFirstReadableKeyIsFound() {
        byte[] end = key(5, 123_456_789);
        assertThat(Detour.around(key(5, 1_000), key(6, 0), damagedBelow(end))).isEqualTo(end);
        assertThat(Detour.around(key(5, 1_000), null, damagedBelow(key(9, 3))))
                .isEqualTo(key(9, 3));
    }

    @Test
    void whatIsDamagedUpToTheEndHasNoWayAround() {
        assertThat(Detour.around(key(5, 1), key(6, 0), from -> false)).isNull();
        assertThat(Detour.around(key(-1, -1), null, from -> true)).isNull();
    }

    @Test
    void shortKeysAreTakenAsIfZerosFollowed() {
        assertThat(Detour.around(new byte[] {1}, null, damagedBelow(key(1L << 57, 0))))
                .isEqualTo(key(1L << 57, 0));
    }
}
