// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** 2026-11-23 is a Monday. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mon-fri 22:00-06:00 UTC       | 2026-11-23T22:00:00Z | true
                    mon-fri 22:00-06:00 UTC       | 2026-11-23T21:59:59Z | false
                    mon-fri 22:00-06:00 UTC       | 2026-11-24T05:59:59Z | true
                    mon-fri 22:00-06:00 UTC       | 2026-11-24T06:00:00Z | false
                    mon-fri 22:00-06:00 UTC       | 2026-11-28T03:00:00Z | true
                    mon-fri 22:00-06:00 UTC       | 2026-11-28T23:00:00Z | false
                    mon-fri 22:00-06:00 UTC       | 2026-11-23T03:00:00Z | false
                    sat,sun 00:00-24:00 UTC       | 2026-11-28T12:00:00Z | true
                    sat,sun 00:00-24:00 UTC       | 2026-11-29T23:59:59Z | true
                    sat,sun 00:00-24:00 UTC       | 2026-11-30T00:00:00Z | false
                    fri-mon 08:00-09:00           | 2026-11-23T08:30:00Z | true
                    9:00-17:00 Europe/Berlin      | 2026-11-23T08:00:00Z | true
                    9:00-17:00 Europe/Berlin      | 2026-11-23T16:00:00Z | false
                    9:00-17:00 Europe/Berlin      | 2026-07-20T07:00:00Z | true
                    """)
    void hoursOfTheWeekHold(String text, Instant at, boolean holds) {
        assertThat(Schedule.of(text, UTC).holds(at.toEpochMilli())).isEqualTo(holds);
    }

    @Test
    void noWordsAreAlwaysAndAZoneIsWrittenDown() {
        assertThat(Schedule.of(" ", UTC).holds(0)).isTrue();
        assertThat(Schedule.of("", UTC).text()).isEmpty();
        assertThat(Schedule.of("mon 1:00-2:00", ZoneId.of("Asia/Tokyo")).text())
                .isEqualTo("mon 1:00-2:00 Asia/Tokyo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "often",
                "mon",
                "mon 25:00-26:00",
                "day 1:00-2:00",
                "1:00-2:00 Nowhere/At_All",
                "mon- 1:00-2:00"
            })
    void whatIsNoScheduleIsSaid(String text) {
        assertThatThrownBy(() -> Schedule.of(text, UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).*(schedule|day).*");
    }
}
