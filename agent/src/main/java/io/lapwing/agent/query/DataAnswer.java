// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.query;

import java.util.List;

/** Rows of values, the newest first unless the question asked for {@code flip}. Immutable. */
public final class DataAnswer {
    /** Everything but the values. */
    public record Head(
            String chartId,
            String chartName,
            int updateEveryS,
            int viewUpdateEveryS,
            long firstEntryS,
            long lastEntryS,
            long afterS,
            long beforeS,
            DataQuery query,
            List<String> dimensionIds,
            List<String> dimensionNames,
            List<Double> latestValues) {}

    private final Head head;
    private final long[] timesS;
    private final double[][] values;

    DataAnswer(Head head, long[] timesS, double[][] values) {
        this.head = head;
        this.timesS = timesS;
        this.values = values;
    }

    public Head head() {
        return head;
    }

    public int rows() {
        return timesS.length;
    }

    public int columns() {
        return head.dimensionIds.size();
    }

    /** The last second a row stands for. */
    public long timeS(int row) {
        return timesS[row];
    }

    /** NaN for a gap. */
    public double value(int row, int column) {
        return values[row][column];
    }

    /** In Netdata's words, with the options of the question. */
    public String as(DataFormat format) {
        String newline = isWrapped() ? "\n" : "\r\n";
        String plain =
                switch (format) {
                    case JSON, JSONP -> DataJson.of(this);
                    case CSV -> DataLines.table(this, ',', newline);
                    case TSV, TSV_EXCEL -> DataLines.table(this, '\t', newline);
                    case MARKDOWN -> DataLines.markdown(this, newline);
                    case HTML -> DataLines.html(this);
                    case SSV -> DataLines.numbers(this, ' ');
                    case SSVCOMMA -> DataLines.numbers(this, ',');
                    case ARRAY -> '[' + DataLines.numbers(this, ',') + ']';
                    case CSVJSONARRAY -> DataJson.lists(this);
                    case DATATABLE, DATASOURCE -> DataTable.of(this);
                };
        return isWrapped() ? DataJson.wrapped(this, format, plain) : plain;
    }

    /** The same as a call of a function, for formats that are one; others are as they are. */
    public String call(DataFormat format, String function, String requestId) {
        return switch (format) {
            case JSONP -> function + '(' + as(format) + ");";
            case DATASOURCE -> DataTable.call(this, as(format), function, requestId);
            default -> as(format);
        };
    }

    /** Whether the answer is an object that also tells about itself: always JSON. */
    public boolean isWrapped() {
        return head.query.options().contains(DataOption.JSONWRAP);
    }
}
