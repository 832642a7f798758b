// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import static io.lapwing.store.TestStore.LAYOUT;
import static io.lapwing.store.TestStore.THINGS;
import static io.lapwing.store.TestStore.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a store that are not as they were written. */
class DamageTest {
    private static final int COUNT = 2_000;

    @TempDir Path folder;
    private Path store;
    private Path database;

    @BeforeEach
    void fill() throws StoreException {
        store = folder.resolve("store");
        database = store.resolve("db");
        try (TestStore open = TestStore.open(store)) {
            for (int i = 1; i <= COUNT; i++) {
                open.append(5, i, "message number " + i + ", " + "x".repeat(100));
                if (i % 20 == 0) {
                    open.commit();
                }
            }
            open.lane.write().put(THINGS, bytes("lamp"), bytes("on"));
            open.commit();
        }
    }

    /** A start writes what is in the log into tables. */
    private void intoTables() throws StoreException {
        TestStore.open(store).close();
        assertThat(Folders.files(database, ".sst")).isNotEmpty();
    }

    @Test
    void aLogThatEndsInTheMiddleOfARecordCostsThatRecordOnly() throws Exception {
        Path log = largest(".log");
        Files.createFile(store.resolve("running")); // as a crash leaves it
        cut(log, Files.size(log) - 10);
        try (TestStore open = TestStore.open(store)) {
            assertThat(open.queue(5)).hasSize(COUNT);
            assertThat(open.thing("lamp")).as("the last record").isNull();
            assertThat(open.count(StoreMetrics.DAMAGED)).as("it is no damage").isZero();
        }
    }

    @Test
    void aLogThatWasClosedAndIsCutAllTheSameIsDamaged() throws Exception {
        Path log = largest(".log");
        cut(log, Files.size(log) - 10);
        assertThat(StoreCheck.check(store, LAYOUT, line -> {}).damage())
                .containsExactly("the log of writes is damaged at its end");
        try (TestStore open = TestStore.open(store)) {
            assertThat(open.count(StoreMetrics.DAMAGED)).isEqualTo(1);
            assertThat(open.eventTexts()).anyMatch(text -> text.contains("damaged at its end"));
        }
    }

    @Test
    void aFlippedByteInTheLogCostsItsRecordAndIsTold() throws Exception {
        Path log = largest(".log");
        flip(log, Files.size(log) / 2);
        assertThat(StoreCheck.check(store, LAYOUT, line -> {}).damage())
                .contains("the log of writes is damaged in 1 places");
        try (TestStore open = TestStore.open(store)) {
            List<String> queue = open.queue(5);
            assertThat(queue).hasSizeBetween(COUNT - 600, COUNT - 1);
            assertThat(queue.getLast()).startsWith(COUNT + " ");
            assertThat(open.thing("lamp")).isEqualTo("on");
            assertThat(open.count(StoreMetrics.DAMAGED)).isEqualTo(1);
            assertThat(open.eventTexts()).anyMatch(text -> text.contains("log of the store"));
        }
        try (TestStore open = TestStore.open(store)) {
            assertThat(open.count(StoreMetrics.DAMAGED)).as("it is told once").isZero();
        }
    }

    @Test
    void aFlippedByteInATableCostsItsBlockAndIsTold() throws Exception {
        intoTables();
        Path table = largest(".sst");
        flip(table, Files.size(table) / 2);
        StoreCheck.Report report = StoreCheck.check(store, LAYOUT, line -> {});
        assertThat(report.damage())
                .anyMatch(line -> line.contains(table.getFileName() + " is damaged"))
                .anyMatch(line -> line.startsWith("in queues"));
        try (TestStore open = TestStore.open(store)) {
            List<String> queue = open.queue(5);
            assertThat(queue).hasSizeBetween(COUNT - 400, COUNT - 1);
            assertThat(queue.getFirst()).startsWith("1 ");
            assertThat(queue.getLast()).startsWith(COUNT + " ");
            assertThat(open.count(StoreMetrics.DAMAGED)).isPositive();
            assertThat(open.eventTexts()).anyMatch(text -> text.contains("queues is damaged"));
        }
    }

    @Test
    void aTableThatIsMissingIsNamedWithWhatToDo() throws Exception {
        intoTables();
        Path table = largest(".sst");
        Files.delete(table);
        assertThatThrownBy(() -> TestStore.open(store))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(table.getFileName().toString())
                .hasMessageContaining("from a copy");
        assertThat(StoreCheck.check(store, LAYOUT, line -> {}).damage())
                .anyMatch(line -> line.contains(table.getFileName().toString()));
    }

    @Test
    void aDamagedTableOfContentsIsNamedWithWhatToDo() throws Exception {
        Path manifest =
                Files.list(database)
                        .filter(each -> each.getFileName().toString().startsWith("MANIFEST"))
                        .findFirst()
                        .orElseThrow();
        flip(manifest, Files.size(manifest) / 2);
        assertThatThrownBy(() -> TestStore.open(store))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("MANIFEST")
                .hasMessageContaining("from a copy");
        assertThat(StoreCheck.check(store, LAYOUT, line -> {}).damage()).isNotEmpty();
    }

    @Test
    void aDamagedFormatIsNamedAndNothingIsTouched() throws Exception {
        Path format = store.resolve("format");
        flip(format, 13);
        assertThatThrownBy(() -> TestStore.open(store))
                .hasMessageContaining("its checksum is wrong");
        Files.delete(format);
        assertThatThrownBy(() -> TestStore.open(store))
                .hasMessageContaining("the file format is missing");
        assertThat(StoreCheck.check(store, LAYOUT, line -> {}).damage())
                .anyMatch(line -> line.contains("is missing"));
    }

    @Test
    void aStoreInOrderIsFoundInOrderAndCounted() throws Exception {
        StoreCheck.Report report = StoreCheck.check(store, LAYOUT, line -> {});
        assertThat(report.damage()).isEmpty();
        assertThat(report.spaces())
                .extracting(StoreCheck.SpaceCount::name)
                .contains("things", "queues", "payloads");
        assertThat(
                        report.spaces().stream()
                                .filter(each -> each.name().equals("queues"))
                                .findFirst()
                                .orElseThrow()
                                .records())
                .isEqualTo(COUNT);
    }

    @Test
    void aStoreInUseIsNeitherCheckedNorCompacted() throws Exception {
        try (TestStore open = TestStore.open(store)) {
            assertThat(open.store.wasClean()).isTrue();
            assertThatThrownBy(() -> StoreCheck.check(store, LAYOUT, line -> {}))
                    .hasMessageContaining("in use by the process");
            assertThatThrownBy(() -> StoreCheck.compact(store, LAYOUT, line -> {}))
                    .hasMessageContaining("in use by the process");
        }
        assertThatThrownBy(() -> StoreCheck.check(folder.resolve("none"), LAYOUT, line -> {}))
                .hasMessageContaining("there is no store");
    }

    @Test
    void compactingGivesBackTheRoomOfWhatWasRemoved() throws Exception {
        intoTables();
        try (TestStore open = TestStore.open(store)) {
            IntStream.rangeClosed(1, COUNT - 1)
                    .forEach(i -> open.lane.write().remove(TestStore.QUEUES, 5, i));
            open.commit();
        }
        List<Long> bytes = StoreCheck.compact(store, LAYOUT, line -> {});
        assertThat(bytes.get(1)).isLessThan(bytes.get(0) / 2);
        try (TestStore open = TestStore.open(store)) {
            assertThat(open.store.wasClean()).isTrue();
            assertThat(open.queue(5)).hasSize(1);
        }
    }

    private Path largest(String ending) {
        return Folders.files(database, ending).stream()
                .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                .orElseThrow();
    }

    private static void cut(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) ~one.get(0)).flip();
            channel.write(one, at);
        }
    }
}
