// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

/** Values of consecutive seconds, oldest first; NaN where there is none. Immutable. */
public final class Line {
    private final long fromS;
    private final double[] values;

    public Line(long fromS, double[] values) {
        this.fromS = fromS;
        this.values = values.clone();
    }

    /** Epoch second of the first value. */
    public long fromS() {
        return fromS;
    }

    public int size() {
        return values.length;
    }

    public double at(int index) {
        return values[index];
    }
}
