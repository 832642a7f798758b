// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.List;
import java.util.Map;

/** One chart made by hand, for tests of what comes after collecting. */
public final class TestCharts {
    private final LiveChart chart =
            new LiveChart(
                    new Chart(
                            "test_local.sheet",
                            "test_local.the_sheet",
                            "Sheet",
                            "things",
                            "family",
                            "test.sheet",
                            ChartType.LINE,
                            1,
                            Map.of("node", "here"),
                            List.of()),
                    false);

    public void add(Dimension dimension, int metric) {
        TermSum sum = new TermSum(dimension, false);
        sum.add(metric, 1);
        chart.add(dimension, sum);
    }

    public List<LiveChart> live() {
        return List.of(chart);
    }
}
