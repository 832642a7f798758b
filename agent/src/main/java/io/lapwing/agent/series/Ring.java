// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one dimension for the last {@link #SECONDS_KEPT} seconds, NaN where there is none.
 *
 * <p>Time is cut into windows of {@link #WINDOW_S} seconds. The window that is being written is
 * held as it is; one that is over is packed. Owned by the agent's thread.
 */
public final class Ring {
    /** An hour, and the longest window that a rule may look at from its beginning. */
    public static final int SECONDS_KEPT = 3_600 + 600;

    /** Seconds that are packed together; a window ends with a multiple of it. */
    static final int WINDOW_S = Packing.VALUES_MAX;

    private static final int WINDOWS_MAX = SECONDS_KEPT / WINDOW_S + 3;

    /** Instead of the bytes of a window without values. */
    private static final byte[] NOTHING = {};

    private static final BitSet NO_MARKS = new BitSet(0);

    private final Workbench bench;
    private final byte[][] packed = new byte[WINDOWS_MAX][];
    private final OpenWindow open = new OpenWindow();
    private @Nullable Flags flags;
    private long window;
    private long firstS;
    private long lastS;

    public Ring() {
        this(new Workbench());
    }

    Ring(Workbench bench) {
        this.bench = bench;
        Arrays.fill(packed, NOTHING);
    }

    /** Room to pack and unpack in, shared by the rings of one thread. */
    static final class Workbench {
        private final Packing packing = new Packing();
        private final double[] values = new double[WINDOW_S];
    }

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
        put(second, value, reset, false);
    }

    /** The same, and whether the value is out of line with those before. */
    void put(long second, double value, boolean reset, boolean mark) {
        if (second <= lastS) {
            throw new IllegalArgumentException(second + " is not after " + lastS);
        }
        double kept = value + 0.0; // makes 0 of -0
        if (lastS == 0) {
            begin();
            firstS = second;
            window = windowOf(second);
        }
        endWindowsBefore(windowOf(second));
        open.put(index(second), kept);
        if (reset || mark) {
            flags = flags == null ? Flags.none() : flags;
            flags.set(index(second), reset, mark);
        }
        lastS = second;
    }

    /** Packs what came before a window; there is nothing to do when that has been done. */
    void endWindowsBefore(long next) {
        if (lastS == 0 || next <= window) {
            return;
        }
        packed[slot(window)] =
                open.isEmpty() ? NOTHING : bench.packing.pack(copied(), WINDOW_S, flags);
        for (long skipped = Math.max(window + 1, next - WINDOWS_MAX); skipped < next; skipped++) {
            packed[slot(skipped)] = NOTHING;
        }
        packed[slot(next)] = NOTHING;
        window = next;
        begin();
    }

    /** A window that is over, as it is packed; empty without a value, or when forgotten. */
    byte[] packed(long wanted) {
        return wanted < window && wanted > window - WINDOWS_MAX ? packed[slot(wanted)] : NOTHING;
    }

    /** The same of any window, also of the one that is being written, as far as it is. */
    byte[] packedNow(long wanted) {
        if (wanted != window || lastS == 0) {
            return packed(wanted);
        }
        return open.isEmpty() ? NOTHING : bench.packing.pack(copied(), WINDOW_S, flags);
    }

    /** Goes on where an earlier process stopped; its windows follow. Before any put. */
    void resume(long first, long last) {
        firstS = first;
        lastS = last;
        window = windowOf(last);
    }

    /** Takes back a window of an earlier process. */
    void resumed(long its, byte[] bytes) {
        if (its == window) {
            bench.packing.unpack(bytes, WINDOW_S, bench.values);
            open.load(bench.values, index(lastS));
            flags = someOrNull(Packing.flags(bytes, WINDOW_S));
        } else if (its < window && its > window - WINDOWS_MAX) {
            packed[slot(its)] = bytes;
        }
    }

    /** Forgets this second and all after it. */
    public void forgetFrom(long second) {
        if (lastS == 0 || second > lastS) {
            return;
        }
        if (second <= firstS()) {
            firstS = 0;
            lastS = 0;
            Arrays.fill(packed, NOTHING);
            begin();
            return;
        }
        long last = second - 1;
        if (windowOf(last) < window) {
            byte[] bytes = packed(windowOf(last));
            open.load(unpacked(windowOf(last)), index(last));
            flags = bytes.length == 0 ? null : someOrNull(Packing.flags(bytes, WINDOW_S));
            for (long over = windowOf(last); over < window; over++) {
                packed[slot(over)] = NOTHING;
            }
            window = windowOf(last);
        }
        open.forgetAfter(index(last));
        if (flags != null) {
            flags.clearAfter(index(last));
        }
        lastS = last;
    }

    /** The value of a second; NaN when there is none. */
    public double at(long second) {
        if (second < firstS() || second > lastS || lastS == 0) {
            return Double.NaN;
        }
        if (windowOf(second) == window) {
            return open.at(index(second));
        }
        return unpacked(windowOf(second))[index(second)];
    }

    /** Whether a counter behind the value of this second began again. */
    public boolean resetAt(long second) {
        if (second < firstS() || second > lastS || lastS == 0) {
            return false;
        }
        if (windowOf(second) == window) {
            return flags != null && flags.resets().get(index(second));
        }
        byte[] bytes = packed(windowOf(second));
        return bytes.length > 0 && Packing.flags(bytes, WINDOW_S).resets().get(index(second));
    }

    /** Whether the value of this second was out of line with those before. */
    public boolean markedAt(long second) {
        return second >= firstS() && second <= lastS && marks(windowOf(second)).get(index(second));
    }

    /** The marks of a window, by the places of its seconds; not to be changed. */
    BitSet marks(long wanted) {
        if (wanted == window) {
            return flags == null ? NO_MARKS : flags.marks();
        }
        byte[] bytes = packed(wanted);
        return Packing.hasMarks(bytes) ? Packing.flags(bytes, WINDOW_S).marks() : NO_MARKS;
    }

    /**
     * For each value there is in {@code from..to}, oldest first, 100 when it is marked and 0 when
     * it is not; answers how many.
     */
    public int collectMarks(long from, long to, double[] into) {
        int count = 0;
        long last = Math.min(to, lastS);
        for (long second = Math.max(from, firstS()); second <= last; ) {
            long end = Math.min(last, endOf(windowOf(second)));
            double[] values = values(windowOf(second));
            BitSet marks = marks(windowOf(second));
            for (int i = index(second); i <= index(end); i++) {
                if (!Double.isNaN(values[i])) {
                    into[count++] = marks.get(i) ? 100 : 0;
                }
            }
            second = end + 1;
        }
        return count;
    }

    /** Copies the values there are in {@code from..to}, oldest first; answers how many. */
    public int collect(long from, long to, double[] into) {
        int count = 0;
        long last = Math.min(to, lastS);
        long second = Math.max(from, firstS());
        while (second <= last) {
            long end = Math.min(last, endOf(windowOf(second)));
            boolean written = windowOf(second) == window;
            double[] values = written ? bench.values : unpacked(windowOf(second));
            for (int i = index(second); i <= index(end); i++) {
                double value = written ? open.at(i) : values[i];
                if (!Double.isNaN(value)) {
                    into[count++] = value;
                }
            }
            second = end + 1;
        }
        return count;
    }

    /** Copies seconds {@code from..to} to {@code at} and on, NaN where there is none. */
    public void copy(long from, long to, double[] into, int at) {
        Arrays.fill(into, at, at + (int) (to - from + 1), Double.NaN);
        long last = Math.min(to, lastS);
        long second = Math.max(from, firstS());
        while (second <= last) {
            long end = Math.min(last, endOf(windowOf(second)));
            double[] values = values(windowOf(second));
            int length = (int) (end - second + 1);
            System.arraycopy(values, index(second), into, at + (int) (second - from), length);
            second = end + 1;
        }
    }

    /** Seconds {@code from..to}, NaN where there is none; at most as many as are kept. */
    public Line line(long from, long to) {
        long first = Math.max(from, to - SECONDS_KEPT + 1);
        double[] line = new double[(int) Math.max(0, to - first + 1)];
        if (line.length > 0) {
            copy(first, to, line, 0);
        }
        return new Line(first, line);
    }

    /** A window's values, in an array that the next call overwrites. */
    private double[] values(long wanted) {
        return wanted == window ? copied() : unpacked(wanted);
    }

    private double[] unpacked(long wanted) {
        byte[] bytes = packed(wanted);
        if (bytes.length == 0) {
            Arrays.fill(bench.values, Double.NaN);
        } else {
            bench.packing.unpack(bytes, WINDOW_S, bench.values);
        }
        return bench.values;
    }

    private double[] copied() {
        open.copy(bench.values);
        return bench.values;
    }

    private void begin() {
        open.clear();
        flags = null;
    }

    private static @Nullable Flags someOrNull(Flags read) {
        return read.isEmpty() ? null : read;
    }

    private static long endOf(long wanted) {
        return (wanted + 1) * WINDOW_S;
    }

    private static int index(long second) {
        return (int) ((second - 1) % WINDOW_S);
    }

    private static long windowOf(long second) {
        return Tier.SECONDS.span(second);
    }

    private static int slot(long wanted) {
        return (int) (wanted % WINDOWS_MAX);
    }
}
