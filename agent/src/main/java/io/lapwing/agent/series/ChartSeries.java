// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.collect.LiveChart;
import io.lapwing.agent.collect.Samples;
import java.util.ArrayList;
import java.util.List;

/** A chart with the past of its dimensions. Owned by the agent's thread. */
public final class ChartSeries {
    /** Seconds from one sample to the next; all targets are read once a second for now. */
    public static final int UPDATE_EVERY_S = 1;

    private final LiveChart live;
    private final List<Ring> rings = new ArrayList<>();
    private long firstS;
    private long lastS;

    ChartSeries(LiveChart live) {
        this.live = live;
    }

    public Chart chart() {
        return live.chart();
    }

    /** The rings of {@link Chart#dimensions()}, in the same order. */
    public Ring ring(int dimension) {
        return rings.get(dimension);
    }

    /** Dimensions that have a ring: all but those that appeared since the last sample. */
    public int size() {
        return rings.size();
    }

    /** The dimension with this id, else the one with this name, else -1. */
    public int indexOf(String idOrName) {
        List<Dimension> dimensions = chart().dimensions();
        int byName = -1;
        for (int i = 0; i < size(); i++) {
            if (dimensions.get(i).id().equals(idOrName)) {
                return i;
            }
            if (dimensions.get(i).name().equals(idOrName)) {
                byName = i;
            }
        }
        return byName;
    }

    /** The last second in which the target told something about this chart; 0 before. */
    public long lastS() {
        return lastS;
    }

    /** The last second up to this one that holds a sample of the chart; 0 when there is none. */
    public long lastAt(long second) {
        if (second >= lastS) {
            return lastS;
        }
        for (long each = second; each >= firstS() && each > 0; each--) {
            for (Ring ring : rings) {
                if (!Double.isNaN(ring.at(each))) {
                    return each;
                }
            }
        }
        return 0;
    }

    /** Whether the target answered when it was asked last. */
    public boolean targetAnswers() {
        return live.targetAnswers();
    }

    public long firstS() {
        return lastS == 0 ? 0 : Math.max(firstS, lastS - Ring.SECONDS_KEPT + 1);
    }

    public ChartInfo info() {
        return new ChartInfo(chart(), firstS(), lastS, UPDATE_EVERY_S);
    }

    void append(long second, Samples samples) {
        while (rings.size() < live.size()) {
            rings.add(new Ring());
        }
        if (!live.collected(samples)) {
            return;
        }
        for (int i = 0; i < rings.size(); i++) {
            rings.get(i).put(second, live.value(i, samples), live.reset(i, samples));
        }
        firstS = lastS == 0 ? second : firstS;
        lastS = second;
    }

    void forgetFrom(long second) {
        rings.forEach(ring -> ring.forgetFrom(second));
        if (lastS >= second) {
            lastS = second > firstS() ? second - 1 : 0;
        }
    }
}
