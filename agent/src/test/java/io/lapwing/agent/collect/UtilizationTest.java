// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UtilizationTest {
    private long now = 5_000_000_000L;
    private long used = 700_000_000L;
    private final Utilization utilization = new Utilization(() -> used, () -> now, 2);

    @Test
    void isAShareOfAllProcessors() {
        now += 2_000_000_000L;
        used += 1_000_000_000L;

        assertThat(utilization.percent()).isEqualTo(25);
    }

    @Test
    void isTheSameForAllWhoAskWithinASecond() {
        now += 1_000_000_000L;
        used += 2_000_000_000L;
        assertThat(utilization.percent()).isEqualTo(100);

        now += 900_000_000L;
        assertThat(utilization.percent()).isEqualTo(100);

        now += 1_100_000_000L;
        assertThat(utilization.percent()).isZero();
    }
}
