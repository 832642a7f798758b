// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import static io.lapwing.store.TestStore.LAYOUT;
import static io.lapwing.store.TestStore.PAYLOADS;
import static io.lapwing.store.TestStore.THINGS;
import static io.lapwing.store.TestStore.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder as the first format left it, which every later program must read. */
class FormatTest {
    /** Gives every thing a second name, as a later version might want it. */
    private static final Migration RENAMED =
            new Migration() {
                @Override
                public int from() {
                    return 1;
                }

                @Override
                public void migrate(View view, Write write) throws StoreException {
                    view.walk(
                            THINGS,
                            new byte[0],
                            null,
                            (key, value) -> {
                                write.put(THINGS, bytes("new." + new String(key, 0, 1)), value);
                                write.delete(THINGS, key);
                                return true;
                            });
                }
            };

    @TempDir Path folder;

    @BeforeEach
    void unpack() throws IOException {
        try (InputStream packed = FormatTest.class.getResourceAsStream("format-1.zip");
                ZipInputStream zip = new ZipInputStream(packed)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        }
    }

    /** Writes such a folder, in tables and in the log. */
    public static void main(String[] args) throws StoreException {
        Path folder = Path.of(args[0]);
        try (TestStore store = TestStore.open(folder)) {
            store.lane.write().put(THINGS, bytes("a"), bytes("in a table"));
            store.share(100, 2, "shared").append(7, 1, "one").appendShared(7, 2, 100);
            store.commit();
        }
        try (TestStore store = TestStore.open(folder)) {
            store.lane.write().put(THINGS, bytes("b"), bytes("in the log"));
            store.appendShared(8, 3, 100);
            store.lane.write().remove(TestStore.QUEUES, 7, 1);
            store.commit();
        }
    }

    @Test
    void theFirstFormatIsRead() throws StoreException {
        assertThat(StoreCheck.check(folder, LAYOUT, line -> {}).damage()).isEmpty();
        try (TestStore store = TestStore.open(folder)) {
            assertThat(store.store.wasClean()).isTrue();
            assertThat(store.thing("a")).isEqualTo("in a table");
            assertThat(store.thing("b")).isEqualTo("in the log");
            assertThat(store.queue(7)).containsExactly("2 @100");
            assertThat(store.queue(8)).containsExactly("3 @100");
            store.lane.write().release(PAYLOADS, 100, 1);
            store.commit();
            assertThat(store.shared(100)).isEqualTo("shared");
            store.lane.write().release(PAYLOADS, 100, 1);
            store.commit();
            assertThat(store.shared(100)).isNull();
        }
    }

    @Test
    void anOlderVersionIsBroughtUpStepByStep() throws Exception {
        Layout next = new Layout(2, LAYOUT.spaces(), List.of(RENAMED));
        for (int start = 0; start < 2; start++) {
            try (TestStore store = TestStore.open(folder, next, Map.of())) {
                assertThat(store.thing("new.a")).isEqualTo("in a table");
                assertThat(store.thing("new.b")).isEqualTo("in the log");
                assertThat(store.thing("a")).isNull();
            }
            assertThat(Superblock.read(folder).version()).isEqualTo(2);
        }
        assertThatThrownBy(() -> TestStore.open(folder))
                .hasMessageContaining("made by a newer Lapwing")
                .hasMessageContaining("--data");
    }

    @Test
    void aVersionThatIsTooOldIsRefusedWithWhatToDo() {
        Layout far = new Layout(3, LAYOUT.spaces(), List.of());
        assertThatThrownBy(() -> TestStore.open(folder, far, Map.of()))
                .hasMessageContaining("has version 1")
                .hasMessageContaining("a version in between first");
    }

    @Test
    void everyRoundWaitsForTheDiskWhenPowerMayFail() throws StoreException {
        Map<String, String> power = Map.of("store.durability", "power");
        try (TestStore store = TestStore.open(folder, LAYOUT, power)) {
            store.append(9, 1, "m").commit();
            assertThat(store.queue(9)).containsExactly("1 m");
        }
    }
}
