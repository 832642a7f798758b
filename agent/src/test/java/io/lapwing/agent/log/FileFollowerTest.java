// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.log.format.LogFormat;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is rotated, truncated, compressed and interrupted: each line is told once. */
final class FileFollowerTest {
    @TempDir Path folder;

    private final ManualClock clock = new ManualClock(1_795_000_000_000L);
    private final LogCounts counts = new LogCounts("v", "console.log", clock, new Metrics());
    private final List<String> told = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private FileFollower follower;

    @AfterEach
    void stop() {
        if (follower != null) {
            follower.close();
        }
    }

    @Test
    void onlyWhatIsWrittenFromNowOnIsTold() {
        write("console.log", line("old"));
        follow();
        turn();
        write("console.log", line("a"), line("b"));
        turn();

        assertThat(told).containsExactly("a", "b");
        assertThat(counts.state().lines()).isEqualTo(2);
        assertThat(counts.state().refusals()).isEqualTo(2);
    }

    @Test
    void aFileThatAppearsLaterIsReadFromItsStart() {
        follow();
        turn();
        assertThat(counts.state().trouble()).isEqualTo("the file is not there yet");

        write("console.log", line("first"));
        turn();

        assertThat(told).containsExactly("first");
        assertThat(counts.state().trouble()).isEmpty();
    }

    @Test
    void aLineIsReadWhenItIsComplete() {
        write("console.log");
        follow();
        turn();
        String whole = line("late");
        append("console.log", whole.substring(0, 60));
        turn();
        assertThat(told).isEmpty();

        append("console.log", whole.substring(60));
        turn();
        assertThat(told).containsExactly("late");
    }

    @Test
    void aRenamedLogIsReadToItsEndAndBeyondUntilTheWriterHasMovedOn() {
        write("console.log");
        follow();
        turn();
        write("console.log", line("a"));
        rename("console.log", "console.log.0");
        write("console.log.0", line("b"));
        turn();
        write("console.log", line("c"));
        turn();
        turn();
        write("console.log.0", line("d"));
        write("console.log", line("e"));
        turn();
        turn();

        assertThat(told).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    }

    @Test
    void aTruncatedLogIsReadFromItsStart() {
        write("console.log", line("before"));
        follow();
        turn();
        write("console.log", line("a"));
        turn();
        truncate("console.log");
        turn();
        write("console.log", line("b"));
        turn();

        assertThat(told).containsExactly("a", "b");
    }

    @Test
    void aLogThatWasTruncatedAndHasGrownAgainIsKnownByItsBeginning() {
        write("console.log", "a line of another kind\n", line("x"));
        follow();
        turn();
        truncate("console.log");
        write("console.log", line("a"), line("b"), line("c"));
        turn();
        turn();

        assertThat(told).containsExactly("a", "b", "c");
    }

    @Test
    void nothingIsToldTwiceOrLostOverARestart() {
        write("console.log");
        follow();
        turn();
        write("console.log", line("a"));
        append("console.log", line("b").substring(0, 50));
        turn();
        restart();
        append("console.log", line("b").substring(50));
        write("console.log", line("c"));
        turn();

        assertThat(told).containsExactly("a", "b", "c");
    }

    @Test
    void whatWasRotatedWhileNobodyFollowedIsRead() {
        write("console.log");
        follow();
        turn();
        write("console.log", line("a"));
        turn();
        follower.close();
        write("console.log", line("b"));
        rename("console.log", "console.log.1");
        write("console.log", line("c"));
        rename("console.log.1", "console.log.2");
        rename("console.log", "console.log.1");
        write("console.log", line("d"));
        age("console.log.2", 20);
        age("console.log.1", 10);
        follow();
        turns(4);

        assertThat(told).containsExactly("a", "b", "c", "d");
    }

    @Test
    void anOldLogThatWasCompressedMeanwhileIsRead() {
        write("console.log");
        follow();
        turn();
        write("console.log", line("a"));
        turn();
        follower.close();
        write("console.log", line("b"));
        compress("console.log", "console.log.0.gz");
        write("console.log", line("c"));
        follow();
        turns(4);

        assertThat(told).containsExactly("a", "b", "c");
    }

    @Test
    void aLineWithoutEndCostsAtMostItsBound() {
        write("console.log");
        follow();
        turn();
        append("console.log", "x".repeat(3 * LineSplitter.LINE_BYTES_MAX));
        append("console.log", "\n" + line("a"));
        turn();

        assertThat(told).containsExactly("a");
        assertThat(counts.state().lines()).isEqualTo(2);
    }

    @Test
    void bytesThatAreNoTextDoNoHarm() {
        write("console.log");
        follow();
        turn();
        append("console.log", line("p\u00ff\u00feq").getBytes(StandardCharsets.ISO_8859_1));
        write("console.log", line("a"));
        turn();

        assertThat(told).hasSize(2).endsWith("a");
    }

    @Test
    void whatIsNoFileIsSaid() throws IOException {
        Files.createDirectory(folder.resolve("console.log"));
        follow();
        turn();

        assertThat(counts.state().trouble()).startsWith("this is no regular file");
    }

    @Test
    void linesThatLookLikeNoLogAreCountedAndSomeAreKept() {
        write("console.log");
        follow();
        turn();
        for (int i = 0; i < 20; i++) {
            write("console.log", "what is this " + i + "?\n", "and that?\n");
            turn();
        }

        assertThat(counts.state().unknown()).isEqualTo(40);
        assertThat(counts.state().samples())
                .hasSize(LogCounts.SAMPLES_MAX)
                .endsWith("what is this 19?");
    }

    @Test
    void whatWasWrittenBeforeTheStartHappensAtTheStart() {
        write("console.log");
        follow();
        turn();
        restart();
        long start = clock.epochMillis();
        write("console.log", line("missed"));
        turn();
        write("console.log", line("live"));
        turn();

        assertThat(told).containsExactly("missed", "live");
        assertThat(times.getFirst()).isEqualTo(start);
        assertThat(times.getLast()).isEqualTo(clock.epochMillis());
    }

    private void follow() {
        Intake intake =
                new Intake(
                        LogFormat.VERNEMQ.parser(ZoneOffset.UTC),
                        counts,
                        clock,
                        refusal -> {
                            told.add(String.valueOf(refusal.who().client()));
                            times.add(refusal.atMillis());
                        });
        follower =
                new FileFollower(
                        folder.resolve("console.log"),
                        folder.resolve("v.position"),
                        intake,
                        counts);
    }

    private void restart() {
        follower.close();
        follow();
    }

    private void turns(int count) {
        for (int i = 0; i < count; i++) {
            turn();
        }
    }

    private void turn() {
        clock.advance(Duration.ofSeconds(1));
        follower.turn(clock.epochMillis());
    }

    private static String line(String client) {
        return "2024-05-27T03:49:11.752627+00:00 [warning] <0.309.0> m:f/2:923: can't authenticate"
                + " client {[],<<\""
                + client
                + "\">>} from 10.0.0.7:50123 due to invalid_credentials\n";
    }

    private void write(String name, String... lines) {
        append(name, String.join("", lines));
    }

    private void append(String name, String text) {
        append(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void append(String name, byte[] bytes) {
        try {
            Files.write(
                    folder.resolve(name),
                    bytes,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void rename(String from, String to) {
        try {
            Files.move(folder.resolve(from), folder.resolve(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void truncate(String name) {
        try {
            Files.write(folder.resolve(name), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void age(String name, int seconds) {
        try {
            Files.setLastModifiedTime(
                    folder.resolve(name),
                    FileTime.fromMillis(1_795_000_000_000L - seconds * 1_000L));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compress(String from, String to) {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(to)))) {
            Files.copy(folder.resolve(from), out);
            Files.delete(folder.resolve(from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
