// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.series.Sheet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WindowValueTest {
    private static final Offset<Double> CLOSE = Offset.offset(1e-4);

    private static double value(Sheet sheet, String lookup) {
        return value(sheet, lookup, sheet.nowS());
    }

    private static double value(Sheet sheet, String lookup, long second) {
        Lookup read = RuleLines.lookup(lookup).lookup();
        return new WindowValue(read, sheet.chart(), WindowValue.ALL, new TimeWindows()).at(second);
    }

    /** Sixty seconds of the same; the first column of numbers is what each dimension gets. */
    @ParameterizedTest
    @CsvSource({
        "10;0;0;0,    0, 0, 0, 0, 0,   0",
        "0;0;0;0,     0, 0, 0, 0, 0,   0",
        "10;1;0;0,    1, 60, 60, 1, 1, 9.0909",
        "10;1;2;0,    3, 180, 180, 3, 3, 23.0769",
        "10;1;2;3,    6, 360, 360, 6, 6, 37.5",
        "10;-1;0;0,   1, 60, -60, 1, 1, -11.1111",
        "10;3;-2;0,   5, 300, 60, 5, 5, 9.0909",
    })
    void dimensionsAreReducedThenMadeAbsoluteThenAddedUp(
            String perSecond,
            double average,
            double sum,
            double plainSum,
            double max,
            double min,
            double percentage) {
        Sheet sheet = new Sheet("x_success", "x_not_authorized", "x_bad_username", "x_banned");
        String[] values = perSecond.split(";");
        for (int i = 0; i < 60; i++) {
            sheet.write(
                    Double.parseDouble(values[0]),
                    Double.parseDouble(values[1]),
                    Double.parseDouble(values[2]),
                    Double.parseDouble(values[3]));
        }

        String of = " of !success,*";
        assertThat(value(sheet, "average -1m unaligned absolute" + of)).isCloseTo(average, CLOSE);
        assertThat(value(sheet, "sum -1m unaligned absolute" + of)).isCloseTo(sum, CLOSE);
        assertThat(value(sheet, "sum -1m unaligned" + of)).isCloseTo(plainSum, CLOSE);
        assertThat(value(sheet, "max -1m unaligned absolute" + of)).isCloseTo(max, CLOSE);
        assertThat(value(sheet, "min -1m unaligned absolute" + of)).isCloseTo(min, CLOSE);
        assertThat(value(sheet, "sum -1m unaligned percentage" + of)).isCloseTo(percentage, CLOSE);
        assertThat(value(sheet, "sum -1m unaligned absolute match-names" + of))
                .isCloseTo(sum, CLOSE);
    }

    @Test
    void aBurstIsCountedWholeWhereverItFalls() {
        Sheet sheet = new Sheet("x_success", "x_banned");
        for (int i = 0; i < 60; i++) {
            sheet.write(10, i == 20 ? 6 : 0);
        }

        assertThat(value(sheet, "average -1m unaligned of !success,*")).isCloseTo(0.1, CLOSE);
        assertThat(value(sheet, "sum -1m unaligned of !success,*")).isEqualTo(6);
        assertThat(value(sheet, "max -1m unaligned of !success,*")).isEqualTo(6);
        assertThat(value(sheet, "min -1m unaligned of !success,*")).isZero();
        assertThat(value(sheet, "sum -1m unaligned")).isEqualTo(606);
    }

    @Test
    void whatAlternatesAddsUpToNothingBeforeItIsMadeAbsolute() {
        Sheet sheet = new Sheet("a");
        for (int i = 0; i < 60; i++) {
            sheet.write(i % 2 == 0 ? 4 : -4);
        }

        assertThat(value(sheet, "average -1m unaligned absolute")).isZero();
        assertThat(value(sheet, "sum -1m unaligned absolute")).isZero();
        assertThat(value(sheet, "max -1m unaligned absolute")).isEqualTo(4);
        assertThat(value(sheet, "min -1m unaligned absolute")).isEqualTo(4);
    }

    @Test
    void aGapCountsNothing() {
        Sheet sheet = new Sheet("a");
        for (int i = 1; i <= 60; i++) {
            if (i <= 15 || i > 45) {
                sheet.writeAt(Sheet.START_S + i, 1);
            }
        }

        assertThat(value(sheet, "average -1m unaligned")).isEqualTo(1);
        assertThat(value(sheet, "sum -1m unaligned")).isEqualTo(30);
    }

    @Test
    void anEmptyWindowHasNoValueUnlessZeroIsAskedFor() {
        Sheet sheet = new Sheet("a");
        sheet.write(1);

        assertThat(value(sheet, "sum -1m unaligned", sheet.nowS() + 100)).isNaN();
        assertThat(value(sheet, "sum -1m unaligned null2zero", sheet.nowS() + 100)).isZero();
        assertThat(value(sheet, "sum -1m unaligned of nothing")).isNaN();
    }

    @Test
    void anAlignedWindowEndsAtAMultipleOfItsLength() {
        Sheet sheet = new Sheet("a");
        for (int i = 1; i <= 130; i++) {
            sheet.write(i);
        }
        // The sheet starts at a whole minute, so the last whole minute holds 61 to 120.
        assertThat(value(sheet, "min -1m")).isEqualTo(61);
        assertThat(value(sheet, "max -1m")).isEqualTo(120);
        assertThat(value(sheet, "max -10s at -1m unaligned")).isEqualTo(70);
        assertThat(value(sheet, "min -10s at 60 unaligned")).isEqualTo(61);
    }

    @Test
    void ofMarksEachThatIsOutOfLineIsAHundred() {
        Sheet sheet = new Sheet("a", "b");
        for (int i = 0; i < 2_000; i++) {
            sheet.write(i % 4, 5);
        }
        sheet.write(50, 5);
        sheet.write(2, 90);
        sheet.write(3, 5);

        assertThat(value(sheet, "average -10s unaligned anomaly-bit of a")).isEqualTo(10);
        assertThat(value(sheet, "sum -10s unaligned anomaly-bit")).isEqualTo(200);
        assertThat(value(sheet, "max -2s unaligned anomaly-bit of b")).isEqualTo(100);
        assertThat(value(sheet, "max -2s unaligned anomaly-bit of a")).isZero();
        assertThat(value(sheet, "average -2h unaligned anomaly-bit of a"))
                .isCloseTo(100 / 2_003.0, CLOSE);
    }

    @Test
    void dimensionsMayBeFoldedOtherwise() {
        Sheet sheet = new Sheet("a", "b", "c");
        sheet.write(1, 2, 6);

        assertThat(value(sheet, "sum -10s unaligned")).isEqualTo(9);
        assertThat(value(sheet, "sum -10s unaligned average")).isEqualTo(3);
        assertThat(value(sheet, "sum -10s unaligned min")).isEqualTo(1);
        assertThat(value(sheet, "sum -10s unaligned min2max")).isEqualTo(5);
        assertThat(value(sheet, "sum -10s unaligned max of a|b")).isEqualTo(2);
    }
}
