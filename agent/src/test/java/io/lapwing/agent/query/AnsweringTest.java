// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.series.MemoryPast;
import io.lapwing.agent.series.Sheet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnsweringTest {
    private static final long T = Sheet.START_S;

    private final Sheet sheet = new Sheet("x_ramp", "two", "zero");

    /** Seconds T+1 to T+305: the ramp counts them, with a gap from 100 to 102. */
    @BeforeEach
    void fill() {
        for (int i = 1; i <= 305; i++) {
            if (i < 100 || i > 102) {
                sheet.writeAt(T + i, i, 2, 0);
            }
        }
    }

    private DataAnswer ask(long after, long before, int points, Group group, String options) {
        return Answering.answer(
                new MemoryPast(sheet.chart()),
                new DataQuery("sheet", "", after, before, points, group, DataOption.all(options)));
    }

    private DataAnswer ask(String dimensions, String options) {
        return Answering.answer(
                new MemoryPast(sheet.chart()),
                new DataQuery(
                        "sheet", dimensions, -2, 0, 0, Group.AVERAGE, DataOption.all(options)));
    }

    @Test
    void marksAreAskedForLikeValues() {
        Sheet sheet = new Sheet("a");
        for (int i = 0; i < 2_000; i++) {
            sheet.write(i % 4);
        }
        sheet.write(50);
        DataQuery query =
                new DataQuery(
                        "sheet",
                        "",
                        sheet.nowS() - 9,
                        sheet.nowS(),
                        2,
                        Group.AVERAGE,
                        DataOption.all("anomaly-bit|unaligned"));
        DataAnswer answer = Answering.answer(new MemoryPast(sheet.chart()), query);

        assertThat(answer.value(0, 0)).isEqualTo(20);
        assertThat(answer.value(1, 0)).isZero();
    }

    @Test
    void theNewestRowComesFirstAndTheWindowIsOpenAtItsOldEnd() {
        DataAnswer answer = ask(-60, 0, 0, Group.AVERAGE, "");

        assertThat(answer.rows()).isEqualTo(60);
        assertThat(answer.timeS(0)).isEqualTo(T + 305);
        assertThat(answer.timeS(59)).isEqualTo(T + 246);
        assertThat(answer.value(0, 0)).isEqualTo(305);
        assertThat(answer.head().dimensionNames()).containsExactly("ramp", "two", "zero");
        assertThat(answer.head().dimensionIds()).containsExactly("x_ramp", "two", "zero");
        assertThat(ask(-60, 0, 0, Group.AVERAGE, "flip").timeS(0)).isEqualTo(T + 246);
    }

    /** What Netdata 1.37.1 answers for 300 seconds between two whole minutes. */
    @ParameterizedTest
    @CsvSource({
        "0, '', 0, 300, 1, 301",
        "1, '', 37, 337, 301, 1",
        "2, '', 1, 300, 150, 2",
        "7, '', 37, 337, 43, 7",
        "7, unaligned, 0, 300, 43, 7",
        "11, '', -11, 312, 27, 12",
        "11, unaligned, -23, 300, 27, 12",
        "100, '', 1, 300, 3, 100",
        "151, '', -1, 300, 2, 151",
        "299, '', 0, 300, 1, 301",
        "300, '', 1, 300, 1, 300",
        "600, '', 0, 300, 1, 301",
    })
    void pointsBecomeRowsAsInNetdata(
            int points, String options, long after, long before, int step, int rows) {
        DataAnswer answer = ask(T, T + 300, points, Group.AVERAGE, options);

        assertThat(answer.head().afterS()).isEqualTo(T + after);
        assertThat(answer.head().beforeS()).isEqualTo(T + before);
        assertThat(answer.head().viewUpdateEveryS()).isEqualTo(step);
        assertThat(answer.rows()).isEqualTo(rows);
        assertThat(answer.timeS(0)).isEqualTo(T + before);
        assertThat(answer.timeS(rows - 1)).isEqualTo(T + after + step - 1);
    }

    @Test
    void towardsTheEndAlignedRowsAreWholeOnes() {
        DataAnswer aligned = ask(-300, 0, 30, Group.SUM, "");
        assertThat(aligned.timeS(0)).isEqualTo(T + 300);
        assertThat(aligned.value(0, 1)).isEqualTo(20);

        DataAnswer unaligned = ask(-300, 0, 30, Group.SUM, "unaligned");
        assertThat(unaligned.timeS(0)).isEqualTo(T + 305);
        assertThat(unaligned.rows()).isEqualTo(30);
    }

    @Test
    void gapsCountNothingAndEmptyRowsAreNull() {
        DataAnswer one = ask(T + 98, T + 104, 0, Group.AVERAGE, "flip");
        assertThat(IntStream.range(0, 7).mapToDouble(row -> one.value(row, 0)).toArray())
                .containsExactly(98, 99, Double.NaN, Double.NaN, Double.NaN, 103, 104);

        DataAnswer grouped = ask(T + 96, T + 105, 1, Group.SUM, "unaligned");
        assertThat(grouped.value(0, 1)).isEqualTo(14);
        DataAnswer zeros = ask(T + 101, T + 102, 0, Group.AVERAGE, "null2zero");
        assertThat(zeros.value(0, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "AVERAGE, 5.5",
        "SUM, 55",
        "MIN, 1",
        "MAX, 10",
        "MEDIAN, 5.5",
        "STDDEV, 3.0276504",
        "CV, 55.0481882",
        "INCREMENTAL_SUM, 9",
        "LATEST, 10",
        "EXTREMES, 10"
    })
    void tenSecondsAreReduced(Group group, double expected) {
        DataAnswer answer = ask(T + 1, T + 10, 1, group, "unaligned");

        assertThat(answer.value(0, 0))
                .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void dimensionsAreChosenByIdOrName() {
        assertThat(ask("ramp", "").head().dimensionIds()).containsExactly("x_ramp");
        assertThat(ask("x_*|zero", "").head().dimensionIds()).containsExactly("x_ramp", "zero");
        assertThat(ask("!ramp,*", "").head().dimensionIds()).containsExactly("two", "zero");
        assertThat(ask("ramp", "match-ids").columns()).isZero();
        assertThat(ask("x_ramp", "match-names").columns()).isZero();
        assertThat(ask("", "nonzero").head().dimensionIds()).containsExactly("x_ramp", "two");
        assertThat(ask("zero", "nonzero").head().dimensionIds()).containsExactly("zero");
    }

    @Test
    void sharesAreOfAllDimensions() {
        DataAnswer answer = ask("two", "percentage");

        assertThat(answer.value(0, 0))
                .isCloseTo(200.0 / 307, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void jsonHasNetdatasShape() {
        assertThat(ask("ramp,two", "seconds").as(DataFormat.JSON))
                .isEqualTo(
                        "{\"labels\":[\"time\",\"ramp\",\"two\"],\"data\":[\n"
                                + "[1795355705,305,2],\n[1795355704,304,2]]}");
        assertThat(ask("two", "ms,objectrows,flip").as(DataFormat.JSON))
                .isEqualTo(
                        "{\"labels\":[\"time\",\"two\"],\"data\":[\n"
                                + "{\"time\":1795355704000,\"two\":2},\n"
                                + "{\"time\":1795355705000,\"two\":2}]}");
        assertThat(ask(T + 99, T + 103, 2, Group.AVERAGE, "unaligned").as(DataFormat.JSON))
                .contains("[1795355503,103,2,0]", "[1795355501,null,null,null]");
        assertThat(ask("ramp", "jsonwrap").as(DataFormat.JSON))
                .contains("\"view_update_every\":1")
                .contains("\"result\":{\"labels\"")
                .endsWith("\"min\":304,\"max\":305}");
        assertThat(ask("two", "percentage").as(DataFormat.JSON)).contains("0.6514658");
        assertThat(ask(T + 100, T + 101, 0, Group.AVERAGE, "").as(DataFormat.JSON))
                .contains("null,null,null");
    }

    /** As Netdata 1.37.1 writes them. */
    @Test
    void tablesHaveAHeadAndShellsGetTheSumOfEachRow() {
        assertThat(ask("ramp,two", "").as(DataFormat.CSV))
                .isEqualTo(
                        """
                        time,ramp,two\r
                        2026-11-22 13:55:05,305,2\r
                        2026-11-22 13:55:04,304,2\r
                        """);
        assertThat(ask("two", "seconds,flip").as(DataFormat.TSV))
                .isEqualTo("time\ttwo\r\n1795355704\t2\r\n1795355705\t2\r\n");
        assertThat(ask("two", "ms").as(DataFormat.CSV)).contains("\n1795355705000,2\r\n");
        assertThat(ask("", "").as(DataFormat.SSV)).isEqualTo("307 306");
        assertThat(ask("", "min2max").as(DataFormat.SSVCOMMA)).isEqualTo("305,304");
        assertThat(ask(T + 100, T + 101, 0, Group.AVERAGE, "").as(DataFormat.SSV))
                .isEqualTo("null null");
        assertThat(ask("two", "jsonwrap,seconds").as(DataFormat.CSV))
                .contains("\"format\":\"csv\",\"result\":\"time,two\\n1795355705,2\\n");
    }
}
