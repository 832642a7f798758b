// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.util.Arrays;

/** Whole numbers as distances from a guess, in Rice's code. Part of a {@link Packing}. */
final class Rice {
    /** The guesses by number; 0 is the value before. */
    private static final int LINE = 1;

    private static final int MIDDLE = 2;
    private static final int GUESSES = 3;

    /** Numbers that share a parameter. */
    private static final int GROUP = 60;

    private static final int PARAMETER_BITS = 6;
    private static final int PARAMETER_MAX = 55;

    /** A distance that would need more zeros than this is written in full. */
    private static final int ZEROS_MAX = 20;

    private static final int IN_FULL_BITS = ZEROS_MAX + 1 + Long.SIZE;

    private final long[] sorted = new long[Packing.VALUES_MAX];
    private final long[][] distances = new long[GUESSES][Packing.VALUES_MAX];
    private final int[][] parameters = new int[GUESSES][(Packing.VALUES_MAX + GROUP - 1) / GROUP];

    void pack(long[] values, int count, ByteSink out) {
        System.arraycopy(values, 0, sorted, 0, count);
        Arrays.sort(sorted, 0, count);
        long middle = sorted[count / 2];
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int guess = 0; guess < GUESSES; guess++) {
            measure(values, count, guess, guess == MIDDLE ? middle : values[0]);
            long cost = cost(count, guess);
            if (cost < least) {
                least = cost;
                best = guess;
            }
        }
        out.put(best);
        out.signed(best == MIDDLE ? middle : values[0]);
        for (int i = 0; i < count; i++) {
            int parameter = parameters[best][i / GROUP];
            if (i % GROUP == 0) {
                out.bits(parameter, PARAMETER_BITS);
            }
            write(distances[best][i], parameter, out);
        }
        out.endBits();
    }

    void unpack(ByteSource in, int count, long[] into) {
        int guess = in.next();
        if (guess >= GUESSES) {
            throw new Damaged("an unknown guess");
        }
        long base = in.signed();
        long before = base;
        long slope = 0;
        int parameter = 0;
        for (int i = 0; i < count; i++) {
            if (i % GROUP == 0) {
                parameter = (int) in.bits(PARAMETER_BITS);
            }
            long distance = ByteSource.unzigzag(read(in, parameter));
            long value = distance + (guess == MIDDLE ? base : before + slope);
            slope = guess == LINE && i > 0 ? value - before : 0;
            before = value;
            into[i] = value;
        }
    }

    private static void write(long distance, int parameter, ByteSink out) {
        long zeros = distance >>> parameter;
        if (zeros >= ZEROS_MAX) {
            out.bits(1L << ZEROS_MAX, ZEROS_MAX + 1);
            out.bits(distance, Integer.SIZE);
            out.bits(distance >>> Integer.SIZE, Integer.SIZE);
            return;
        }
        out.bits(1L << zeros, (int) zeros + 1);
        out.bits(distance, Math.min(parameter, Integer.SIZE));
        if (parameter > Integer.SIZE) {
            out.bits(distance >>> Integer.SIZE, parameter - Integer.SIZE);
        }
    }

    private static long read(ByteSource in, int parameter) {
        int zeros = in.zeros(ZEROS_MAX);
        if (zeros == ZEROS_MAX) {
            return in.bits(Integer.SIZE) | in.bits(Integer.SIZE) << Integer.SIZE;
        }
        long rest = in.bits(Math.min(parameter, Integer.SIZE));
        if (parameter > Integer.SIZE) {
            rest |= in.bits(parameter - Integer.SIZE) << Integer.SIZE;
        }
        return (long) zeros << parameter | rest;
    }

    private void measure(long[] values, int count, int guess, long base) {
        long[] to = distances[guess];
        long before = base;
        long slope = 0;
        for (int i = 0; i < count; i++) {
            long value = values[i];
            long guessed = guess == MIDDLE ? base : before + slope;
            to[i] = ByteSink.zigzag(value - guessed);
            slope = guess == LINE && i > 0 ? value - before : 0;
            before = value;
        }
    }

    /** Chooses the parameter of each group, and answers the bits of all. */
    private long cost(int count, int guess) {
        long bits = 0;
        long[] from = distances[guess];
        for (int start = 0; start < count; start += GROUP) {
            int end = Math.min(start + GROUP, count);
            double sum = 0;
            for (int i = start; i < end; i++) {
                sum += from[i];
            }
            double mean = sum / (end - start);
            int middle = mean < 1 ? 0 : Math.min(Math.getExponent(mean), PARAMETER_MAX);
            // A few far outliers raise the mean; then a small parameter costs less.
            long least = cost(from, start, end, 0);
            int best = 0;
            int last = Math.min(middle + 1, PARAMETER_MAX);
            for (int each = Math.max(1, middle - 3); each <= last; each++) {
                long cost = cost(from, start, end, each);
                if (cost < least) {
                    least = cost;
                    best = each;
                }
            }
            parameters[guess][start / GROUP] = best;
            bits += least;
        }
        return bits;
    }

    private static long cost(long[] distances, int start, int end, int parameter) {
        long bits = 0;
        for (int i = start; i < end; i++) {
            long zeros = distances[i] >>> parameter;
            bits += zeros >= ZEROS_MAX ? IN_FULL_BITS : zeros + 1 + parameter;
        }
        return bits;
    }
}
