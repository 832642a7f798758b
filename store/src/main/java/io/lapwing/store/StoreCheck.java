// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import io.lapwing.base.DiskFault;
import io.lapwing.store.Rocks.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/** Looks at a store that no broker has open: compares every checksum, reads every record. */
public final class StoreCheck {
    /** Room for what is read meanwhile. */
    private static final RocksMemory MEMORY = new RocksMemory(32 << 20, 64 << 20, 256 << 20);

    /** After so many files the progress is told. */
    private static final int TOLD_EVERY = 50;

    /** What a space holds, and in how many places it is damaged. */
    public record SpaceCount(String name, long records, long bytes, int damaged) {}

    /**
     * @param damage what was found, a sentence each; empty when all is well
     */
    public record Report(List<SpaceCount> spaces, List<String> damage) {}

    private final Path folder;
    private final Consumer<String> progress;
    private final List<String> damage = new ArrayList<>();
    private final List<SpaceCount> spaces = new ArrayList<>();

    private StoreCheck(Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Checks the store in a folder, and changes nothing in it.
     *
     * @param progress is told what is looked at, for people who wait
     * @throws StoreException when there is none, or a process has it open
     */
    public static Report check(Path folder, Layout layout, Consumer<String> progress)
            throws StoreException {
        NativeLibrary.load();
        try (StoreFolder taken = StoreFolder.borrow(folder)) {
            StoreCheck check = new StoreCheck(folder, progress);
            check.format(layout);
            check.log(taken);
            check.tables(taken.database());
            check.records(taken.database(), layout);
            return new Report(List.copyOf(check.spaces), List.copyOf(check.damage));
        } catch (IOException e) {
            throw new StoreException(
                    "the store in " + folder + " cannot be read: " + DiskFault.why(e), e);
        }
    }

    /**
     * Rewrites all tables without what was removed, and gives the room back.
     *
     * @return the bytes on disk before and after
     */
    public static List<Long> compact(Path folder, Layout layout, Consumer<String> progress)
            throws StoreException {
        try (StoreFolder taken = StoreFolder.borrow(folder);
                Rocks rocks = Rocks.open(taken.database(), layout, MEMORY, Purpose.WORK)) {
            long before = rocks.diskBytes();
            for (Map.Entry<Integer, String> family : rocks.names().entrySet()) {
                progress.accept("compacting " + family.getValue());
                rocks.compact(family.getKey());
            }
            return List.of(before, rocks.diskBytes());
        } catch (RocksDBException e) {
            throw new StoreException(
                    "the store in " + folder + " cannot be compacted: " + RocksFault.why(e), e);
        } catch (IOException e) {
            throw new StoreException(
                    "the store in " + folder + " cannot be used: " + DiskFault.why(e), e);
        }
    }

    private void format(Layout layout) throws IOException {
        try {
            Superblock found = Superblock.read(folder);
            if (found.version() > layout.version()) {
                damage.add("the store has version " + found.version() + ", of a newer Lapwing");
            }
        } catch (StoreException e) {
            damage.add(e.why());
        } catch (NoSuchFileException e) {
            damage.add("the file " + folder.resolve("format") + " is missing");
        }
    }

    private void log(StoreFolder taken) throws IOException {
        progress.accept("checking the log");
        LogFileCheck log = LogFileCheck.of(taken.database());
        if (log.damaged() > 0) {
            damage.add("the log of writes is damaged in " + log.damaged() + " places");
        }
        if (log.torn()) {
            damage.add(
                    taken.wasClean()
                            ? "the log of writes is damaged at its end"
                            : "the log of writes ends in a record that is not whole, as a crash"
                                    + " leaves it; nothing that was acknowledged is in it");
        }
    }

    /** Compares the checksums of all blocks of all tables. */
    private void tables(Path database) throws IOException {
        List<Path> tables;
        try (Stream<Path> list = Files.list(database)) {
            tables = list.filter(each -> each.toString().endsWith(".sst")).sorted().toList();
        }
        try (Options options = new Options()) {
            for (int i = 0; i < tables.size(); i++) {
                if (i % TOLD_EVERY == 0) {
                    progress.accept("checking table " + (i + 1) + " of " + tables.size());
                }
                table(tables.get(i), options);
            }
        }
    }

    private void table(Path table, Options options) {
        try (SstFileReader reader = new SstFileReader(options)) {
            reader.open(table.toString());
            reader.verifyChecksum();
        } catch (RocksDBException e) {
            damage.add("the table " + table.getFileName() + " is damaged: " + e.getMessage());
        }
    }

    /** Reads every record of every space. */
    private void records(Path database, Layout layout) {
        try (Rocks rocks = Rocks.open(database, layout, MEMORY, Purpose.LOOK)) {
            for (Map.Entry<Integer, String> family : rocks.names().entrySet()) {
                progress.accept("reading " + family.getValue());
                long[] sums = new long[3];
                rocks.walk(
                        family.getKey(),
                        new byte[0],
                        null,
                        (key, value) -> {
                            sums[0]++;
                            sums[1] += key.length + value.length;
                            return true;
                        },
                        (name, what) -> {
                            sums[2]++;
                            damage.add(String.format(Locale.ROOT, "in %s: %s", name, what));
                        });
                spaces.add(new SpaceCount(family.getValue(), sums[0], sums[1], (int) sums[2]));
            }
        } catch (StoreException e) {
            damage.add("it cannot be opened: " + e.why());
        }
    }
}
