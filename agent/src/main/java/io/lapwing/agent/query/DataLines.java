// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.stream.IntStream;

/** Writes an answer as Netdata's formats for tables and for shells do. */
final class DataLines {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final DataAnswer answer;
    private final Set<DataOption> options;
    private final StringBuilder out = new StringBuilder(4_096);

    private DataLines(DataAnswer answer) {
        this.answer = answer;
        this.options = answer.head().query().options();
    }

    /** A head and a line for each row, with this between the columns and that after each line. */
    static String table(DataAnswer answer, char between, String newline) {
        DataLines lines = new DataLines(answer);
        lines.table(between, newline);
        return lines.out.toString();
    }

    /** A table for texts in Markdown. */
    static String markdown(DataAnswer answer, String newline) {
        String table = table(answer, '|', newline);
        int head = table.indexOf(newline) + newline.length();
        String line = ":---:" + "|:---:".repeat(answer.columns()) + newline;
        return table.substring(0, head) + line + table.substring(head);
    }

    /** A page with a table. */
    static String html(DataAnswer answer) {
        StringBuilder page = new StringBuilder("<html>\n<center>\n<table border=\"0\"");
        page.append(" cellpadding=\"5\" cellspacing=\"5\">\n");
        table(answer, '\t', "\n")
                .lines()
                .forEach(line -> {
                    String cells = escaped(line).replace("\t", "</td><td>");
                    page.append("<tr><td>").append(cells).append("</td></tr>\n");
                });
        return page.append("</table>\n</center>\n</html>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** A number for each row; of a row without any value it is null. */
    static String numbers(DataAnswer answer, char between) {
        DataLines lines = new DataLines(answer);
        for (int row = 0; row < answer.rows(); row++) {
            if (row > 0) {
                lines.out.append(between);
            }
            DataNumber.write(lines.number(row), lines.out);
        }
        return lines.out.toString();
    }

    /** The same numbers, of the rows that have one. */
    static double[] numbers(DataAnswer answer) {
        DataLines lines = new DataLines(answer);
        return IntStream.range(0, answer.rows())
                .mapToDouble(lines::number)
                .filter(number -> !Double.isNaN(number))
                .toArray();
    }

    private void table(char between, String newline) {
        out.append("time");
        answer.head().dimensionNames().forEach(name -> out.append(between).append(name));
        out.append(newline);
        for (int row = 0; row < answer.rows(); row++) {
            time(answer.timeS(row), options, "", out);
            for (int column = 0; column < answer.columns(); column++) {
                out.append(between);
                DataNumber.write(answer.value(row, column), out);
            }
            out.append(newline);
        }
    }

    /** As the options say; a date stands between these quotes. */
    static void time(long second, Set<DataOption> options, String quote, StringBuilder out) {
        if (options.contains(DataOption.MS)) {
            out.append(second * 1_000);
        } else if (options.contains(DataOption.SECONDS)) {
            out.append(second);
        } else {
            CLOCK.formatTo(Instant.ofEpochSecond(second), out.append(quote));
            out.append(quote);
        }
    }

    private double number(int row) {
        double[] values =
                IntStream.range(0, answer.columns())
                        .mapToDouble(column -> answer.value(row, column))
                        .filter(value -> !Double.isNaN(value))
                        .toArray();
        if (values.length == 0) {
            return Double.NaN;
        }
        return options.contains(DataOption.MIN2MAX)
                ? Group.MAX.of(values, values.length) - Group.MIN.of(values, values.length)
                : Group.SUM.of(values, values.length);
    }
}
