// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "0,0 ms",
        "999,999 ms",
        "1000,1 s",
        "5600,5.6 s",
        "41000,41 s",
        "60000,1 min",
        "238000,3 min 58 s",
        "3600000,1 h",
        "1083600000,12 d 13 h"
    })
    void durationsHaveTwoUnitsAtMost(long millis, String text) {
        assertThat(Words.duration(millis)).isEqualTo(text);
    }

    @Test
    void aPlainNameStandsAsItIsAndAnyOtherIsQuotedAndEscaped() {
        assertThat(Words.name("pump-7")).isEqualTo("pump-7");
        assertThat(Words.name("a b")).isEqualTo("“a b”");
        assertThat(Words.name("a\u202e\n")).isEqualTo("“a\\u202e\\n”");
        assertThat(Words.name("")).isEqualTo("“”");
    }
}
