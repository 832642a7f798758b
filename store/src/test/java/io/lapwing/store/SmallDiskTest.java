// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import static io.lapwing.store.TestStore.QUEUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a real disk that is small. Only root may mount one; elsewhere this is left out. */
class SmallDiskTest {
    private static final int PAYLOAD_BYTES = 64 * 1_024;

    @TempDir Path folder;
    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=48m", "lapwing-test", disk.toString());
        assumeTrue(mounted, "this user may not mount a disk");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    @Test
    void aFullDiskIsToldAndWhatWasAcknowledgedSurvivesIt() throws StoreException, IOException {
        Path other = disk.resolve("other");
        int kept;
        try (TestStore store = TestStore.open(disk.resolve("store"))) {
            Files.write(other, new byte[24 * 1_024 * 1_024]);
            kept = fill(store);
            assertThat(kept).isGreaterThan(10);
            assertThat(store.store.state())
                    .isInstanceOfSatisfying(
                            StoreState.Failing.class,
                            failing -> assertThat(failing.why()).contains("disk is full"));
            assertThat(store.queue(1)).as("what is there can be read").hasSize(kept);

            Files.delete(other);
            store.awaitTrue(() -> store.store.state() instanceof StoreState.Working);
            assertThat(store.queue(1)).hasSize(kept);
            store.append(1, 1_000_000, "after").commit();
        }
        try (TestStore store = TestStore.open(disk.resolve("store"))) {
            assertThat(store.queue(1)).hasSize(kept + 1).endsWith("1000000 after");
        }
    }

    /** Appends until the disk is full; returns how much was acknowledged. */
    private static int fill(TestStore store) {
        byte[] payload = new byte[PAYLOAD_BYTES];
        for (int i = 1; i < 2_000; i++) {
            store.lane
                    .write()
                    .append(QUEUES, 1, i, 1 + payload.length)
                    .octet(0)
                    .bytes(payload, 0, payload.length);
            if (store.settle().failure() != null) {
                return i - 1;
            }
        }
        throw new AssertionError("the disk does not become full");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
