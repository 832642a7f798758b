// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows a unit of systemd through {@code journalctl}, which is started again when it ends. The
 * cursor of the last entry is kept, so that nothing is read twice or left out.
 */
final class JournalFollower implements Follower {
    private static final long TRY_AGAIN_MILLIS = 5_000;
    private static final long KEEP_EVERY_MILLIS = 1_000;

    private final String program;
    private final String unit;
    private final Path keptIn;
    private final JournalEntries entries;
    private final LogCounts counts;
    private @Nullable Process process;
    private long triedMillis = Long.MIN_VALUE / 2;
    private long keptMillis;
    private String kept = "";

    JournalFollower(String program, String unit, Path keptIn, Intake intake, LogCounts counts) {
        this.program = program;
        this.unit = unit;
        this.keptIn = keptIn;
        this.entries = new JournalEntries(intake);
        this.counts = counts;
    }

    @Override
    public void turn(long nowMillis) {
        boolean runs = process != null && process.isAlive();
        if (!runs && nowMillis - triedMillis >= TRY_AGAIN_MILLIS) {
            triedMillis = nowMillis;
            start();
        }
        if (nowMillis - keptMillis >= KEEP_EVERY_MILLIS) {
            keptMillis = nowMillis;
            keep();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
        keep();
    }

    private void start() {
        try {
            String cursor = entries.cursor().isEmpty() ? keptCursor() : entries.cursor();
            List<String> command =
                    new ArrayList<>(
                            List.of(program, "--follow", "--output=export", "--unit=" + unit));
            command.add(cursor.isEmpty() ? "--lines=0" : "--after-cursor=" + cursor);
            Process started =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process = started;
            counts.works();
            Thread unused = Thread.ofVirtual().name("log-journal").start(() -> read(started));
        } catch (IOException e) {
            counts.failed(program + " cannot be started: " + e.getMessage());
        }
    }

    private void read(Process from) {
        try (BufferedInputStream in = new BufferedInputStream(from.getInputStream())) {
            entries.read(in);
        } catch (IOException e) {
            // ended while it was read; the next turn starts it again
        } finally {
            from.destroy();
        }
    }

    private String keptCursor() throws IOException {
        Position before = Position.read(keptIn);
        return before == null ? "" : before.file();
    }

    private void keep() {
        String cursor = entries.cursor();
        if (cursor.equals(kept)) {
            return;
        }
        try {
            new Position(cursor, 0, 0, 0).write(keptIn);
            kept = cursor;
        } catch (IOException e) {
            counts.failed(String.valueOf(e.getMessage()));
        }
    }
}
