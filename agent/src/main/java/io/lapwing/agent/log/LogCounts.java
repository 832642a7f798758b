// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import io.lapwing.agent.log.format.Line;
import io.lapwing.base.Cells;
import io.lapwing.base.Clock;
import io.lapwing.base.Latest;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted and known of one target's log. Any thread that follows it may report. */
final class LogCounts {
    private static final Logger LOG = LoggerFactory.getLogger(LogCounts.class);

    /** Lines kept to show what does not look like the format; the oldest makes room. */
    static final int SAMPLES_MAX = 10;

    private static final int SAMPLE_CHARS_MAX = 200;
    private static final long SAMPLE_EVERY_MILLIS = 1_000;

    private record Samples(long takenMillis, List<String> lines) {}

    private final String target;
    private final String source;
    private final Clock clock;
    private final Metrics metrics;
    private final Cells cells;
    private final Series lines;
    private final Series unknown;
    private final Series cut;
    private final Series failures;
    private final Latest<Long> refusals = new Latest<>(0L);
    private final Latest<String> trouble = new Latest<>("");
    private final Latest<Samples> samples = new Latest<>(new Samples(0, List.of()));

    LogCounts(String target, String source, Clock clock, Metrics metrics) {
        this.target = target;
        this.source = source;
        this.clock = clock;
        this.metrics = metrics;
        cells = metrics.shared();
        lines = metrics.series(LogMetrics.LINES, target);
        unknown = metrics.series(LogMetrics.UNKNOWN, target);
        cut = metrics.series(LogMetrics.CUT, target);
        failures = metrics.series(LogMetrics.FAILURES, target);
    }

    void line() {
        cells.increment(lines);
    }

    void cutLine() {
        cells.increment(cut);
    }

    void refusal(String cause) {
        cells.increment(metrics.series(LogMetrics.REFUSALS, target, cause));
        refusals.change(count -> count + 1);
    }

    /** Counted always, kept at most once a second. */
    void unknown(Line line) {
        cells.increment(unknown);
        Samples before = samples.value();
        long now = clock.epochMillis();
        if (now - before.takenMillis >= SAMPLE_EVERY_MILLIS) {
            List<String> kept = new ArrayList<>(before.lines);
            if (kept.size() == SAMPLES_MAX) {
                kept.removeFirst();
            }
            kept.add(line.text(line.from, line.from + SAMPLE_CHARS_MAX));
            boolean unused = samples.replace(before, new Samples(now, List.copyOf(kept)));
        }
    }

    /** It cannot be read; told in the log when that is new. */
    void failed(String why) {
        if (!trouble.value().equals(why)) {
            cells.increment(failures);
            LOG.warn("the log of {}, {}: {}", target, source, why);
        }
        trouble.set(why);
    }

    /** Nothing is wrong, but nothing comes either. */
    void waits(String what) {
        trouble.set(what);
    }

    void works() {
        if (!trouble.value().isEmpty()) {
            LOG.info("the log of {}, {}, is read", target, source);
            trouble.set("");
        }
    }

    LogState state() {
        return new LogState(
                target,
                source,
                trouble.value(),
                metrics.value(lines),
                refusals.value(),
                metrics.value(unknown),
                samples.value().lines);
    }
}
