// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import io.lapwing.agent.collect.Metric;
import io.lapwing.agent.collect.Relabel;
import io.lapwing.agent.collect.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which line is which series: by the bytes of name and labels as the target writes them. The line
 * that followed another one last time is looked at first, so that in the steady state a series
 * costs one comparison. Owned by the thread that asks.
 */
final class SeriesTable {
    /** Different lines that are known; the series of further ones are left out and counted. */
    static final int LINES_MAX = 2 * Samples.SAMPLES_MAX;

    /** A line whose series is not kept. */
    static final int LEFT_OUT = -1;

    /** What {@link #find} answers for a line that is new. */
    static final int UNKNOWN = -2;

    private static final int NONE = -1;

    private final List<Relabel> steps;
    private final List<Metric> metrics = new ArrayList<>();
    private List<Metric> told = List.of();
    private byte[] keys = new byte[8 * 1024];
    private int[] ends = new int[256];
    private int[] metricOf = new int[256];
    private int[] next = new int[256];
    private int[] slots = new int[1024];
    private int lines;
    private int last = NONE;
    private long leftOut;

    SeriesTable(List<Relabel> steps) {
        this.steps = steps;
        Arrays.fill(slots, NONE);
    }

    /** Begins with the first line again. */
    void begin() {
        last = NONE;
    }

    /** Adds a series that no line tells. */
    int add(Metric metric) {
        metrics.add(metric);
        return metrics.size() - 1;
    }

    /** All series so far, in the order of their numbers; a list that does not change. */
    List<Metric> metrics() {
        if (told.size() != metrics.size()) {
            told = List.copyOf(metrics);
        }
        return told;
    }

    long leftOut() {
        return leftOut;
    }

    /** The length of the line's key if it is the one that comes next, else -1. */
    int expected(byte[] bytes, int at, int end) {
        int line = following();
        if (line < 0) {
            return NONE;
        }
        int start = start(line);
        int length = ends[line] - start;
        // What follows a key is a blank, so that no key is taken for one that it begins.
        if (at + length >= end
                || bytes[at + length] != ' '
                || !Arrays.equals(keys, start, ends[line], bytes, at, at + length)) {
            return NONE;
        }
        return length;
    }

    /** Takes the line that {@link #expected} found, and answers the number of its series. */
    int takeExpected() {
        last = following();
        return metricOf[last];
    }

    /** Finds a line by its key; {@link #UNKNOWN} when it is new. */
    int find(byte[] bytes, int from, int to) {
        int slot = slot(bytes, from, to);
        int line = slots[slot];
        if (line == NONE) {
            return UNKNOWN;
        }
        if (last != NONE) {
            next[last] = line;
        }
        last = line;
        return metricOf[line];
    }

    /** Takes in a new line, and answers the number of its series, or that it is left out. */
    int learn(byte[] bytes, int from, int to, Metric metric) {
        if (lines == LINES_MAX) {
            leftOut++;
            return LEFT_OUT;
        }
        int number = numberOf(metric);
        grow(to - from);
        System.arraycopy(bytes, from, keys, start(lines), to - from);
        ends[lines] = start(lines) + to - from;
        metricOf[lines] = number;
        next[lines] = lines + 1;
        slots[slot(bytes, from, to)] = lines;
        if (last != NONE) {
            next[last] = lines;
        }
        last = lines++;
        return number;
    }

    private int numberOf(Metric metric) {
        Metric kept = metric;
        for (Relabel step : steps) {
            Metric after = step.apply(kept);
            if (after == null) {
                return LEFT_OUT;
            }
            kept = after;
        }
        if (metrics.size() == Samples.SAMPLES_MAX) {
            leftOut++;
            return LEFT_OUT;
        }
        return add(kept);
    }

    private int following() {
        int line = last == NONE ? 0 : next[last];
        return line < lines ? line : NONE;
    }

    private int start(int line) {
        return line == 0 ? 0 : ends[line - 1];
    }

    /** Where a key is, or where it would be. */
    private int slot(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int mask = slots.length - 1;
        int slot = (hash ^ hash >>> 15) & mask;
        while (slots[slot] != NONE && !isLine(slots[slot], bytes, from, to)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isLine(int line, byte[] bytes, int from, int to) {
        return Arrays.equals(keys, start(line), ends[line], bytes, from, to);
    }

    private void grow(int keyBytes) {
        int keysEnd = start(lines) + keyBytes;
        if (keysEnd > keys.length) {
            keys = Arrays.copyOf(keys, Math.max(keysEnd, keys.length * 2));
        }
        if (lines == ends.length) {
            ends = Arrays.copyOf(ends, lines * 2);
            metricOf = Arrays.copyOf(metricOf, lines * 2);
            next = Arrays.copyOf(next, lines * 2);
        }
        if (lines * 2 >= slots.length) {
            slots = new int[slots.length * 2];
            Arrays.fill(slots, NONE);
            for (int line = 0; line < lines; line++) {
                slots[slot(keys, start(line), ends[line])] = line;
            }
        }
    }
}
