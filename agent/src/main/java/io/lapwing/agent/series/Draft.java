// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** A block of seconds while it is put together from pieces. */
final class Draft {
    private static final int LENGTH = Packing.VALUES_MAX;

    private final long span;
    private final BitSet told = new BitSet(LENGTH);
    private final List<double[]> values = new ArrayList<>();
    private final List<Flags> flags = new ArrayList<>();
    private final Packing packing = new Packing();

    Draft(long span) {
        this.span = span;
    }

    /** Writes a second over whatever it was. */
    void put(long second, double[] row, Flags ofDimensions) {
        int index = (int) (second - span * LENGTH - 1);
        told.set(index);
        columns(row.length);
        for (int i = 0; i < row.length; i++) {
            values.get(i)[index] = row[i];
            flags.get(i).set(index, ofDimensions.resets().get(i), ofDimensions.marks().get(i));
        }
    }

    Block block() {
        byte[][] columns = new byte[values.size()][];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = packing.pack(values.get(i), LENGTH, flags.get(i));
        }
        return new Block(span, told, columns);
    }

    /** One block of two about a chart's span; a second that both know is as the later says. */
    static Kept together(Kept earlier, Kept later) {
        List<Dimension> dimensions = new ArrayList<>(later.chart().dimensions());
        Draft draft = new Draft(later.block().span());
        for (Kept kept : List.of(later, earlier)) {
            List<Dimension> its = kept.chart().dimensions();
            byte[][] columns = kept.block().columns();
            for (int i = 0; i < Math.min(its.size(), columns.length); i++) {
                int at = indexOf(dimensions, its.get(i).id());
                if (at < 0) {
                    at = dimensions.size();
                    dimensions.add(its.get(i));
                }
                draft.fill(at, columns[i]);
            }
            draft.told.or(kept.block().told());
        }
        return new Kept(later.chart().with(dimensions), draft.block());
    }

    /** Takes over a column's values of seconds that are not told of yet. */
    private void fill(int at, byte[] packed) {
        columns(at + 1);
        if (packed.length == 0) {
            return;
        }
        double[] column = new double[LENGTH];
        packing.unpack(packed, LENGTH, column);
        Flags its = Packing.flags(packed, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            if (!told.get(i)) {
                values.get(at)[i] = column[i];
                flags.get(at).set(i, its.resets().get(i), its.marks().get(i));
            }
        }
    }

    private void columns(int count) {
        while (values.size() < count) {
            double[] column = new double[LENGTH];
            Arrays.fill(column, Double.NaN);
            values.add(column);
            flags.add(Flags.none());
        }
    }

    private static int indexOf(List<Dimension> dimensions, String id) {
        for (int i = 0; i < dimensions.size(); i++) {
            if (dimensions.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
