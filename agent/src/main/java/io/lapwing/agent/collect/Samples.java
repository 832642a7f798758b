// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import io.lapwing.base.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The newest numbers of one target, and what each has gained since the reading before. A metric
 * keeps its index for life. Owned by the agent's thread.
 */
public final class Samples {
    /** Further metrics of a target are left out and counted. */
    public static final int SAMPLES_MAX = 50_000;

    private final List<Metric> metrics = new ArrayList<>();
    private final BitSet resets = new BitSet();
    private double[] values = new double[256];
    private double[] before = new double[256];
    private double[] gained = new double[256];
    private double firstBefore;
    private long leftOut;
    private long leftOutByReader;

    /**
     * @param countersBeginAtZero whether all that a counter holds at the first reading was gained
     *     just before it, as in a target that started together with us
     */
    public Samples(boolean countersBeginAtZero) {
        firstBefore = countersBeginAtZero ? 0 : Double.NaN;
    }

    /** Takes a metric in and answers its index, or -1 when there are too many. */
    public int add(Metric metric) {
        int index = metrics.size();
        if (index == SAMPLES_MAX) {
            leftOut++;
            return -1;
        }
        if (index == values.length) {
            values = Arrays.copyOf(values, index * 2);
            before = Arrays.copyOf(before, index * 2);
            gained = Arrays.copyOf(gained, index * 2);
        }
        metrics.add(metric);
        values[index] = Double.NaN;
        before[index] = firstBefore;
        gained[index] = Double.NaN;
        return index;
    }

    /** Begins a reading: nothing is known of it yet. */
    public void begin() {
        Arrays.fill(values, 0, metrics.size(), Double.NaN);
    }

    public void set(int index, double value) {
        values[index] = value;
    }

    /** Sets the values of the first metrics; NaN for those that were not told. */
    public void setAll(double[] told, int count) {
        System.arraycopy(told, 0, values, 0, Math.min(count, metrics.size()));
    }

    /** Adds to a sum over targets: what was gained is known already, so no {@link #end} follows. */
    void add(int index, double value, double gain) {
        values[index] = plus(values[index], value);
        gained[index] = plus(gained[index], gain);
    }

    /** Takes the greater, where all targets tell the same. */
    void most(int index, double value, double gain) {
        values[index] = most(values[index], value);
        gained[index] = most(gained[index], gain);
    }

    /** Begins a sum over targets. */
    void beginSum() {
        begin();
        resets.clear();
        Arrays.fill(gained, 0, metrics.size(), Double.NaN);
    }

    private static double plus(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : one + other;
    }

    private static double most(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.max(one, other);
    }

    /** Ends a reading. A counter that went down began again at 0, so all it holds is new. */
    public void end() {
        resets.clear();
        for (int i = 0; i < metrics.size(); i++) {
            double value = values[i];
            if (metrics.get(i).kind() == Kind.GAUGE || Double.isNaN(value)) {
                gained[i] = Double.NaN;
                continue;
            }
            boolean reset = value < before[i];
            resets.set(i, reset);
            gained[i] = reset ? value : value - before[i];
            before[i] = value;
        }
        // A metric that appears later was not there a moment ago.
        firstBefore = 0;
    }

    /** What counters gained until the next reading is not known to belong to its second. */
    public void forgetBefore() {
        Arrays.fill(before, 0, metrics.size(), Double.NaN);
        firstBefore = Double.NaN;
    }

    public int size() {
        return metrics.size();
    }

    public Metric metric(int index) {
        return metrics.get(index);
    }

    /** NaN when the last reading did not hold it. */
    public double value(int index) {
        return values[index];
    }

    /** What a counter gained since the reading before that held it; NaN when that is unknown. */
    public double gained(int index) {
        return gained[index];
    }

    public boolean reset(int index) {
        return resets.get(index);
    }

    /** Notes how often whoever reads the target refused a metric already. */
    public void leftOut(long byReader) {
        leftOutByReader = byReader;
    }

    /** How often a metric was refused because there were too many. */
    public long leftOut() {
        return leftOut + leftOutByReader;
    }
}
