// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All charts of a target: those of the packs for what it is, and plain ones for metrics that no
 * pack knows. Owned by the agent's thread.
 */
public final class ChartBook {
    private final Naming naming;
    private final List<TargetCharts> packed = new ArrayList<>();
    private final List<List<LiveChart>> groups = new ArrayList<>();
    private final @Nullable PlainCharts plain;
    private TargetKind kind;
    private boolean recognised;
    private int bound;

    private ChartBook(TargetKind kind, Naming naming, boolean withPlain) {
        this.kind = kind;
        this.naming = naming;
        this.plain = withPlain ? new PlainCharts(naming) : null;
    }

    /** Of these packs and nothing else. */
    public static ChartBook of(Naming naming, ChartPack... packs) {
        ChartBook book = new ChartBook(TargetKind.LAPWING, naming, false);
        List.of(packs).forEach(book::add);
        return book;
    }

    /** Of a target that is watched from outside. */
    public static ChartBook of(TargetKind kind, Naming naming) {
        ChartBook book = new ChartBook(kind, naming, true);
        book.add(ChartPacks.target());
        kind.packs().forEach(book::add);
        if (book.plain != null) {
            book.groups.add(book.plain.charts());
        }
        return book;
    }

    /** Of several nodes together: what the packs know, summed up. */
    static ChartBook ofCluster(TargetKind kind, Naming naming) {
        ChartBook book = new ChartBook(kind, naming, false);
        kind.packs().forEach(pack -> book.add(pack.ofCluster()));
        return book;
    }

    /** What the target is, as far as it is known. */
    public TargetKind kind() {
        return kind;
    }

    /** All charts so far, in groups that only grow. */
    public List<List<LiveChart>> groups() {
        return groups;
    }

    /** Metrics that are on no chart, because there are too many. */
    public long leftOut() {
        return plain == null ? 0 : plain.leftOut();
    }

    /** Notes on all charts whether the target answered when it was asked last. */
    public void targetAnswers(boolean answers) {
        groups.forEach(group -> group.forEach(chart -> chart.targetAnswers(answers)));
    }

    /** Gives each new metric its places. */
    public void bind(Samples samples) {
        if (bound == samples.size()) {
            return;
        }
        if (!recognised) {
            recognise(samples);
        }
        for (; bound < samples.size(); bound++) {
            Metric metric = samples.metric(bound);
            boolean known = false;
            for (TargetCharts each : packed) {
                known |= each.bind(metric, bound);
            }
            if (!known && plain != null) {
                plain.bind(metric, bound);
            }
        }
    }

    private void recognise(Samples samples) {
        recognised = true;
        if (kind == TargetKind.AUTO) {
            kind = TargetKind.of(samples);
            kind.packs().forEach(this::add);
        }
        String prefix = kind.prefix(samples);
        packed.forEach(each -> each.prefix(prefix));
    }

    private void add(ChartPack pack) {
        TargetCharts charts = new TargetCharts(pack, naming);
        packed.add(charts);
        groups.add(charts.charts());
    }
}
