// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindTest {
    @Test
    void nothingFindsEverybody() {
        assertThat(Find.of(null).matches(null, null, null)).isTrue();
        assertThat(Find.of("").matches("a", null, null)).isTrue();
    }

    @Test
    void aPartInAnyCaseOfIdUserOrAddressIsEnough() {
        assertThat(Find.of("MP-7").matches("pump-7", null, null)).isTrue();
        assertThat(Find.of("eva").matches("x", "Eva", null)).isTrue();
        assertThat(Find.of("0.0.7").matches("x", null, "10.0.0.7")).isTrue();
        assertThat(Find.of("pump-8").matches("pump-7", "eva", "10.0.0.7")).isFalse();
    }

    @Test
    void aPatternMustFitTheWholeText() {
        assertThat(Find.of("pump-*").matches("pump-7", null, null)).isTrue();
        assertThat(Find.of("ump-*").matches("pump-7", null, null)).isFalse();
    }

    @Test
    void aRangeFindsAddressesOnly() {
        assertThat(Find.of("10.0.0.0/24").matches("x", null, "10.0.0.7")).isTrue();
        assertThat(Find.of("10.0.0.0/24").matches("10.0.0.7", null, "10.0.1.7")).isFalse();
        assertThat(Find.of("10.0.0.0/24").matches("x", null, null)).isFalse();
    }
}
