// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import io.lapwing.agent.collect.Chart;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes from the agent to the archive: each second as a tick, each window once it is over. What
 * the archive cannot take at once is offered again. Owned by the agent's thread.
 */
final class Outgoing {
    /** After a tick was lost, it takes at most as long until the log knows all values again. */
    private static final int WHOLE_EVERY_S = 15;

    /** Windows that wait for an archive whose mailbox is full. */
    private static final int UNSENT_MAX = 3;

    private final Archive archive;
    private final List<ChartSeries> charts;

    /** Charts by their ids have the same number in the log as long as this process lives. */
    private final Map<String, Integer> numbers = new HashMap<>();

    /** The last blocks of charts that have left, until their window is over. */
    private final List<Kept> left = new ArrayList<>();

    private final ByteSink sink = new ByteSink(4_096);
    private final Flags flags = Flags.none();
    private int[] definedSizes = new int[64];
    private double[] values = new double[64];
    private double[] before = new double[64];
    private final Deque<List<Kept>> unsent = new ArrayDeque<>();
    private long window;
    private long lastS;
    private boolean whole = true;

    Outgoing(Archive archive, List<ChartSeries> charts) {
        this.archive = archive;
        this.charts = charts;
    }

    void begin(long second) {
        lastS = second;
        long its = Tier.SECONDS.span(second);
        if (window == 0) {
            window = its;
        }
        if (its != window) {
            unsent.addLast(over(its));
            send();
            window = its;
            whole = true;
            archive.forgetRecentBefore(second);
        } else if (!unsent.isEmpty()) {
            send();
        }
    }

    void end(long second) {
        boolean all = whole || second % WHOLE_EVERY_S == 0;
        Ticks.begin(second, all, sink);
        List<Definition> news = new ArrayList<>();
        for (ChartSeries chart : charts) {
            int number = number(chart);
            if (definedSizes[number] < chart.size()) {
                news.add(new Definition(number, shown(chart)));
            }
            if (chart.lastS() == second) {
                add(number, chart, second, all);
            }
        }
        whole = !archive.tick(all, news, sink.toBytes());
        if (!whole) {
            news.forEach(each -> definedSizes[each.number()] = each.chart().dimensions().size());
        }
    }

    /** A chart is not read any more. */
    void left(ChartSeries chart) {
        definedSizes[number(chart)] = 0; // it may come back in another form
        Kept kept = chart.over(Long.MAX_VALUE);
        if (kept != null) {
            left.add(kept);
        }
    }

    private int number(ChartSeries chart) {
        int number = numbers.computeIfAbsent(chart.chart().id(), id -> numbers.size());
        if (number >= definedSizes.length) {
            definedSizes = Arrays.copyOf(definedSizes, number * 2);
        }
        return number;
    }

    void forgetFrom(long second) {
        left.clear();
        whole = true;
        boolean taken = archive.forgetFrom(second);
        window = taken ? Tier.SECONDS.span(second) : window;
    }

    void close() {
        unsent.addLast(over(window + 1));
        send();
    }

    private void add(int number, ChartSeries chart, long second, boolean all) {
        int count = chart.size();
        if (count > values.length) {
            values = new double[count * 2];
            before = new double[count * 2];
        }
        for (int i = 0; i < count; i++) {
            Ring ring = chart.ring(i);
            values[i] = ring.at(second);
            before[i] = all ? Double.NaN : ring.at(second - 1);
            flags.set(i, ring.resetAt(second), ring.markedAt(second));
        }
        flags.clearAfter(count - 1);
        Ticks.add(number, values, before, count, flags, sink);
    }

    private List<Kept> over(long next) {
        List<Kept> over = new ArrayList<>(left);
        left.clear();
        for (ChartSeries chart : charts) {
            Kept kept = chart.over(next);
            if (kept != null) {
                over.add(kept);
            }
        }
        return over;
    }

    /** What the archive does not take stays; when that becomes too much, the oldest is lost. */
    private void send() {
        while (!unsent.isEmpty()
                && (unsent.getFirst().isEmpty() || archive.windowOver(unsent.getFirst(), lastS))) {
            unsent.removeFirst();
        }
        if (unsent.size() > UNSENT_MAX) {
            archive.lost(unsent.removeFirst().size());
        }
    }

    private static Chart shown(ChartSeries chart) {
        return chart.chart().with(chart.chart().dimensions().subList(0, chart.size()));
    }
}
