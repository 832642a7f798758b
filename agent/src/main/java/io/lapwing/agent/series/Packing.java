// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Packs the values of one series in one window into few bytes, and unpacks them: bit by bit the
 * same values, NaN where there is none. docs/formats/series.md draws the bytes.
 *
 * <p>Most of a broker's series count events or things, so their values are whole numbers, or whole
 * tenths. What is written of these is how far each lies from what one of three guesses says: the
 * value before, the line through the two before, or the middle of all. The guess that costs least
 * is taken. The distances are small and mostly near zero, which Rice's code writes in about as many
 * bits as they are worth; groups of values have a parameter each. Other numbers are written as
 * those bits that differ from the value before.
 *
 * <p>An object is a place to work, not to share between threads.
 */
final class Packing {
    /** The longest window. */
    static final int VALUES_MAX = 240;

    private static final int CONSTANT = 0;
    private static final int WHOLE = 1;
    private static final int REAL = 2;
    private static final int SCHEME_BITS = 2;
    private static final int HAS_GAPS = 1 << 2;
    private static final int HAS_RESETS = 1 << 3;
    private static final int EXPONENT_SHIFT = 4;
    private static final int EXPONENT_MASK = 7;
    private static final int HAS_MARKS = 1 << 7;

    private static final double[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};
    private static final double WHOLE_MAX = 1L << 52;

    private final double[] present = new double[VALUES_MAX];
    private final long[] wholes = new long[VALUES_MAX];
    private final ByteSink out = new ByteSink(1_024);
    private final Rice rice = new Rice();

    /** Packs the first {@code length} values and their flags, null for none. */
    byte[] pack(double[] values, int length, @Nullable Flags flags) {
        int count = 0;
        for (int i = 0; i < length; i++) {
            if (!Double.isNaN(values[i])) {
                present[count++] = values[i];
            }
        }
        boolean constant = isConstant(count);
        int exponent = exponent(count);
        boolean whole = exponent >= 0;
        int scheme = constant ? CONSTANT : whole ? WHOLE : REAL;
        boolean hasResets = flags != null && !flags.resets().isEmpty();
        boolean hasMarks = flags != null && !flags.marks().isEmpty();
        out.clear();
        out.put(
                scheme
                        | (count < length ? HAS_GAPS : 0)
                        | (hasResets ? HAS_RESETS : 0)
                        | (hasMarks ? HAS_MARKS : 0)
                        | (whole ? exponent : POWERS.length) << EXPONENT_SHIFT);
        if (count < length) {
            runs(out, length, i -> !Double.isNaN(values[i]));
        }
        if (flags != null && hasResets) {
            runs(out, length, flags.resets()::get);
        }
        if (flags != null && hasMarks) {
            runs(out, length, flags.marks()::get);
        }
        if (count == 0) {
            return out.toBytes();
        }
        if (!whole) {
            packReal(constant ? 1 : count);
        } else if (constant) {
            out.signed(wholes[0]);
        } else {
            rice.pack(wholes, count, out);
        }
        return out.toBytes();
    }

    /** Fills the first {@code length} of {@code into}, NaN where there is no value. */
    void unpack(byte[] packed, int length, double[] into) {
        ByteSource in = new ByteSource(packed);
        int head = in.next();
        int count = length;
        boolean gaps = (head & HAS_GAPS) != 0;
        BitSet there = gaps ? runs(in, length) : new BitSet(0);
        if (gaps) {
            count = there.cardinality();
        }
        if ((head & HAS_RESETS) != 0) {
            BitSet unused = runs(in, length);
        }
        if ((head & HAS_MARKS) != 0) {
            BitSet unused = runs(in, length);
        }
        if (count > 0) {
            unpackPresent(head, in, count, gaps ? present : into);
        }
        if (gaps) {
            int next = 0;
            for (int i = 0; i < length; i++) {
                into[i] = there.get(i) ? present[next++] : Double.NaN;
            }
        }
    }

    /** The flags of a packed column. */
    static Flags flags(byte[] packed, int length) {
        ByteSource in = new ByteSource(packed);
        int head = in.next();
        if ((head & (HAS_RESETS | HAS_MARKS)) == 0) {
            return Flags.none();
        }
        if ((head & HAS_GAPS) != 0) {
            BitSet unused = runs(in, length);
        }
        BitSet resets = (head & HAS_RESETS) != 0 ? runs(in, length) : new BitSet(0);
        BitSet marks = (head & HAS_MARKS) != 0 ? runs(in, length) : new BitSet(0);
        return new Flags(resets, marks);
    }

    /** Whether any value of a packed column is marked. */
    static boolean hasMarks(byte[] packed) {
        return packed.length > 0 && (packed[0] & HAS_MARKS) != 0;
    }

    private void unpackPresent(int head, ByteSource in, int count, double[] into) {
        int exponent = head >> EXPONENT_SHIFT & EXPONENT_MASK;
        boolean whole = exponent < POWERS.length;
        switch (head & ((1 << SCHEME_BITS) - 1)) {
            case CONSTANT -> {
                double value = whole ? in.signed() / POWERS[exponent] : in.real();
                Arrays.fill(into, 0, count, value);
            }
            case WHOLE -> {
                rice.unpack(in, count, wholes);
                double power = POWERS[Math.min(exponent, POWERS.length - 1)];
                for (int i = 0; i < count; i++) {
                    into[i] = wholes[i] / power;
                }
            }
            case REAL -> unpackReal(in, count, into);
            default -> throw new Damaged("an unknown scheme");
        }
    }

    private boolean isConstant(int count) {
        for (int i = 1; i < count; i++) {
            if (raw(present[i]) != raw(present[0])) {
                return false;
            }
        }
        return true;
    }

    /** The least power of ten that makes all values whole, which are then in wholes; else -1. */
    private int exponent(int count) {
        int exponent = 0;
        int i = 0;
        while (i < count) {
            double value = present[i];
            double scaled = Math.rint(value * POWERS[exponent]);
            // The bits are compared because -0.0 is no whole number.
            if (Math.abs(scaled) <= WHOLE_MAX
                    && raw((long) scaled / POWERS[exponent]) == raw(value)) {
                wholes[i++] = (long) scaled;
            } else if (++exponent == POWERS.length) {
                return -1;
            } else {
                i = 0;
            }
        }
        return exponent;
    }

    private void packReal(int count) {
        out.real(present[0]);
        for (int i = 1; i < count; i++) {
            long changed = raw(present[i]) ^ raw(present[i - 1]);
            if (changed == 0) {
                out.bits(0, 1);
                continue;
            }
            int leading = Long.numberOfLeadingZeros(changed);
            int width = Long.SIZE - leading - Long.numberOfTrailingZeros(changed);
            long significant = changed >>> Long.numberOfTrailingZeros(changed);
            out.bits(1, 1);
            out.bits(leading, 6);
            out.bits(width - 1, 6);
            out.bits(significant, Math.min(width, 32));
            if (width > 32) {
                out.bits(significant >>> 32, width - 32);
            }
        }
        out.endBits();
    }

    private static void unpackReal(ByteSource in, int count, double[] into) {
        into[0] = in.real();
        long before = raw(into[0]);
        for (int i = 1; i < count; i++) {
            if (in.bits(1) != 0) {
                int leading = (int) in.bits(6);
                int width = (int) in.bits(6) + 1;
                if (leading + width > Long.SIZE) {
                    throw new Damaged("more bits than a number has");
                }
                long significant = in.bits(Math.min(width, 32));
                if (width > 32) {
                    significant |= in.bits(width - 32) << 32;
                }
                before ^= significant << (Long.SIZE - leading - width);
            }
            into[i] = Double.longBitsToDouble(before);
        }
    }

    private static long raw(double value) {
        return Double.doubleToRawLongBits(value);
    }

    /** Which of some places are meant. */
    interface Marks {
        boolean at(int index);
    }

    /** Writes which places are marked: how many are not, how many are, and so on by turns. */
    static void runs(ByteSink out, int length, Marks marks) {
        int from = 0;
        boolean marked = false;
        for (int i = 0; i <= length; i++) {
            if (i == length || marks.at(i) != marked) {
                out.number(i - from);
                from = i;
                marked = !marked;
            }
        }
        if (from < length) {
            throw new IllegalStateException("a run is left");
        }
    }

    static BitSet runs(ByteSource in, int length) {
        BitSet marks = new BitSet(length);
        boolean marked = false;
        for (int at = 0; at < length; marked = !marked) {
            int run = in.count(length - at);
            if (run == 0 && at > 0) {
                throw new Damaged("an empty run");
            }
            marks.set(at, at + run, marked);
            at += run;
        }
        return marks;
    }
}
