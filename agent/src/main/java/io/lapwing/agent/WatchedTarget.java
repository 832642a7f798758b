// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.agent.collect.ChartBook;
import io.lapwing.agent.collect.LiveChart;
import io.lapwing.agent.collect.Samples;
import io.lapwing.agent.collect.Target;
import io.lapwing.agent.collect.TargetWish;
import io.lapwing.agent.series.SeriesStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A target with the charts that are made of it. Owned by the agent's thread. */
final class WatchedTarget {
    private final Target target;
    private final boolean own;
    private final @Nullable TargetWish wish;
    private final Samples samples;
    private final ChartBook book;
    private long sinceS;
    private long lastS;
    private long toldS;
    private boolean answers;

    /** This process, or what a test tells. */
    WatchedTarget(Target target, boolean countersBeginAtZero, ChartBook book) {
        this(target, countersBeginAtZero, book, null);
    }

    /** Another program. */
    WatchedTarget(Target target, ChartBook book, TargetWish wish) {
        this(target, false, book, wish);
    }

    private WatchedTarget(Target target, boolean own, ChartBook book, @Nullable TargetWish wish) {
        this.target = target;
        this.own = own;
        this.wish = wish;
        this.samples = new Samples(own);
        this.book = book;
    }

    /** Reads the target and appends the second to its charts. False when it is silent. */
    boolean sample(long second, SeriesStore store) {
        Target.Answer answer = target.read(second, samples);
        switch (answer) {
            case NOT_DUE -> {}
            case TOLD -> {
                book.bind(samples);
                note(true, second);
                toldS = second;
                for (List<LiveChart> group : book.groups()) {
                    store.append(second, group, samples);
                }
            }
            case SILENT -> {
                note(false, second);
                book.groups().forEach(store::admit);
            }
        }
        return answer != Target.Answer.SILENT;
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

    Samples samples() {
        return samples;
    }

    ChartBook book() {
        return book;
    }

    /** Why the target is watched; null for this process. */
    @Nullable TargetWish wish() {
        return wish;
    }

    /** Whether it told something for this second. */
    boolean toldAt(long second) {
        return toldS == second;
    }

    /** How it stands; null for this process. */
    @Nullable TargetView view() {
        if (wish == null) {
            return null;
        }
        TargetView.State state =
                lastS == 0
                        ? TargetView.State.WAITING
                        : answers ? TargetView.State.UP : TargetView.State.DOWN;
        return new TargetView(
                wish.name(),
                wish.address(),
                book.kind(),
                wish.cluster(),
                state,
                target.why(),
                sinceS,
                toldS,
                samples.size(),
                samples.leftOut() + book.leftOut(),
                book.groups().stream().mapToInt(List::size).sum());
    }

    void close() {
        target.close();
    }

    private void note(boolean now, long second) {
        if (lastS == 0 || answers != now) {
            sinceS = second;
        }
        answers = now;
        lastS = second;
        book.targetAnswers(now);
    }
}
