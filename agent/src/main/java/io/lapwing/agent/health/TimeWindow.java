// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.health;

import io.lapwing.agent.query.Grouping;

/**
 * A stretch of time that moves along with the seconds, over the dimensions of one chart. All rules
 * that look at the same stretch share it. Owned by the agent's thread.
 */
abstract class TimeWindow {
    private final int lengthS;
    private final int backS;
    private final boolean aligned;
    private long nowS;
    private long afterS;
    private long beforeS;

    TimeWindow(int lengthS, int backS, boolean aligned) {
        this.lengthS = lengthS;
        this.backS = backS;
        this.aligned = aligned;
    }

    /** Moves it to where it lies when this second is the newest one. */
    final void moveTo(long second) {
        if (second == nowS) {
            return;
        }
        nowS = second;
        long end = second - backS;
        if (aligned) {
            end -= Math.floorMod(end, (long) lengthS);
        }
        beforeS = end;
        afterS = end - lengthS;
        moved();
    }

    /** The newest second there is. */
    final long nowS() {
        return nowS;
    }

    /** The last second before it. */
    long afterS() {
        return afterS;
    }

    /** Its last second. */
    long beforeS() {
        return beforeS;
    }

    /** The clock was set back: what was worked out is void. */
    void forget() {
        nowS = 0;
    }

    /** False while a part of it is still being read from disk. */
    boolean isReady() {
        return true;
    }

    /** Is called when it lies elsewhere than before. */
    abstract void moved();

    /**
     * The values of a dimension as one number; NaN without any.
     *
     * @param marks whether a value that was out of line counts as 100, and any other as 0
     */
    abstract double reduce(int dimension, Grouping method, boolean marks);
}
