// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Writes an answer as Netdata's {@code format=json} does. */
final class DataJson {
    private final DataAnswer answer;
    private final Set<DataOption> options;
    private final StringBuilder out = new StringBuilder(4_096);

    private DataJson(DataAnswer answer) {
        this.answer = answer;
        this.options = answer.head().query().options();
    }

    static String of(DataAnswer answer) {
        DataJson json = new DataJson(answer);
        json.result();
        return json.out.toString();
    }

    /** A list of the names, then a list for each row. */
    static String lists(DataAnswer answer) {
        DataJson json = new DataJson(answer);
        json.out.append("[\n[\"time\"");
        for (String name : answer.head().dimensionNames()) {
            json.out.append(',');
            json.quoted(name);
        }
        json.out.append(']');
        for (int row = 0; row < answer.rows(); row++) {
            json.out.append(",\n[");
            DataLines.time(answer.timeS(row), json.options, "\"", json.out);
            for (int column = 0; column < answer.columns(); column++) {
                DataNumber.write(answer.value(row, column), json.out.append(','));
            }
            json.out.append(']');
        }
        return json.out.append("\n]").toString();
    }

    /** What is known of the answer around it; in another format than JSON it is a text. */
    static String wrapped(DataAnswer answer, DataFormat format, String lines) {
        DataJson json = new DataJson(answer);
        json.wrapped(format, lines);
        return json.out.toString();
    }

    private void wrapped(DataFormat format, String lines) {
        DataAnswer.Head head = answer.head();
        out.append("{\"api\":1");
        text("id", head.chartId());
        text("name", head.chartName());
        number("view_update_every", head.viewUpdateEveryS());
        number("update_every", head.updateEveryS());
        number("first_entry", head.firstEntryS());
        number("last_entry", head.lastEntryS());
        number("before", head.beforeS());
        number("after", head.afterS());
        text("group", head.query().group().word());
        text("options", String.join(",", options.stream().map(DataOption::word).toList()));
        names("dimension_names", head.dimensionNames());
        names("dimension_ids", head.dimensionIds());
        key("latest_values");
        values(head.latestValues());
        key("view_latest_values");
        values(viewLatest());
        number("dimensions", answer.columns());
        number("points", answer.rows());
        text("format", format.word());
        key("result");
        if (format.isJson()) {
            out.append(lines);
        } else {
            quoted(lines);
        }
        key("min");
        DataNumber.write(extreme(format, false), out);
        key("max");
        DataNumber.write(extreme(format, true), out);
        out.append('}');
    }

    private void result() {
        out.append("{\"labels\":[\"time\"");
        for (String name : answer.head().dimensionNames()) {
            out.append(',');
            quoted(name);
        }
        out.append("],\"data\":[");
        for (int row = 0; row < answer.rows(); row++) {
            out.append(row == 0 ? "\n" : ",\n");
            row(row);
        }
        out.append("]}");
    }

    private void row(int row) {
        boolean object = options.contains(DataOption.OBJECTROWS);
        long time = answer.timeS(row);
        out.append(object ? "{\"time\":" : "[");
        out.append(options.contains(DataOption.MS) ? time * 1000 : time);
        for (int column = 0; column < answer.columns(); column++) {
            out.append(',');
            if (object) {
                quoted(answer.head().dimensionNames().get(column));
                out.append(':');
            }
            DataNumber.write(answer.value(row, column), out);
        }
        out.append(object ? '}' : ']');
    }

    private List<Double> viewLatest() {
        int newest = options.contains(DataOption.FLIP) ? answer.rows() - 1 : 0;
        return IntStream.range(0, answer.rows() == 0 ? 0 : answer.columns())
                .mapToObj(column -> answer.value(newest, column))
                .toList();
    }

    /** Of all values; where a row is one number, of these. */
    private double extreme(DataFormat format, boolean greatest) {
        if (format.isOneNumberARow()) {
            double[] numbers = DataLines.numbers(answer);
            Group group = greatest ? Group.MAX : Group.MIN;
            return numbers.length == 0 ? 0 : group.of(numbers, numbers.length);
        }
        double extreme = Double.NaN;
        for (int row = 0; row < answer.rows(); row++) {
            for (int column = 0; column < answer.columns(); column++) {
                double value = answer.value(row, column);
                if (Double.isNaN(extreme) || (greatest ? value > extreme : value < extreme)) {
                    extreme = value;
                }
            }
        }
        return Double.isNaN(extreme) ? 0 : extreme;
    }

    private void key(String key) {
        out.append(',');
        quoted(key);
        out.append(':');
    }

    private void text(String key, String value) {
        key(key);
        quoted(value);
    }

    private void number(String key, long value) {
        key(key);
        out.append(value);
    }

    private void names(String key, List<String> names) {
        key(key);
        out.append('[');
        for (int i = 0; i < names.size(); i++) {
            out.append(i == 0 ? "" : ",");
            quoted(names.get(i));
        }
        out.append(']');
    }

    private void values(List<Double> values) {
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            out.append(i == 0 ? "" : ",");
            DataNumber.write(values.get(i), out);
        }
        out.append(']');
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n' || c == '\t') {
                out.append(c == '\n' ? "\\n" : "\\t");
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
