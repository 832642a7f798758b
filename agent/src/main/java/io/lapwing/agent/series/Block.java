// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.util.BitSet;

/**
 * One span of a chart: in which of its rows the target told anything, and the packed columns of its
 * dimensions. Immutable by agreement.
 *
 * @param told rows with a sample; a value that is missing in one of them was not a number
 * @param columns in the order of the dimensions; empty for one without values
 */
record Block(long span, BitSet told, byte[][] columns) {
    /** More columns than a chart can have. */
    private static final int COLUMNS_MAX = 4_096;

    private static final int COLUMN_BYTES_MAX = 1 << 16;

    /** Writes it as the block of the chart with this number. */
    void write(int chart, int rows, ByteSink out) {
        out.number(chart);
        out.number(span);
        Packing.runs(out, rows, told::get);
        out.number(columns.length);
        for (byte[] column : columns) {
            out.number(column.length);
        }
        for (byte[] column : columns) {
            out.put(column);
        }
    }

    /** Reads what follows the chart's number and the span. */
    static Block read(long span, int rows, ByteSource in) {
        BitSet told = Packing.runs(in, rows);
        int[] lengths = new int[in.count(COLUMNS_MAX)];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = in.count(COLUMN_BYTES_MAX);
        }
        byte[][] columns = new byte[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            columns[i] = in.bytes(lengths[i]);
        }
        return new Block(span, told, columns);
    }
}
