// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.util.Arrays;

/**
 * The values of a window while it is being written: a single one as long as they do not move, then
 * ints while they are whole, else doubles. A window that was written is emptied and used again.
 */
final class OpenWindow {
    private enum Form {
        SAME,
        INTS,
        DOUBLES
    }

    private static final int LENGTH = Packing.VALUES_MAX;

    /** Instead of a value that is missing. */
    private static final int NONE = Integer.MIN_VALUE;

    private static final int[] NO_INTS = {};
    private static final double[] NO_DOUBLES = {};

    private Form form = Form.SAME;
    private int[] ints = NO_INTS;
    private double[] doubles = NO_DOUBLES;
    private double same = Double.NaN;
    private int sameFrom;
    private int last = -1;

    boolean isEmpty() {
        return last < 0;
    }

    /** Writes the value at an index behind all others; those between are missing. */
    void put(int index, double value) {
        if (form == Form.SAME) {
            if (last < 0) {
                same = value;
                sameFrom = index;
            } else if (index > last + 1 || Double.compare(value, same) != 0) {
                spread(value);
            }
        }
        if (form == Form.INTS) {
            if (isInt(value)) {
                ints[index] = Double.isNaN(value) ? NONE : (int) value;
            } else {
                widen();
            }
        }
        if (form == Form.DOUBLES) {
            doubles[index] = value;
        }
        last = index;
    }

    /** NaN where there is none. */
    double at(int index) {
        if (index > last) {
            return Double.NaN;
        }
        return switch (form) {
            case SAME -> index < sameFrom ? Double.NaN : same;
            case INTS -> ints[index] == NONE ? Double.NaN : ints[index];
            case DOUBLES -> doubles[index];
        };
    }

    /** Copies all of the window. */
    void copy(double[] into) {
        for (int i = 0; i < LENGTH; i++) {
            into[i] = at(i);
        }
    }

    /** Takes a window as it is in an array, up to an index. */
    void load(double[] values, int upTo) {
        clear();
        for (int i = 0; i <= upTo; i++) {
            put(i, values[i]);
        }
    }

    void forgetAfter(int index) {
        last = Math.min(last, index);
        if (form == Form.SAME && last < sameFrom) {
            last = -1;
        }
    }

    /** Empties it. What did not move gives its arrays back. */
    void clear() {
        if (form != Form.INTS) {
            ints = NO_INTS;
        }
        if (form != Form.DOUBLES) {
            doubles = NO_DOUBLES;
        }
        form = Form.SAME;
        same = Double.NaN;
        last = -1;
    }

    private void spread(double next) {
        boolean whole = isInt(same) && isInt(next) && doubles.length == 0;
        if (whole) {
            ints = ints.length == 0 ? new int[LENGTH] : ints;
            Arrays.fill(ints, NONE);
            Arrays.fill(ints, sameFrom, last + 1, Double.isNaN(same) ? NONE : (int) same);
        } else {
            doubles = doubles.length == 0 ? new double[LENGTH] : doubles;
            Arrays.fill(doubles, Double.NaN);
            Arrays.fill(doubles, sameFrom, last + 1, same);
        }
        form = whole ? Form.INTS : Form.DOUBLES;
    }

    private void widen() {
        doubles = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            doubles[i] = ints[i] == NONE ? Double.NaN : ints[i];
        }
        form = Form.DOUBLES;
    }

    private static boolean isInt(double value) {
        return Double.isNaN(value) || value == (int) value && (int) value != NONE;
    }
}
