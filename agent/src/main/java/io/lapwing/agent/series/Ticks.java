// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one second of all charts, as they go to the log of ticks: what changed since the
 * second before, or, in a whole tick, everything. Written by the agent's thread, read at a start.
 */
final class Ticks {
    private static final int NOT_A_NUMBER = 0;
    private static final int IN_FULL = 1;
    private static final int WHOLE_NUMBERS_FROM = 2;
    private static final double WHOLE_MAX = 1L << 52;
    private static final int DIMENSIONS_MAX = 4_096;

    private Ticks() {}

    /** Begins a second. */
    static void begin(long second, boolean whole, ByteSink out) {
        out.clear();
        out.number(second);
        out.put(whole ? 1 : 0);
    }

    /** Adds a chart's values of the second; {@code before} holds those of the second before. */
    static void add(
            int number, double[] values, double[] before, int count, Flags flags, ByteSink out) {
        out.number(number);
        boolean resets = !flags.resets().isEmpty();
        boolean marks = !flags.marks().isEmpty();
        out.number((long) count << 2 | (marks ? 2 : 0) | (resets ? 1 : 0));
        for (int from = 0; from < count; from += Byte.SIZE) {
            int changed = 0;
            for (int i = from; i < Math.min(count, from + Byte.SIZE); i++) {
                changed |= differs(values[i], before[i]) ? 1 << (i - from) : 0;
            }
            out.put(changed);
        }
        for (int i = 0; i < count; i++) {
            if (differs(values[i], before[i])) {
                value(values[i], before[i], out);
            }
        }
        if (resets) {
            Packing.runs(out, count, flags.resets()::get);
        }
        if (marks) {
            Packing.runs(out, count, flags.marks()::get);
        }
    }

    /** Who is told what a tick says. */
    interface Reader {
        void values(int number, long second, double[] values, Flags flags);
    }

    /** Reads ticks one after the other; some may be missing between. */
    static final class Replay {
        private record Last(long second, double[] values) {}

        private final Map<Integer, Last> last = new HashMap<>();
        private long lastSecond;

        /** A tick that builds on one that is missing tells nothing. */
        void read(ByteSource in, Reader reader) {
            long second = in.number();
            boolean whole = in.next() == 1;
            boolean follows = second == lastSecond + 1;
            if (!whole && !follows) {
                return;
            }
            while (in.hasMore()) {
                int number = in.count(Integer.MAX_VALUE);
                long head = in.count(DIMENSIONS_MAX * 4 + 3);
                int count = (int) head >> 2;
                Last known = last.get(number);
                boolean builds = !whole && known != null && known.second == second - 1;
                double[] values = values(in, count, builds && known != null ? known.values : null);
                BitSet resets = (head & 1) != 0 ? Packing.runs(in, count) : new BitSet(0);
                BitSet marks = (head & 2) != 0 ? Packing.runs(in, count) : new BitSet(0);
                last.put(number, new Last(second, values));
                reader.values(number, second, values, new Flags(resets, marks));
            }
            lastSecond = second;
        }

        private static double[] values(ByteSource in, int count, double @Nullable [] before) {
            boolean[] changed = new boolean[count];
            int eight = 0;
            for (int i = 0; i < count; i++) {
                eight = i % Byte.SIZE == 0 ? in.next() : eight >> 1;
                changed[i] = (eight & 1) != 0;
            }
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                double base = before != null && i < before.length ? before[i] : Double.NaN;
                values[i] = changed[i] ? value(in, base) : base;
            }
            return values;
        }
    }

    private static boolean differs(double value, double before) {
        return Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(before)
                && !(Double.isNaN(value) && Double.isNaN(before));
    }

    private static void value(double value, double before, ByteSink out) {
        if (Double.isNaN(value)) {
            out.number(NOT_A_NUMBER);
        } else if (isWhole(value)) {
            out.number(ByteSink.zigzag((long) value - base(before)) + WHOLE_NUMBERS_FROM);
        } else {
            out.number(IN_FULL);
            out.real(value);
        }
    }

    private static double value(ByteSource in, double before) {
        long code = in.number();
        if (code == NOT_A_NUMBER) {
            return Double.NaN;
        }
        return code == IN_FULL
                ? in.real()
                : base(before) + ByteSource.unzigzag(code - WHOLE_NUMBERS_FROM);
    }

    private static long base(double before) {
        return isWhole(before) ? (long) before : 0;
    }

    private static boolean isWhole(double value) {
        return Math.abs(value) <= WHOLE_MAX && value == (long) value;
    }
}
