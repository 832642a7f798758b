// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import io.lapwing.base.Cells;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log lines of refusals. The first of a row are written one by one, then folded into a line
 * every ten seconds; above all of them stands a limit of lines a second. Owned by the thread of
 * {@link Refusals}.
 */
final class RefusalLog {
    static final int LINES_OF_ROW_MAX = 10;
    static final int LINES_PER_SECOND_MAX = 1_000;
    private static final long MINUTE_MILLIS = 60_000;
    private static final long FOLD_MILLIS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger("io.lapwing.broker.refusals");

    private final DateTimeFormatter clockTime;
    private final Set<JournalRow> folding = new LinkedHashSet<>();
    private final Cells cells;
    private final Series foldedSeries;
    private final Series droppedSeries;
    private long second;
    private int linesInSecond;
    private long unwritten;

    RefusalLog(Metrics metrics, Cells cells, ZoneId zone) {
        this.cells = cells;
        this.clockTime = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
        this.foldedSeries = metrics.series(RefusalMetrics.LOG_FOLDED);
        this.droppedSeries = metrics.series(RefusalMetrics.LOG_DROPPED);
    }

    /** Times are monotonic milliseconds: the machine's clock may be set while lines are folded. */
    void refused(JournalRow row, long now) {
        if (row.linesInMinute == 0 || now - row.minuteStart >= MINUTE_MILLIS) {
            row.minuteStart = now;
            row.linesInMinute = 0;
        }
        if (row.linesInMinute < LINES_OF_ROW_MAX) {
            row.linesInMinute++;
            write(now, row, 1);
            return;
        }
        if (row.folded++ == 0) {
            row.foldStart = now;
            row.foldedSinceMillis = row.lastMillis;
            folding.add(row);
        }
        cells.increment(foldedSeries);
    }

    /** Tells what was folded for long enough, and what was not written. */
    void turn(long now) {
        nextSecond(now);
        tellFolded(now, FOLD_MILLIS);
    }

    /** Tells what was folded for a row that leaves the journal. */
    void forget(JournalRow row) {
        if (folding.remove(row)) {
            write(second * 1000, row, row.folded);
        }
    }

    /** Tells everything that is still folded. */
    void close(long now) {
        nextSecond(now);
        tellFolded(now, 0);
        tellUnwritten();
    }

    private void tellFolded(long now, long ageMillis) {
        folding.removeIf(row -> {
            boolean due = now - row.foldStart >= ageMillis;
            if (due) {
                write(now, row, row.folded);
                row.folded = 0;
            }
            return due;
        });
    }

    /** Writes the row's line, or counts the refusals that it would have told. */
    private void write(long now, JournalRow row, long refusals) {
        nextSecond(now);
        if (!LOG.isWarnEnabled()) {
            return;
        }
        if (linesInSecond == LINES_PER_SECOND_MAX) {
            unwritten += refusals;
            cells.increment(droppedSeries);
            return;
        }
        linesInSecond++;
        String line = LogLine.of(row.newest);
        LOG.warn(row.folded == 0 ? line : repeated(row) + line);
    }

    private String repeated(JournalRow row) {
        Instant since = Instant.ofEpochMilli(row.foldedSinceMillis);
        String times = row.folded == 1 ? " time since " : " times since ";
        return "repeated " + row.folded + times + clockTime.format(since) + ": ";
    }

    private void nextSecond(long now) {
        if (now / 1000 != second) {
            second = now / 1000;
            linesInSecond = 0;
            tellUnwritten();
        }
    }

    private void tellUnwritten() {
        if (unwritten > 0) {
            LOG.warn(
                    "{} refusals are not in this log: more than {} lines a second",
                    unwritten,
                    LINES_PER_SECOND_MAX);
            unwritten = 0;
        }
    }
}
