// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.agent.delivery.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one receiver, oldest first: bounded, and kept on disk until it has arrived. A disk
 * that takes nothing stops nobody; what waits is then in memory only. Owned by the notifier's
 * thread.
 */
final class Outbox implements AutoCloseable {
    /** So many lines that nobody needs may be in the file. */
    private static final int SPARE_LINES_MAX = 1_000;

    /** A line of the file: a notice that came, or up to which all have left. */
    private record Line(long number, @Nullable Notice notice) {}

    /** A notice that waits. */
    record Entry(long number, Notice notice) {}

    private final RecordLog log;
    private final int noticesMax;
    private final Faults faults;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private long lastNumber;

    private Outbox(RecordLog log, int noticesMax, Faults faults) {
        this.log = log;
        this.noticesMax = noticesMax;
        this.faults = faults;
    }

    /** What the file still holds waits again. */
    static Outbox open(Path file, int noticesMax, Faults faults) throws IOException {
        RecordLog.Content content = RecordLog.read(file);
        Deque<Entry> left = new ArrayDeque<>();
        long last = 0;
        int damaged = content.damaged();
        for (String record : content.records()) {
            try {
                Line line = Json.read(record, Line.class);
                last = Math.max(last, line.number);
                if (line.notice == null) {
                    left.removeIf(each -> each.number <= line.number);
                } else {
                    left.add(new Entry(line.number, line.notice));
                }
            } catch (IllegalArgumentException e) {
                damaged++;
            }
        }
        faults.damaged(file, damaged);
        Outbox outbox = new Outbox(RecordLog.write(file, lines(left)), noticesMax, faults);
        outbox.lastNumber = last;
        outbox.waiting.addAll(left);
        return outbox;
    }

    /** Adds a notice; false when the oldest had to go for it. */
    boolean add(Notice notice) {
        boolean room = waiting.size() < noticesMax;
        if (!room) {
            done(waiting.getFirst().number);
        }
        Entry entry = new Entry(++lastNumber, notice);
        waiting.add(entry);
        append(new Line(entry.number, notice));
        return room;
    }

    /** The oldest ones, at most so many. */
    List<Entry> oldest(int max) {
        return waiting.stream().limit(max).toList();
    }

    /** All up to this number have left, or never will. */
    void done(long number) {
        if (waiting.isEmpty() || waiting.getFirst().number > number) {
            return;
        }
        while (!waiting.isEmpty() && waiting.getFirst().number <= number) {
            Entry unused = waiting.removeFirst();
        }
        append(new Line(number, null));
    }

    int size() {
        return waiting.size();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private void append(Line line) {
        try {
            if (log.lines() > 2 * waiting.size() + SPARE_LINES_MAX) {
                log.rewrite(lines(waiting));
            } else {
                log.append(Json.text(line));
            }
        } catch (IOException e) {
            faults.disk(e);
        }
    }

    private static List<String> lines(Deque<Entry> entries) {
        List<String> lines = new ArrayList<>();
        entries.forEach(each -> lines.add(Json.text(new Line(each.number, each.notice))));
        return lines;
    }
}
