// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupingTest {
    private static double reduced(String word, String condition, double... values) {
        return Grouping.of(word, condition).orElseThrow().of(values, values.length);
    }

    private static double[] fromTo(int from, int to) {
        return IntStream.rangeClosed(from, to).asDoubleStream().toArray();
    }

    /** The values are 30 to 59, in this order. */
    @ParameterizedTest
    @CsvSource({
        "average, 44.5",
        "mean, 44.5",
        "sum, 1335",
        "min, 30",
        "max, 59",
        "extremes, 59",
        "median, 44.5",
        "stddev, 8.8034",
        "cv, 19.7829",
        "incremental-sum, 29",
        "latest, 59",
        "percentile, 57.55",
        "percentile25, 37.25",
        "percentile50, 44.5",
        "percentile99, 58.71",
        "trimmed-mean, 44.5",
        "trimmed-mean25, 44.5",
        "trimmed-median, 44.5",
        "trimmed-median10, 44.5",
        "countif, 0",
        "ses, 52.1457",
        "des, 59",
    })
    void methodsMeanWhatTheTextbookSays(String word, double expected) {
        assertThat(reduced(word, "", fromTo(30, 59))).isCloseTo(expected, Offset.offset(1e-4));
    }

    @ParameterizedTest
    @CsvSource({
        "=0, 25",
        "!=0, 75",
        "<>0, 75",
        "!0, 75",
        ":5, 25",
        "==5, 25",
        "5, 25",
        ">5, 25",
        ">=5, 50",
        "<0, 25",
        "<=0, 50",
        "> 4.5, 50",
        ">-1e3, 100",
    })
    void countifIsTheShareThatFulfilsItsCondition(String condition, double expected) {
        assertThat(reduced("countif", condition, -3, 0, 5, 8)).isEqualTo(expected);
    }

    @Test
    void aTrimmedMeanLosesBothEnds() {
        double[] values = {1_000, 1, 2, 3, 4, 5, 6, 7, 8, -1_000};

        assertThat(reduced("trimmed-mean", "10", values)).isEqualTo(4.5);
        assertThat(reduced("trimmed-mean", "50", values.clone())).isEqualTo(4.5);
        assertThat(reduced("trimmed-mean25", "", 1, 2, 300)).isEqualTo(101);
        assertThat(reduced("trimmed-median", "25", 1, 2, 300)).isEqualTo(2);
    }

    @Test
    void extremesKeepTheirSignAndLowestIsLowest() {
        assertThat(reduced("extremes", "", 4, -5, 3)).isEqualTo(-5);
        assertThat(reduced("max", "", -5, -4)).isEqualTo(-4);
        assertThat(reduced("min", "", 4, -5)).isEqualTo(-5);
    }

    @Test
    void oneValueIsEnoughForEachMethodAndNoneForNothing() {
        for (Group group : Group.values()) {
            assertThat(group.of(new double[] {0, 9}, 0)).as(group.word()).isNaN();
            double one = group.of(new double[] {7, 9}, 1);
            switch (group) {
                case STDDEV, CV, INCREMENTAL_SUM, COUNTIF -> assertThat(one).isZero();
                default -> assertThat(one).as(group.word()).isEqualTo(7);
            }
        }
    }

    @Test
    void onlyTheFirstValuesCount() {
        double[] buffer = {3, 1, 2, 100, 100};

        for (String word : new String[] {"average", "median", "trimmed-mean", "percentile50"}) {
            double[] copy = Arrays.copyOf(buffer, buffer.length);
            assertThat(Grouping.of(word, "").orElseThrow().of(copy, 3)).as(word).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "percentile|101",
                "percentile|>5",
                "trimmed-mean|51",
                "sum|5",
                "x|",
                "countif|",
                "average5|",
                "countif|big",
                "percentile|1.2.3"
            })
    void whatCannotBeUnderstoodIsNoMethod(String wordAndCondition) {
        String[] parts = wordAndCondition.split("\\|", 2);
        boolean countif = wordAndCondition.equals("countif|");

        assertThat(Grouping.of(parts[0], parts[1]).isPresent()).isEqualTo(countif);
    }

    @ParameterizedTest
    @CsvSource({
        "percentile99, '', percentile(99)",
        "trimmed-mean, 2.5, trimmed-mean(2.5)",
        "countif, <>3, countif(!=3)",
        "avg, '', average",
    })
    void aMethodWritesItselfAsARuleDoes(String word, String condition, String text) {
        assertThat(Grouping.of(word, condition).orElseThrow().text()).isEqualTo(text);
    }
}
