// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import io.lapwing.agent.collect.Metric;
import io.lapwing.agent.collect.Samples;
import io.lapwing.agent.collect.Target;
import io.lapwing.agent.collect.TargetWish;
import io.lapwing.base.Clock;
import io.lapwing.base.Kind;
import io.lapwing.base.Latest;
import io.lapwing.base.Recurring;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A target that is asked by a thread of its own, a little before each second that is due. The agent
 * takes the answer when that second is sampled; one that is not there by then is a gap, and is
 * never taken for another second.
 */
public final class AskedTarget implements Target {
    private static final long SECOND_MILLIS = 1_000;
    private static final long NANOS_A_MILLI = 1_000_000;
    private static final String SERIES = "lapwing_target_series";
    private static final String TOOK = "lapwing_target_milliseconds";
    private static final String BYTES = "lapwing_target_bytes";

    private final Clock clock;
    private final Source source;
    private final String name;
    private final long everyS;
    private final Lead lead;
    private final long timeoutMillis;
    private final int seriesNumber;
    private final int tookNumber;
    private final int bytesNumber;
    private final Latest<@Nullable Scrape> answered = new Latest<>(null);
    private final Latest<@Nullable Scrape> free = new Latest<>(null);
    private @Nullable Recurring rounds;
    private long askedS; // the asking thread's own
    private long firstDueS; // this and what follows is the agent's
    private int known;
    private String why = "";

    private AskedTarget(Clock clock, TargetWish wish, Source source) {
        this.clock = clock;
        this.source = source;
        this.name = wish.name();
        this.everyS = wish.interval().toSeconds();
        this.timeoutMillis = wish.timeout().toMillis();
        this.lead = new Lead(timeoutMillis);
        SeriesTable table = source.table();
        seriesNumber = table.add(new Metric(SERIES, Map.of(), Kind.GAUGE));
        tookNumber = table.add(new Metric(TOOK, Map.of(), Kind.GAUGE));
        bytesNumber = table.add(new Metric(BYTES, Map.of(), Kind.GAUGE));
    }

    /** A target that is asked from now on. */
    public static AskedTarget start(Clock clock, TargetWish wish) {
        AskedTarget target = of(clock, wish);
        target.rounds = Recurring.start("target-" + wish.name(), target::round);
        return target;
    }

    /** A target that is asked when {@link #ask} is called. */
    static AskedTarget of(Clock clock, TargetWish wish) {
        boolean mqtt = wish.url().getScheme().startsWith("mqtt");
        return new AskedTarget(
                clock, wish, mqtt ? new SysSource(clock, wish) : new HttpSource(clock, wish));
    }

    @Override
    public Answer read(long second, Samples samples) {
        if (second % everyS != 0) {
            return Answer.NOT_DUE;
        }
        Scrape scrape = answered.value();
        if (scrape == null || scrape.second() != second) {
            return missing(second);
        }
        answered.replace(scrape, null);
        why = scrape.why();
        if (why.isEmpty()) {
            for (; known < scrape.metrics().size(); known++) {
                samples.add(scrape.metrics().get(known));
            }
            samples.begin();
            samples.setAll(scrape.values(), scrape.metrics().size());
            samples.end();
            samples.leftOut(scrape.leftOut());
        }
        free.set(scrape);
        return why.isEmpty() ? Answer.TOLD : Answer.SILENT;
    }

    @Override
    public String why() {
        return why;
    }

    @Override
    public void close() {
        if (rounds != null) {
            rounds.close();
        }
        source.close();
    }

    /** Asks for a second and leaves the answer for the agent. */
    void ask(long second) {
        Scrape scrape = free.value();
        if (scrape == null) {
            scrape = new Scrape();
        } else {
            free.set(null);
        }
        scrape.begin(second);
        long started = clock.nanoTime();
        try {
            source.read(scrape);
            long took = (clock.nanoTime() - started) / NANOS_A_MILLI;
            int told = scrape.samples();
            scrape.set(seriesNumber, told);
            scrape.set(tookNumber, took);
            scrape.set(bytesNumber, source.bytes());
            scrape.end(source.table());
        } catch (NoAnswer e) {
            scrape.failed(e.why());
        }
        lead.took((clock.nanoTime() - started) / NANOS_A_MILLI);
        answered.set(scrape);
    }

    /** The first seconds after a start are not due: nobody could have asked in time. */
    private Answer missing(long second) {
        if (firstDueS == 0) {
            firstDueS = second + everyS + timeoutMillis / SECOND_MILLIS + 1;
        }
        if (second < firstDueS) {
            return Answer.NOT_DUE;
        }
        if (why.isEmpty()) {
            why = "no answer in time";
        }
        return Answer.SILENT;
    }

    /** Asks if it is time to, and tells how many milliseconds from now the next time is. */
    private long round() {
        long now = clock.epochMillis();
        long second = Math.max(dueAfter(now), askedS + everyS);
        long wait = second * SECOND_MILLIS - lead.millis() - spread() - now;
        if (wait > everyS * SECOND_MILLIS + SECOND_MILLIS) { // the clock was set back
            askedS = 0;
            return 0;
        }
        if (wait <= 0) {
            askedS = second;
            ask(second);
        }
        return Math.max(0, wait);
    }

    /** The first due second that is not over yet. */
    private long dueAfter(long nowMillis) {
        return (nowMillis / SECOND_MILLIS / everyS + 1) * everyS;
    }

    /** Many targets are not asked all at once. */
    private long spread() {
        return (name.hashCode() & 0x7F) % 100;
    }
}
