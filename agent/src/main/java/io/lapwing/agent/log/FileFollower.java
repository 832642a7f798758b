// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows a file by its name. Renamed, it is read to its end and then for a while longer, because
 * its writer may not have noticed yet; truncated, it is read from the start; compressed while
 * nobody looked, the old one is opened once more. What was written while Lapwing did not run is
 * read at the start, and nothing is read twice.
 */
final class FileFollower implements Follower {
    /** Bytes read in one turn, so that one long log does not keep the others waiting. */
    static final int TURN_BYTES_MAX = 4 * 1024 * 1024;

    /** Old logs that are read at the start before the present one; older ones are left out. */
    static final int OLD_LOGS_MAX = 32;

    private static final long RENAMED_READ_MILLIS = 60_000;
    private static final long KEEP_EVERY_MILLIS = 1_000;

    private final Path file;
    private final Path keptIn;
    private final Intake intake;
    private final LogCounts counts;
    private final byte[] buffer = new byte[256 * 1024];

    /** Logs from before the start, the oldest first. */
    private final Deque<OpenLog> old = new ArrayDeque<>();

    private @Nullable OpenLog current;
    private @Nullable OpenLog renamed;
    private long renamedUntilMillis;

    /** Whether the file was looked for before. */
    private boolean begun;

    /** Whether all that had been written before was read. */
    private boolean caughtUp;

    private @Nullable Position kept;
    private long keptMillis;

    FileFollower(Path file, Path keptIn, Intake intake, LogCounts counts) {
        this.file = file;
        this.keptIn = keptIn;
        this.intake = intake;
        this.counts = counts;
    }

    @Override
    public void turn(long nowMillis) {
        try {
            if (current == null && !open()) {
                return;
            }
            read(nowMillis);
            if (nowMillis - keptMillis >= KEEP_EVERY_MILLIS) {
                keptMillis = nowMillis;
                keep();
            }
            counts.works();
        } catch (IOException e) {
            counts.failed(why(e));
        }
    }

    @Override
    public void close() {
        try {
            keep();
            for (OpenLog each : old) {
                each.close();
            }
            if (renamed != null) {
                renamed.close();
            }
            if (current != null) {
                current.close();
            }
        } catch (IOException e) {
            counts.failed(why(e));
        }
    }

    private void read(long nowMillis) throws IOException {
        int budget = TURN_BYTES_MAX;
        intake.live(caughtUp);
        while (!old.isEmpty() && budget > 0) {
            int got = old.peek().read(buffer, budget);
            budget -= got;
            if (got == 0) {
                OpenLog done = old.poll();
                done.end();
                done.close();
            }
        }
        if (renamed != null) {
            budget -= renamed.read(buffer, budget);
            if (nowMillis >= renamedUntilMillis) {
                renamed.end();
                renamed.close();
                renamed = null;
            }
        }
        OpenLog now = current;
        if (now != null && old.isEmpty() && budget > 0) {
            boolean anew = now.startsAnew();
            int got = now.read(buffer, budget);
            caughtUp |= got < budget;
            if (got == 0 && !anew) {
                lookForAnother(nowMillis, now);
            }
        }
    }

    /** The name may stand for another file by now. */
    private void lookForAnother(long nowMillis, OpenLog now) throws IOException {
        try {
            if (OpenLog.key(file).equals(now.key())) {
                return;
            }
        } catch (NoSuchFileException e) {
            return; // renamed, and the next one is not there yet
        }
        if (renamed != null) {
            renamed.end();
            renamed.close();
        }
        current = OpenLog.at(file, 0, intake.splitter());
        renamed = now;
        renamedUntilMillis = nowMillis + RENAMED_READ_MILLIS;
    }

    /** False while there is nothing to open. */
    private boolean open() throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            counts.waits("the file is not there yet");
            begun = true;
            return false;
        }
        if (!attributes.isRegularFile()) {
            counts.failed("this is no regular file; pipe it in, with - in place of its name");
            return false;
        }
        Position before = Position.read(keptIn);
        if (before != null) {
            resume(before);
        } else {
            // What is there before anybody asked for it is history; what comes later is news.
            current = OpenLog.at(file, begun ? 0 : attributes.size(), intake.splitter());
        }
        caughtUp = before == null && !begun;
        begun = true;
        return true;
    }

    private void resume(Position before) throws IOException {
        kept = before;
        OpenLog candidate = OpenLog.at(file, before.offset(), intake.splitter());
        if (candidate.continues(before)) {
            current = candidate;
            return;
        }
        candidate.close();
        current = OpenLog.at(file, 0, intake.splitter());
        reopenOld(before);
    }

    /** The one that was read last, under its new name, and those that came after it. */
    private void reopenOld(Position before) throws IOException {
        boolean found = false;
        for (Path each : siblings()) {
            if (found) {
                old.add(isCompressed(each) ? whole(each) : OpenLog.at(each, 0, intake.splitter()));
                continue;
            }
            OpenLog log = again(each, before);
            if (log != null) {
                old.add(log);
                found = true;
            }
        }
    }

    private @Nullable OpenLog again(Path path, Position before) throws IOException {
        if (isCompressed(path)) {
            return OpenLog.compressed(path, before, intake.splitter());
        }
        if (!Files.isReadable(path)) {
            return null;
        }
        OpenLog log = OpenLog.at(path, before.offset(), intake.splitter());
        if (log.continues(before)) {
            return log;
        }
        log.close();
        return null;
    }

    private OpenLog whole(Path path) throws IOException {
        Position start = new Position("", 0, 0, Position.sum(new byte[0], 0));
        OpenLog log = OpenLog.compressed(path, start, intake.splitter());
        if (log == null) {
            throw new IOException(path + " cannot be decompressed");
        }
        return log;
    }

    /** Files called as this one and something more, the newest of them, in order of age. */
    private List<Path> siblings() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        String name = String.valueOf(file.getFileName());
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all =
                    files.filter(each -> isOld(String.valueOf(each.getFileName()), name))
                            .filter(Files::isRegularFile)
                            .sorted(Comparator.comparingLong(FileFollower::modifiedMillis))
                            .toList();
            return all.subList(Math.max(0, all.size() - OLD_LOGS_MAX), all.size());
        } catch (UncheckedIOException e) {
            throw new IOException(e.getCause());
        }
    }

    /** As console.log.1, console.log.1.gz or console-20240527.log of console.log. */
    private static boolean isOld(String name, String file) {
        int dot = file.lastIndexOf('.');
        String stem = dot > 0 ? file.substring(0, dot) : file;
        return !name.equals(file) && (name.startsWith(file) || name.startsWith(stem + "-"));
    }

    private static boolean isCompressed(Path path) {
        return path.toString().endsWith(".gz");
    }

    private static long modifiedMillis(Path path) {
        try {
            return Files.getLastModifiedTime(path).toMillis();
        } catch (IOException e) {
            return 0; // gone in between
        }
    }

    private void keep() throws IOException {
        OpenLog first = old.isEmpty() ? current : old.peek();
        if (first == null) {
            return;
        }
        Position now = first.position();
        if (!now.equals(kept)) {
            now.write(keptIn);
            kept = now;
        }
    }

    private static String why(IOException e) {
        return e instanceof AccessDeniedException
                ? "this user may not read it: " + e.getMessage()
                : String.valueOf(e.getMessage() == null ? e : e.getMessage());
    }
}
