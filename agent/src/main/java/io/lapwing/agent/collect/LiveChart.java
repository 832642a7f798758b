// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A chart while its target is read: it may gain dimensions. Owned by the agent's thread. */
public final class LiveChart {
    /** Dimensions of one chart; what comes after them is added up in {@link #OTHER}. */
    public static final int DIMENSIONS_MAX = 500;

    static final String OTHER = "other";

    private final List<LiveDimension> dimensions = new ArrayList<>();
    private final Map<String, LiveDimension> byId = new HashMap<>();
    private final boolean always;
    private Chart chart;
    private boolean targetAnswers = true;

    LiveChart(Chart withoutDimensions, boolean always) {
        this.chart = withoutDimensions;
        this.always = always;
    }

    /** As it is now; another one after it has gained a dimension. */
    public Chart chart() {
        return chart;
    }

    public int size() {
        return dimensions.size();
    }

    /** The value of a dimension for the second just read; NaN when it cannot be told. */
    public double value(int dimension, Samples samples) {
        return dimensions.get(dimension).value(samples);
    }

    public boolean reset(int dimension, Samples samples) {
        return dimensions.get(dimension).reset(samples);
    }

    /** Whether the last reading said anything about this chart. */
    public boolean collected(Samples samples) {
        if (always) {
            return true;
        }
        for (LiveDimension dimension : dimensions) {
            if (dimension.present(samples)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the target answered when it was asked last. */
    public boolean targetAnswers() {
        return targetAnswers;
    }

    void targetAnswers(boolean answers) {
        targetAnswers = answers;
    }

    void add(Dimension dimension, LiveDimension live) {
        List<Dimension> all = new ArrayList<>(chart.dimensions());
        all.add(dimension);
        dimensions.add(live);
        byId.put(dimension.id(), live);
        chart = chart.with(all);
    }

    /** The dimension of this id, which a template has added. */
    TermSum sum(String id) {
        if (byId.get(id) instanceof TermSum known) {
            return known;
        }
        throw new IllegalArgumentException(chart.id() + " has no sum " + id);
    }

    /** The counter dimension of this id, added when it is new. */
    TermSum counter(String id) {
        String fits = byId.containsKey(id) || size() < DIMENSIONS_MAX ? id : OTHER;
        return added(fits, Algorithm.INCREMENTAL);
    }

    /** The gauge dimension of this id, added when it is new; null when there are too many. */
    @Nullable TermSum gauge(String id) {
        return byId.containsKey(id) || size() < DIMENSIONS_MAX
                ? added(id, Algorithm.ABSOLUTE)
                : null;
    }

    private TermSum added(String id, Algorithm algorithm) {
        if (byId.get(id) instanceof TermSum known) {
            return known;
        }
        Dimension dimension = new Dimension(id, id, algorithm, 1, 1);
        TermSum added = new TermSum(dimension, false);
        add(dimension, added);
        return added;
    }
}
