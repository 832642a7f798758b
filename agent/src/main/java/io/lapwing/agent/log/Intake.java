// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import io.lapwing.agent.log.format.Line;
import io.lapwing.agent.log.format.LineTime;
import io.lapwing.agent.log.format.LogParser;
import io.lapwing.agent.log.format.LogRefusal;
import io.lapwing.base.Clock;
import java.util.function.Consumer;

/**
 * What happens to each line of one stream: it is counted and read, and a refusal gets its time and
 * goes on its way. Owned by whoever follows the stream.
 */
final class Intake implements Consumer<Line> {
    /** A line's own time is taken when it is not further from now. */
    private static final long CLOCKS_APART_MAX_MILLIS = 5_000;

    private final LogParser parser;
    private final LogCounts counts;
    private final Clock clock;
    private final long startMillis;
    private final Consumer<LogRefusal> sink;
    private boolean live = true;

    Intake(LogParser parser, LogCounts counts, Clock clock, Consumer<LogRefusal> sink) {
        this.parser = parser;
        this.counts = counts;
        this.clock = clock;
        this.sink = sink;
        startMillis = clock.epochMillis();
    }

    LineSplitter splitter() {
        return new LineSplitter(this, counts::cutLine);
    }

    /** Whether lines come as they are written; else they have waited to be read. */
    void live(boolean now) {
        live = now;
    }

    @Override
    public void accept(Line line) {
        counts.line();
        LogRefusal refusal = parser.read(line);
        if (refusal != null) {
            counts.refusal(refusal.cause());
            sink.accept(refusal.at(time(refusal.atMillis())));
        } else if (!parser.knows(line)) {
            counts.unknown(line);
        }
    }

    /**
     * By our own clock, which the charts go by as well: another machine's may be wrong. What was
     * written while nobody followed happened at the start, where counting begins.
     */
    private long time(long told) {
        long now = clock.epochMillis();
        boolean near = told != LineTime.NONE && Math.abs(told - now) <= CLOCKS_APART_MAX_MILLIS;
        if (near) {
            return Math.min(told, now);
        }
        return live || told == LineTime.NONE ? now : Math.clamp(told, startMillis, now);
    }
}
