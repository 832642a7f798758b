// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** How often samples are marked that should not be, over days; and that those are that should. */
final class OutliersTest {
    private static final int DAY_S = 86_400;
    private static final int DAYS = 5;

    private final Random random = new Random(5);
    private double walk = 1_000;

    @Test
    void quietSeriesAreHardlyEverMarked() {
        assertThat(marked("does not move", i -> 100)).isZero();
        assertThat(marked("an event in ten minutes", i -> poisson(1 / 600.0))).isZero();
        assertThat(marked("an event in ten seconds", i -> poisson(0.1))).isLessThan(0.00001);
        assertThat(marked("some memory", i -> 4e8 + 4_096 * (i / 1_000 % 7))).isZero();
    }

    @Test
    void seriesLikeABrokersAreRarelyMarked() {
        assertThat(marked("2 events a second", i -> poisson(2))).isLessThan(0.0005);
        assertThat(marked("50 events a second", i -> poisson(50))).isLessThan(0.0002);
        assertThat(marked("noise around a level", i -> Math.rint(500 + 10 * random.nextGaussian())))
                .isLessThan(0.0002);
        assertThat(marked("a slow walk", i -> walk += random.nextInt(5) - 2)).isLessThan(0.002);
        assertThat(marked("a day's rise and fall", i -> poisson(30 + 25 * Math.sin(day(i)))))
                .isLessThan(0.0005);
        assertThat(marked("every minute a batch", i -> i % 60 == 0 ? 40 + poisson(10) : poisson(1)))
                .isLessThan(0.0002);
        assertThat(marked("bursts without a plan", i -> random.nextInt(90) == 0 ? pareto() : 0))
                .isLessThan(0.002);
    }

    @Test
    void whatIsOutOfLineIsMarked() {
        assertThat(after(i -> poisson(2), 30)).as("a burst").isTrue();
        assertThat(after(i -> poisson(50), 0)).as("traffic stops").isTrue();
        assertThat(after(i -> 100, 50)).as("half of the clients leave").isTrue();
        assertThat(after(i -> 500 + 10 * random.nextGaussian(), 640)).as("a jump").isTrue();
        assertThat(after(i -> 0, 6)).as("six refusals where there was none").isTrue();
    }

    @Test
    void aNewLevelIsTheUsualOneFromTheNextQuarterOn() {
        Outliers outliers = new Outliers();
        int marks = 0;
        int last = 0;
        for (int i = 0; i < 3 * 3_600; i++) {
            outliers.begin(i, 1);
            if (outliers.take(0, i < 5_000 ? poisson(10) : 200 + poisson(10))) {
                marks += i >= 5_000 ? 1 : 0;
                last = i;
            }
        }
        assertThat(marks).isEqualTo(400);
        assertThat(last).isEqualTo(5_399);
    }

    @Test
    void aBigOneHidesOthersForAnHourOnly() {
        Outliers outliers = new Outliers();
        boolean[] marked = new boolean[3 * 3_600];
        for (int i = 0; i < marked.length; i++) {
            outliers.begin(i, 1);
            marked[i] = outliers.take(0, i == 2_000 ? 1e6 : i % 2_500 == 2_400 ? i / 40 : i % 3);
        }
        assertThat(marked[2_000]).isTrue();
        assertThat(marked[4_900]).isFalse();
        assertThat(marked[7_400]).isTrue();
    }

    @Test
    void nothingIsMarkedBeforeAQuarterIsKnown() {
        Outliers outliers = new Outliers();
        for (int i = 100; i < 1_000; i++) {
            outliers.begin(i, 1);
            assertThat(outliers.take(0, i == 700 ? 1_000 : Double.NaN)).isFalse();
        }
    }

    /** The share of samples that are marked, from the second hour on. */
    private double marked(String what, IntToDoubleFunction series) {
        Outliers outliers = new Outliers();
        int marks = 0;
        for (int i = 0; i < DAYS * DAY_S; i++) {
            outliers.begin(i, 1);
            marks += outliers.take(0, series.applyAsDouble(i)) && i >= 3_600 ? 1 : 0;
        }
        double share = marks / (double) (DAYS * DAY_S - 3_600);
        assertThat(share).as(what).isLessThan(0.01);
        return share;
    }

    private static boolean after(IntToDoubleFunction usual, double then) {
        Outliers outliers = new Outliers();
        for (int i = 0; i < 2 * 3_600; i++) {
            outliers.begin(i, 1);
            boolean unused = outliers.take(0, usual.applyAsDouble(i));
        }
        return outliers.take(0, then);
    }

    private static double day(int second) {
        return 2 * Math.PI * second / DAY_S;
    }

    private double poisson(double mean) {
        double left = Math.exp(-mean);
        int events = -1;
        for (double product = 1; product > left; events++) {
            product *= random.nextDouble();
        }
        return Math.max(0, events);
    }

    private double pareto() {
        return Math.rint(5 / Math.pow(random.nextDouble(), 0.7));
    }
}
