// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes an answer as Google's charts take it. */
final class DataTable {
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("yyyy");
    private static final DateTimeFormatter REST = DateTimeFormatter.ofPattern("d,H,m,s");

    private DataTable() {}

    /** The table: a column of times, two for notes that are never written, then the dimensions. */
    static String of(DataAnswer answer) {
        StringBuilder out = new StringBuilder(4_096);
        out.append("{\"cols\":[\n").append(column("time", "datetime", ""));
        out.append(",\n").append(column("", "string", role("annotation")));
        out.append(",\n").append(column("", "string", role("annotationText")));
        for (String name : answer.head().dimensionNames()) {
            out.append(",\n").append(column(name, "number", ""));
        }
        out.append("],\n\"rows\":[");
        for (int row = 0; row < answer.rows(); row++) {
            out.append(row == 0 ? "\n" : ",\n");
            out.append("{\"c\":[{\"v\":\"").append(date(answer.timeS(row)));
            out.append("\"},{\"v\":null},{\"v\":null}");
            for (int column = 0; column < answer.columns(); column++) {
                DataNumber.write(answer.value(row, column), out.append(",{\"v\":"));
                out.append('}');
            }
            out.append("]}");
        }
        return out.append("\n]}").toString();
    }

    /** The call that Google's charts wait for. */
    static String call(DataAnswer answer, String table, String function, String requestId) {
        return function
                + "({version:'0.6',reqId:'"
                + requestId
                + "',status:'ok',sig:'"
                + answer.head().lastEntryS()
                + "',table:"
                + table
                + "});";
    }

    /** Months begin at 0 there. */
    private static String date(long second) {
        var time = Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC);
        return "Date("
                + YEAR.format(time)
                + ','
                + (time.getMonthValue() - 1)
                + ','
                + REST.format(time)
                + ')';
    }

    private static String column(String label, String type, String more) {
        String plain = label.replace("\\", "\\\\").replace("\"", "\\\"");
        return "{\"id\":\"\",\"label\":\""
                + plain
                + "\",\"pattern\":\"\",\"type\":\""
                + type
                + '"'
                + more
                + '}';
    }

    private static String role(String role) {
        return ",\"p\":{\"role\":\"" + role + "\"}";
    }
}
