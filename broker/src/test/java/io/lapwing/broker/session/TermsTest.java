// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TermsTest {
    /** Heard late in second 0, it has been silent for little more than one in second 2. */
    @Test
    void aSecondThatMayHaveBegunBeforeIsNotCountedAsSilence() {
        Terms terms =
                new Terms(
                        null,
                        2,
                        1,
                        Long.MAX_VALUE,
                        2,
                        true,
                        Long.MAX_VALUE,
                        false,
                        1,
                        0,
                        0,
                        0,
                        true,
                        null,
                        0,
                        0,
                        null);

        assertThat(terms.silenceLeft(0)).isEqualTo(3);
        assertThat(terms.silenceLeft(2)).isEqualTo(1);
        assertThat(terms.silenceLeft(3)).isZero();
    }

    @Test
    void withoutKeepAliveSilenceNeverEnds() {
        Terms terms =
                new Terms(
                        null,
                        0,
                        1,
                        Long.MAX_VALUE,
                        2,
                        true,
                        Long.MAX_VALUE,
                        false,
                        1,
                        0,
                        0,
                        0,
                        true,
                        null,
                        0,
                        0,
                        null);

        assertThat(terms.silenceLeft(1_000_000)).isPositive();
    }
}
