// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import java.util.Arrays;

/**
 * Says of the newest sample of each dimension of a chart whether it is out of line with its recent
 * past: half as far again from the smoothed level as any sample of the last hour was. Thirty-two
 * bytes a dimension; docs/decisions/agent-anomalies.md has the reasons. Owned by the agent's
 * thread.
 */
final class Outliers {
    /** The past is that of four whole quarters of an hour, and what is over of the present one. */
    static final int QUARTER_S = 900;

    private static final int QUARTERS = 4;

    /** Samples after which enough is known to judge. */
    private static final int SEEN_MIN = 600;

    /** How fast the level follows what is in line. */
    private static final float WEIGHT = 1f / 64;

    /** How much farther than ever before a sample must lie. */
    private static final float FARTHER = 1.5f;

    /** A few events more or less in a second mean nothing. */
    private static final float WHOLE_MIN = 3;

    /** Nor does a change by less than a hundredth of the level. */
    private static final float SHARE_MIN = 0.01f;

    private static final int LEVEL = 0;
    private static final int LIMIT = 1;
    private static final int SEEN = 2;
    private static final int NOW = 3;
    private static final int PAST = 4;
    private static final int STRIDE = PAST + QUARTERS;

    private float[] state = {};
    private long quarter;

    /** Comes before the samples of a second. */
    void begin(long second, int dimensions) {
        if (state.length < dimensions * STRIDE) {
            state = Arrays.copyOf(state, dimensions * STRIDE);
        }
        long its = second / QUARTER_S;
        if (its != quarter) {
            for (int at = 0; at < state.length; at += STRIDE) {
                endQuarter(at, (int) Math.floorMod(its, (long) QUARTERS));
            }
            quarter = its;
        }
    }

    /** Learns what an earlier process left of a dimension. */
    void resume(int dimension, Ring ring) {
        if (ring.lastS() == 0) {
            return;
        }
        double[] values = new double[Ring.WINDOW_S];
        Outliers alone = new Outliers();
        for (long from = ring.firstS(); from <= ring.lastS(); from += values.length) {
            ring.copy(from, from + values.length - 1, values, 0);
            for (int i = 0; i < values.length; i++) {
                alone.begin(from + i, 1);
                boolean unused = alone.take(0, values[i]);
            }
        }
        begin(ring.lastS(), dimension + 1);
        System.arraycopy(alone.state, 0, state, dimension * STRIDE, STRIDE);
    }

    /** Takes a sample; true when it is out of line. */
    boolean take(int dimension, double value) {
        if (Double.isNaN(value)) {
            return false;
        }
        int at = dimension * STRIDE;
        float seen = state[at + SEEN];
        float level = seen == 0 ? (float) value : state[at + LEVEL];
        float limit = state[at + LIMIT];
        float away = (float) value - level;
        float distance = Math.abs(away);
        if (seen < SEEN_MIN) {
            state[at + SEEN] = seen + 1;
        }
        state[at + NOW] = Math.max(state[at + NOW], distance);
        float usual = Math.max(limit, Math.max(WHOLE_MIN, SHARE_MIN * Math.abs(level)));
        boolean out =
                limit > 0
                        && distance > limit
                        && distance > SHARE_MIN * Math.abs(level)
                        && (distance > WHOLE_MIN || value != Math.rint(value));
        // What is out of line draws the level no farther than what is just in line.
        float step = limit > 0 ? Math.clamp(away, -usual, usual) : away;
        state[at + LEVEL] = level + WEIGHT * step;
        return out;
    }

    /** The farthest of the quarter takes the place of that of an hour ago. */
    private void endQuarter(int at, int next) {
        state[at + PAST + Math.floorMod(next - 1, QUARTERS)] = state[at + NOW];
        state[at + NOW] = 0;
        float farthest = 0;
        for (int i = 0; i < QUARTERS; i++) {
            farthest = Math.max(farthest, state[at + PAST + i]);
        }
        boolean known = state[at + SEEN] >= SEEN_MIN;
        state[at + LIMIT] = known ? Math.max(FARTHER * farthest, Float.MIN_NORMAL) : 0;
    }
}
