// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.agent.series.RecordFile.Writing;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk when only that has outlasted what the program had forced to it. */
final class PowerFailureTest {
    /** The last second of a day. */
    private static final long T = 1_795_305_600;

    @TempDir private Path folder;
    @TempDir private Path afterwards;

    private final Map<Path, byte[]> durable = new HashMap<>();

    /** Remembers each file as it was when it was forced. */
    private final Writing forcing =
            new Writing() {
                @Override
                public int write(FileChannel to, ByteBuffer bytes, long at) throws IOException {
                    return to.write(bytes, at);
                }

                @Override
                public void force(Path path, FileChannel file) throws IOException {
                    durable.put(path, Files.readAllBytes(path));
                }
            };

    @Test
    void aPowerFailureCostsTheLastSecondsOnly() throws IOException {
        int[] written = {3, 200, 243, 479, 480, 725};
        for (int seconds : written) {
            durable.clear();
            Path before = folder.resolve(String.valueOf(seconds));
            Path after = afterwards.resolve(String.valueOf(seconds));
            Archive archive = open(before, forcing);
            SeriesStore store = new SeriesStore(archive);
            Sheet sheet = new Sheet(store, T, "a");
            for (int i = 1; i <= seconds; i++) {
                sheet.write(i * i % 101);
                assertThat(archive.find("none")).isEmpty();
            }
            fail(before, after);
            archive.close();

            Archive again = open(after, FileChannel::write);
            Rows rows = new Rows(Tier.SECONDS, T + 1, seconds, 1);
            again.read("test_local.sheet", List.of("a"), rows);
            again.close();
            for (int i = 1; i <= seconds - TickLog.FORCED_EVERY_S; i++) {
                assertThat(rows.sum(0, i - 1)).as("%s of %s", i, seconds).isEqualTo(i * i % 101);
            }
        }
    }

    private static Archive open(Path path, Writing writing) throws IOException {
        Events events = new Events(new ManualClock(T * 1_000));
        Retention retention = Retention.of(Config.of(Map.of()));
        return Archive.open(path, retention, new Metrics(), events, T + 1_000, writing);
    }

    /** Files that are gone stay gone; others are as they were forced, or not there. */
    private void fail(Path before, Path after) throws IOException {
        for (Map.Entry<Path, byte[]> each : durable.entrySet()) {
            if (Files.exists(each.getKey())) {
                Path to = after.resolve(before.relativize(each.getKey()).toString());
                Files.createDirectories(to.getParent());
                Files.write(to, each.getValue());
            }
        }
        Files.createDirectories(after);
    }
}
