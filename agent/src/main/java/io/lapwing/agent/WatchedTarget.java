// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.agent.collect.ChartPack;
import io.lapwing.agent.collect.Samples;
import io.lapwing.agent.collect.Target;
import io.lapwing.agent.collect.TargetCharts;
import io.lapwing.agent.series.SeriesStore;
import java.util.List;

/** A target with the charts that packs make of it. Owned by the agent's thread. */
final class WatchedTarget {
    private final Target target;
    private final boolean own;
    private final Samples samples;
    private final List<TargetCharts> charts;

    WatchedTarget(Target target, boolean countersBeginAtZero, String node, ChartPack... packs) {
        this.target = target;
        this.own = countersBeginAtZero;
        this.samples = new Samples(countersBeginAtZero);
        this.charts = List.of(packs).stream().map(pack -> new TargetCharts(pack, node)).toList();
    }

    /** Reads the target and appends the second to its charts. False when it could not be read. */
    boolean sample(long second, SeriesStore store) {
        boolean answers = target.read(samples);
        for (TargetCharts each : charts) {
            each.targetAnswers(answers);
            if (answers) {
                each.bind(samples);
                store.append(second, each.charts(), samples);
            } else {
                store.admit(each.charts());
            }
        }
        return answers;
    }

    /**
     * This machine slept, or its clock was set. Our own counters stood still meanwhile; what
     * another program has counted did not happen in the second of the next reading.
     */
    void onJump() {
        if (!own) {
            samples.forgetBefore();
        }
    }
}
