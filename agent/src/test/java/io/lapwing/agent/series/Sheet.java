// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Algorithm;
import io.lapwing.agent.collect.Dimension;
import io.lapwing.agent.collect.Metric;
import io.lapwing.agent.collect.Samples;
import io.lapwing.agent.collect.TestCharts;
import io.lapwing.base.Kind;
import java.util.Map;

/** A chart of gauges that a test writes second by second. */
public final class Sheet {
    public static final long START_S = 1_795_355_400;

    private final Samples samples = new Samples(false);
    private final SeriesStore store;
    private final TestCharts charts;
    private long nowS;

    /** Dimensions by id; the name of each is its id without {@code x_} in front. */
    public Sheet(String... ids) {
        this(new SeriesStore(), START_S, ids);
    }

    /** In a store of its own, from a second on. */
    Sheet(SeriesStore store, long nowS, String... ids) {
        this.store = store;
        this.nowS = nowS;
        charts = new TestCharts();
        for (String id : ids) {
            int index = samples.add(new Metric(id, Map.of(), Kind.GAUGE));
            String name = id.startsWith("x_") ? id.substring(2) : id;
            charts.add(new Dimension(id, name, Algorithm.ABSOLUTE, 1, 1), index);
        }
    }

    /** Writes the next second, in the order of the ids; NaN for none. */
    public void write(double... values) {
        writeAt(nowS + 1, values);
    }

    public void writeAt(long second, double... values) {
        nowS = second;
        samples.begin();
        for (int i = 0; i < values.length; i++) {
            samples.set(i, values[i]);
        }
        samples.end();
        store.begin(second);
        store.append(second, charts.live(), samples);
        store.end(second);
    }

    /** Its target is not watched any more, until the next write. */
    public void leave() {
        store.remove(charts.live());
    }

    public long nowS() {
        return nowS;
    }

    public ChartSeries chart() {
        return store.charts().getFirst();
    }

    public SeriesStore store() {
        return store;
    }
}
