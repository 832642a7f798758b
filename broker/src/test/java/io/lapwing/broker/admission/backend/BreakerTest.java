// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.base.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Breaker breaker = new Breaker(clock);

    @Test
    void aFewFailuresChangeNothingAndAnAnswerForgetsThem() {
        for (int i = 0; i < 3; i++) {
            fail(Breaker.FAILURES_IN_A_ROW - 1);
            assertThat(breaker.closedBecause()).isNull();
            assertThat(breaker.worked()).isFalse();
        }
    }

    @Test
    void afterFailuresInARowItIsLeftAloneAndTheSentenceSaysWhy() {
        fail(Breaker.FAILURES_IN_A_ROW - 1);

        assertThat(breaker.failed("no route")).isTrue();
        assertThat(breaker.isCutOff()).isTrue();
        assertThat(breaker.closedBecause())
                .isEqualTo("it is left alone for up to 1 s after 5 failures, the last: no route");
    }

    @Test
    void whenTheTimeIsOverOneQuestionFindsOutForAll() {
        fail(Breaker.FAILURES_IN_A_ROW);
        clock.advance(Breaker.FIRST_PAUSE);

        assertThat(breaker.closedBecause()).isNull();
        assertThat(breaker.closedBecause()).isNotNull();
        assertThat(breaker.worked()).isTrue();
        assertThat(breaker.closedBecause()).isNull();
        assertThat(breaker.isCutOff()).isFalse();
    }

    @Test
    void eachTrialThatFailsDoublesTheTimeUpToABound() {
        fail(Breaker.FAILURES_IN_A_ROW);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(breaker.closedBecause()).isNotNull();
            clock.advance(Duration.ofMillis(1));
            assertThat(breaker.closedBecause()).isNull();
            assertThat(breaker.failed("still not")).isFalse();
        }
    }

    @Test
    void failuresOfQuestionsThatWereOnTheirWayDoNotProlongIt() {
        fail(Breaker.FAILURES_IN_A_ROW + 100);
        clock.advance(Breaker.FIRST_PAUSE);

        assertThat(breaker.closedBecause()).isNull();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            boolean unused = breaker.failed("no");
        }
    }
}
