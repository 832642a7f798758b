// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RingTest {
    private static final long T = 1_795_355_400;

    private final Ring ring = new Ring();

    @Test
    void keepsAtLeastAnHourAndForgetsTheOldest() {
        for (int i = 0; i < Ring.SECONDS_KEPT + 100; i++) {
            ring.put(T + i, i, false);
        }

        assertThat(Ring.SECONDS_KEPT).isGreaterThanOrEqualTo(3_600);
        assertThat(ring.firstS()).isEqualTo(T + 100);
        assertThat(ring.at(T + 99)).isNaN();
        assertThat(ring.at(T + 100)).isEqualTo(100);
        assertThat(ring.at(ring.lastS())).isEqualTo(Ring.SECONDS_KEPT + 99);
        assertThat(ring.at(ring.lastS() + 1)).isNaN();
        assertThat(ring.line(T, ring.lastS()).size()).isEqualTo(Ring.SECONDS_KEPT);
    }

    @Test
    void whatNeverMovesIsKeptAsOneValueUntilItMoves() {
        for (int i = 0; i < Ring.SECONDS_KEPT + 10; i++) {
            ring.put(T + i, 7, false);
        }
        ring.put(T + Ring.SECONDS_KEPT + 10, 8, false);

        assertThat(ring.at(T + 10)).isNaN();
        assertThat(ring.at(T + 11)).isEqualTo(7);
        assertThat(ring.at(T + Ring.SECONDS_KEPT + 9)).isEqualTo(7);
        assertThat(ring.at(T + Ring.SECONDS_KEPT + 10)).isEqualTo(8);
    }

    @Test
    void missedSecondsAreNotANumber() {
        ring.put(T, 1, false);
        ring.put(T + 3, 1, true);

        assertThat(ring.at(T)).isEqualTo(1);
        assertThat(ring.at(T + 1)).isNaN();
        assertThat(ring.at(T + 2)).isNaN();
        assertThat(ring.at(T + 3)).isEqualTo(1);
        assertThat(ring.resetAt(T + 3)).isTrue();
        assertThat(ring.resetAt(T)).isFalse();
        double[] into = new double[10];
        assertThat(ring.collect(T - 5, T + 4, into)).isEqualTo(2);
    }

    @Test
    void aGapLongerThanTheRingForgetsAll() {
        ring.put(T, 1, false);
        ring.put(T + 10L * Ring.SECONDS_KEPT, 2, false);

        assertThat(ring.at(T)).isNaN();
        assertThat(ring.at(T + 10L * Ring.SECONDS_KEPT - 1)).isNaN();
        assertThat(ring.at(ring.lastS())).isEqualTo(2);
    }

    @Test
    void forgetsWhatIsNoLongerPast() {
        for (int i = 0; i < 20; i++) {
            ring.put(T + i, i, false);
        }
        ring.forgetFrom(T + 10);
        assertThat(ring.lastS()).isEqualTo(T + 9);
        ring.put(T + 10, 100, false);
        assertThat(ring.at(T + 10)).isEqualTo(100);
        assertThat(ring.at(T + 11)).isNaN();

        ring.forgetFrom(T);
        assertThat(ring.lastS()).isZero();
        assertThat(ring.at(T)).isNaN();
    }

    @Test
    void aSecondIsPutOnce() {
        ring.put(T, 1, false);
        assertThatThrownBy(() -> ring.put(T, 2, false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
