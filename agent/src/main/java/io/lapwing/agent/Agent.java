// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent;

import io.lapwing.agent.collect.ChartBook;
import io.lapwing.agent.collect.Naming;
import io.lapwing.agent.collect.OwnMetrics;
import io.lapwing.agent.collect.ProcessMetrics;
import io.lapwing.agent.collect.Target;
import io.lapwing.agent.collect.TargetWish;
import io.lapwing.agent.health.Alert;
import io.lapwing.agent.health.Culprits;
import io.lapwing.agent.health.FailedRule;
import io.lapwing.agent.health.Health;
import io.lapwing.agent.health.HostLabels;
import io.lapwing.agent.health.Replay;
import io.lapwing.agent.health.RuleNote;
import io.lapwing.agent.health.RuleSet;
import io.lapwing.agent.health.StockRules;
import io.lapwing.agent.health.Transition;
import io.lapwing.agent.health.Witness;
import io.lapwing.agent.query.Answering;
import io.lapwing.agent.query.DataAnswer;
import io.lapwing.agent.query.DataQuery;
import io.lapwing.agent.series.Archive;
import io.lapwing.agent.series.ChartInfo;
import io.lapwing.agent.series.ChartSeries;
import io.lapwing.agent.series.Line;
import io.lapwing.agent.series.MemoryPast;
import io.lapwing.agent.series.SeriesStore;
import io.lapwing.agent.series.WholePast;
import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Latest;
import io.lapwing.base.Metrics;
import io.lapwing.base.Owner;
import io.lapwing.base.Subscription;
import io.lapwing.base.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The monitoring half: each second it samples its targets, appends to the series and evaluates the
 * rules. One thread owns all of it; others ask that thread.
 */
public final class Agent implements AgentView, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final int MAILS_MAX = 1_000;

    /** A clock that goes back by no more than this is waited for; by more, it is followed. */
    private static final long STEP_BACK_MAX_S = 5;

    /** A clock that leaves the one that never jumps by more has been set, or the machine slept. */
    private static final long JUMP_MIN_S = 5;

    private static final long NANOS_A_SECOND = 1_000_000_000;

    private final Clock clock;
    private final AgentMetrics counts;
    private final WatchedTargets targets;
    private final SeriesStore store;
    private final @Nullable Archive archive;
    private final Health health;
    private final List<Consumer<Tick>> listeners = new ArrayList<>();
    private final Latest<Witness> witness = new Latest<>(Witness.NOBODY);
    private final Owner owner = Owner.start("agent", MAILS_MAX);
    private final Thread ownerThread = owner.ask(Thread::currentThread);
    private final Replays replays;
    private @Nullable Ticker ticker;
    private long lastS;
    private long lastNanos;

    Agent(
            Clock clock,
            Metrics metrics,
            Health health,
            List<WatchedTarget> targets,
            @Nullable Archive archive) {
        this.archive = archive;
        this.store = archive == null ? new SeriesStore() : new SeriesStore(archive);
        this.clock = clock;
        this.counts = new AgentMetrics(metrics);
        this.health = health;
        this.targets = new WatchedTargets(targets);
        this.replays = new Replays(clock, health, store, this::ask, archive);
        if (archive != null) {
            health.reachBack((chart, ids, rows, then) ->
                    archive.readLater(chart.id(), ids, rows, () -> inForm(then)));
        }
    }

    /** What is lost here is asked for again. */
    private void inForm(Runnable then) {
        if (!owner.tell(then)) {
            counts.dropped();
        }
    }

    /** An agent for this process, which does nothing before {@link #start} or {@link #tick}. */
    public static Agent of(
            Clock clock, Metrics metrics, Events events, Config config, String node) {
        return of(clock, metrics, events, config, node, null);
    }

    /** The same, with a history on disk, which it closes at its end. */
    public static Agent of(
            Clock clock,
            Metrics metrics,
            Events events,
            Config config,
            String node,
            @Nullable Archive archive) {
        return of(clock, metrics, events, config, new Self(node, true), archive);
    }

    /** The same, with or without a broker in this process. */
    public static Agent of(
            Clock clock,
            Metrics metrics,
            Events events,
            Config config,
            Self self,
            @Nullable Archive archive) {
        ProcessMetrics.register(metrics);
        WatchedTarget own = new WatchedTarget(new OwnMetrics(metrics), true, self.charts());
        RuleSet rules =
                RuleSet.load(
                        config.get(AgentOptions.RULES_DIR),
                        StockRules.of(config.get(AgentOptions.STOCK_RULES)));
        Health health = new Health(rules, HostLabels.of(self.node()), events);
        return new Agent(clock, metrics, health, List.of(own), archive);
    }

    /**
     * Samples and evaluates at once, then on every second. When this returns, the charts and the
     * alerts are there.
     */
    public void start() {
        ticker =
                Ticker.start(
                        "agent-ticker",
                        Duration.ofSeconds(1),
                        () -> {
                            if (!owner.tell(this::onSecond)) {
                                counts.dropped();
                            }
                        });
        ask(() -> {
            if (lastS == 0) { // else the ticker was faster
                onSecond();
            }
            return true;
        });
    }

    /** Samples and evaluates the clock's present second, and returns when that is done. */
    public void tick() {
        ask(() -> {
            onSecond();
            return true;
        });
    }

    @Override
    public void close() {
        if (ticker != null) {
            ticker.close();
        }
        replays.close();
        boolean unused = owner.tell(store::close);
        owner.close();
        targets.close();
        if (archive != null) {
            archive.close();
        }
    }

    /**
     * Watches another program from now on.
     *
     * @throws IllegalStateException when there are too many, or one has this name
     */
    public void watch(TargetWish wish, Target target) {
        WatchedTarget watched =
                new WatchedTarget(
                        target,
                        ChartBook.of(
                                wish.kind(),
                                new Naming(
                                        wish.name(),
                                        wish.name(),
                                        (int) wish.interval().toSeconds())),
                        wish);
        String refused = ask(() -> targets.add(watched));
        if (!refused.isEmpty()) {
            throw new IllegalStateException(refused);
        }
    }

    /** Ends the watch; the charts leave, and their alerts are told as removed. */
    public void forget(String name) {
        WatchedTarget left = ask(() -> leave(name));
        if (left != null) {
            left.close();
        }
    }

    private @Nullable WatchedTarget leave(String name) {
        WatchedTarget left = targets.remove(name, store);
        if (left != null) {
            left.book().groups().forEach(store::remove);
        }
        return left;
    }

    @Override
    public List<TargetView> targets() {
        return ask(targets::views);
    }

    @Override
    public List<ChartInfo> charts() {
        return ask(() ->
                store.charts().stream()
                        .map(ChartSeries::info)
                        .sorted(Comparator.comparingInt(each -> each.chart().priority()))
                        .toList());
    }

    @Override
    public Optional<ChartInfo> chart(String id) {
        return ask(() -> Optional.ofNullable(store.find(id)).map(ChartSeries::info));
    }

    @Override
    public Optional<DataAnswer> data(DataQuery query) {
        Archive disk = archive;
        if (disk == null || Thread.currentThread() == ownerThread) {
            return ask(() ->
                    Optional.ofNullable(store.find(query.chart()))
                            .map(chart -> Answering.answer(new MemoryPast(chart), query)));
        }
        return Optional.ofNullable(ask(() -> past(query.chart(), disk)))
                .or(() ->
                        disk.find(query.chart())
                                .map(chart -> WholePast.onDisk(chart, lastTickS(), disk)))
                .map(past -> Answering.answer(past, query));
    }

    private @Nullable WholePast past(String chartId, Archive disk) {
        ChartSeries chart = store.find(chartId);
        if (chart == null) {
            return null;
        }
        MemoryPast memory = new MemoryPast(chart);
        return WholePast.of(
                memory, disk, (tier, fromS, toS) -> ask(() -> memory.rows(tier, fromS, toS)));
    }

    @Override
    public double latest(String chart, String dimension) {
        return ask(() -> {
            ChartSeries found = store.find(chart);
            int index = found == null ? -1 : found.indexOf(dimension);
            return found == null || index < 0 ? Double.NaN : found.ring(index).at(found.lastS());
        });
    }

    @Override
    public List<Alert> alerts() {
        return ask(health::alerts);
    }

    @Override
    public Line alertValues(String alertId, long fromS, long toS) {
        return ask(() -> health.values(alertId, fromS, toS));
    }

    @Override
    public List<Transition> transitions(long afterId, String chart) {
        return ask(() -> health.transitions(afterId, chart));
    }

    @Override
    public List<FailedRule> failedRules() {
        return health.failed();
    }

    @Override
    public List<RuleNote> ruleNotes() {
        return health.notes();
    }

    /** From now on this one is asked who is behind an alert. */
    public void hear(Witness newest) {
        witness.set(newest);
        ask(() -> {
            health.hear(newest);
            return true;
        });
    }

    @Override
    public Culprits culprits(Alert alert, long fromMs, long toMs) {
        return witness.value()
                .between(alert.target(), alert.context(), alert::counts, fromMs, toMs);
    }

    @Override
    public Replay.Report replay(RuleSet others, String name, long backS) {
        if (!health.knows(name) && !others.names().contains(name)) {
            throw new IllegalArgumentException("there is no rule " + name);
        }
        long toS = lastTickS();
        return replays.replay(others, name, toS - backS + 1, toS);
    }

    @Override
    public long lastTickS() {
        return ask(() -> lastS);
    }

    @Override
    public Subscription onTick(Consumer<Tick> listener) {
        ask(() -> listeners.add(listener));
        // A mail that is not taken means that the agent is closed, or so busy that it may wait.
        return () -> {
            boolean unused = owner.tell(() -> listeners.remove(listener));
        };
    }

    /** A listener of a tick asks on the owner's own thread, which must not wait for itself. */
    private <R> R ask(Supplier<R> question) {
        return Thread.currentThread() == ownerThread ? question.get() : owner.ask(question);
    }

    private void onSecond() {
        long startNanos = clock.nanoTime();
        long nowMs = clock.epochMillis();
        long second = nowMs / 1_000;
        if (second <= lastS && lastS - second <= STEP_BACK_MAX_S) {
            counts.dropped();
            return;
        }
        if (second < lastS) {
            LOG.warn(
                    "the clock went back by {} s; what was kept for later is void", lastS - second);
            store.forgetFrom(second);
            health.forgetFrom(second, nowMs);
            lastS = 0;
        }
        noticeJump(second, startNanos);
        // The first sample is taken when the agent starts: no second was waited for.
        long lateMs = lastS == 0 ? 0 : nowMs - (lastS + 1) * 1_000;
        counts.late(lateMs);
        counts.missed(lastS == 0 ? 0 : second - lastS - 1);
        lastS = second;
        store.begin(second);
        counts.readFailed(targets.sample(second, store));
        store.end(second);
        List<Alert> changed = health.evaluate(store, second, nowMs);
        counts.dimensions(store.charts().stream().mapToInt(ChartSeries::size).sum());
        counts.took((clock.nanoTime() - startNanos) / 1_000);
        tell(new Tick(second, lateMs, changed, health.raised(), health.counts()));
    }

    private void noticeJump(long second, long nanos) {
        long passedS = (nanos - lastNanos) / NANOS_A_SECOND;
        if (lastS != 0 && second - lastS - passedS > JUMP_MIN_S) {
            LOG.warn("the clock went on by {} s in {} s: set, or asleep", second - lastS, passedS);
            targets.onJump();
        }
        lastNanos = nanos;
    }

    private void tell(Tick tick) {
        for (Consumer<Tick> listener : List.copyOf(listeners)) {
            try {
                listener.accept(tick);
            } catch (RuntimeException bug) {
                counts.listenerFailed();
                LOG.error("a listener of the agent's ticks failed", bug);
            }
        }
    }
}
