// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import io.lapwing.agent.log.format.LogFormat;
import io.lapwing.agent.log.format.LogRefusal;
import io.lapwing.base.Clock;
import io.lapwing.base.Metrics;
import io.lapwing.base.Owner;
import io.lapwing.base.Ticker;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Follows the logs of all targets and hands on each refusal they tell. One thread owns the files;
 * what has to be waited for is read on threads of its own.
 */
public final class LogWatch implements AutoCloseable {
    /** More targets' logs are not followed. */
    public static final int LOGS_MAX = 1_000;

    private static final Duration TURN = Duration.ofMillis(250);
    private static final int MAILS_MAX = 8;
    private static final String JOURNALCTL = "journalctl";

    /** One target's log, as it is configured. */
    public record Wish(String target, String source, LogFormat format) {}

    private record Followed(Follower follower, LogCounts counts) {}

    private final Path folder;
    private final Clock clock;
    private final Metrics metrics;
    private final BiConsumer<String, LogRefusal> sink;
    private final Map<Wish, Followed> logs = new LinkedHashMap<>();
    private final Owner owner = Owner.start("target-logs", MAILS_MAX);
    private final Ticker ticker;

    private LogWatch(
            Path folder, Clock clock, Metrics metrics, BiConsumer<String, LogRefusal> sink) {
        this.folder = folder;
        this.clock = clock;
        this.metrics = metrics;
        this.sink = sink;
        // A turn that finds the last one still at work is left out; the next one reads more.
        this.ticker =
                Ticker.start(
                        "target-logs-ticker",
                        TURN,
                        () -> {
                            boolean unused = owner.waiting() == 0 && owner.tell(this::turn);
                        });
    }

    /**
     * Follows nothing yet.
     *
     * @param folder where the places are kept up to which logs were read
     * @param sink takes the target's name and the refusal, on any thread, and must not wait
     * @throws IOException when the folder cannot be made
     */
    public static LogWatch start(
            Path folder, Clock clock, Metrics metrics, BiConsumer<String, LogRefusal> sink)
            throws IOException {
        Files.createDirectories(folder);
        return new LogWatch(folder, clock, metrics, sink);
    }

    /**
     * Follows these logs from now on, and no others.
     *
     * @throws IllegalArgumentException when a source is not valid, or there are too many
     */
    public void set(List<Wish> wishes) {
        if (wishes.size() > LOGS_MAX) {
            throw new IllegalArgumentException("more than " + LOGS_MAX + " logs");
        }
        wishes.forEach(wish -> LogSource.of(wish.source()));
        owner.ask(() -> {
            List<Wish> gone =
                    logs.keySet().stream().filter(each -> !wishes.contains(each)).toList();
            gone.forEach(this::drop);
            wishes.forEach(wish -> logs.computeIfAbsent(wish, this::follow));
            return true;
        });
    }

    /** How each of them goes, in the order they were configured. */
    public List<LogState> states() {
        return owner.ask(() -> logs.values().stream().map(each -> each.counts.state()).toList());
    }

    @Override
    public void close() {
        ticker.close();
        owner.ask(() -> {
            logs.values().forEach(each -> each.follower.close());
            logs.clear();
            return true;
        });
        owner.close();
    }

    private void turn() {
        long now = clock.epochMillis();
        for (Followed each : logs.values()) {
            try {
                each.follower.turn(now);
            } catch (RuntimeException bug) { // one log must not keep the others from being read
                each.counts.failed("a fault of Lapwing: " + bug);
            }
        }
    }

    private void drop(Wish wish) {
        Followed followed = logs.remove(wish);
        if (followed != null) {
            followed.follower.close();
        }
    }

    private Followed follow(Wish wish) {
        LogCounts counts = new LogCounts(wish.target(), wish.source(), clock, metrics);
        Consumer<LogRefusal> refusals = refusal -> sink.accept(wish.target(), refusal);
        Supplier<Intake> intakes =
                () ->
                        new Intake(
                                wish.format().parser(ZoneId.systemDefault()),
                                counts,
                                clock,
                                refusals);
        Path kept = folder.resolve(wish.target() + ".position");
        Follower follower =
                switch (LogSource.of(wish.source())) {
                    case LogSource.File file ->
                            new FileFollower(file.path(), kept, intakes.get(), counts);
                    case LogSource.StandardInput() ->
                            new StreamFollower(System.in, intakes.get(), counts);
                    case LogSource.SyslogUdp udp ->
                            new SyslogUdp(udp.address(), intakes.get(), counts);
                    case LogSource.SyslogTcp tcp ->
                            new SyslogStream(tcp.address(), intakes, counts);
                    case LogSource.SyslogUnix unix ->
                            new SyslogStream(
                                    UnixDomainSocketAddress.of(unix.path()), intakes, counts);
                    case LogSource.Journald journal ->
                            new JournalFollower(
                                    JOURNALCTL, journal.unit(), kept, intakes.get(), counts);
                };
        follower.turn(clock.epochMillis()); // what is written from now on counts
        return new Followed(follower, counts);
    }
}
