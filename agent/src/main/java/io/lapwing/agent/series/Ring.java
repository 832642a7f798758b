// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The values of one dimension for the last {@link #SECONDS_KEPT} seconds, NaN where there is none.
 * As long as all of them are equal and without a gap it holds that one value only: most series of a
 * broker never move. Owned by the agent's thread.
 */
public final class Ring {
    /** An hour, and the longest window that a rule may look at from its beginning. */
    public static final int SECONDS_KEPT = 3_600 + 600;

    private final BitSet resets = new BitSet();
    private double[] values = {};
    private double same = Double.NaN;
    private long firstS;
    private long lastS;

    /** The first second kept; 0 when there is none. */
    public long firstS() {
        return lastS == 0 ? 0 : Math.max(firstS, lastS - SECONDS_KEPT + 1);
    }

    /** The newest second; 0 when there is none. */
    public long lastS() {
        return lastS;
    }

    /** Appends a second; the seconds since the newest one become a gap. */
    public void put(long second, double value, boolean reset) {
        if (lastS == 0) {
            firstS = second;
            lastS = second - 1;
            same = value;
        }
        if (second <= lastS) {
            throw new IllegalArgumentException(second + " is not after " + lastS);
        }
        if (values.length == 0 && (second > lastS + 1 || value != same || reset)) {
            spread();
        }
        if (values.length > 0) {
            long gapFrom = Math.max(lastS + 1, second - SECONDS_KEPT + 1);
            for (long missing = gapFrom; missing < second; missing++) {
                write(missing, Double.NaN, false);
            }
            write(second, value, reset);
        }
        lastS = second;
    }

    /** Forgets this second and all after it. */
    public void forgetFrom(long second) {
        if (lastS == 0 || second <= firstS()) {
            firstS = 0;
            lastS = 0;
            values = new double[0];
            resets.clear();
        } else if (second <= lastS) {
            lastS = second - 1;
        }
    }

    /** The value of a second; NaN when there is none. */
    public double at(long second) {
        if (second < firstS() || second > lastS || lastS == 0) {
            return Double.NaN;
        }
        return values.length == 0 ? same : values[slot(second)];
    }

    /** Whether a counter behind the value of this second began again. */
    public boolean resetAt(long second) {
        return second >= firstS() && second <= lastS && resets.get(slot(second));
    }

    /** Copies the values there are in {@code from..to}, oldest first; answers how many. */
    public int collect(long from, long to, double[] into) {
        int count = 0;
        long last = Math.min(to, lastS);
        for (long second = Math.max(from, firstS()); second <= last; second++) {
            double value = at(second);
            if (!Double.isNaN(value)) {
                into[count++] = value;
            }
        }
        return count;
    }

    /** Seconds {@code from..to}, NaN where there is none; at most as many as are kept. */
    public Line line(long from, long to) {
        long first = Math.max(from, to - SECONDS_KEPT + 1);
        double[] line = new double[(int) Math.max(0, to - first + 1)];
        for (int i = 0; i < line.length; i++) {
            line[i] = at(first + i);
        }
        return new Line(first, line);
    }

    private void spread() {
        values = new double[SECONDS_KEPT];
        Arrays.fill(values, Double.NaN);
        for (long second = firstS(); second <= lastS; second++) {
            values[slot(second)] = same;
        }
    }

    private void write(long second, double value, boolean reset) {
        values[slot(second)] = value;
        resets.set(slot(second), reset);
    }

    private static int slot(long second) {
        return (int) (second % SECONDS_KEPT);
    }
}
