// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.base.Family;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostMetricsTest {
    private final ManualClock clock = new ManualClock(0);
    private final Metrics metrics = new Metrics();

    @TempDir private Path folder;

    @Test
    void countersBeginWithTheProcessAndAddUp() throws IOException {
        write("stat", "cpu  100 10 50 900 7 1 2 3 0 0\ncpu0 100 10 50 900 7 1 2 3 0 0\n");
        HostMetrics.register(metrics, folder, clock);

        assertThat(value("host_cpu_user_ticks")).isZero();
        write("stat", "cpu  130 11 60 950 9 1 4 3 0 0\n");
        clock.advance(Duration.ofSeconds(1));

        assertThat(value("host_cpu_user_ticks")).isEqualTo(31);
        assertThat(value("host_cpu_system_ticks")).isEqualTo(12);
        assertThat(value("host_cpu_waiting_ticks")).isEqualTo(2);
        assertThat(value("host_cpu_stolen_ticks")).isZero();
    }

    @Test
    void memoryAndLoadAreAsTheyAre() throws IOException {
        write("meminfo", "MemTotal:  1000 kB\nMemFree: 5 kB\nMemAvailable:   400 kB\n");
        write("loadavg", "1.25 0.9 0.8 3/100 4711\n");
        HostMetrics.register(metrics, folder, clock);

        assertThat(value("host_memory_total_bytes")).isEqualTo(1_024_000);
        assertThat(value("host_memory_available_bytes")).isEqualTo(409_600);
        assertThat(value("host_load_hundredths")).isEqualTo(125);
    }

    @Test
    void loopbackAndPartsOfDisksDoNotCount() throws IOException {
        write("net/dev", "lo: 9 9 0 0 0 0 0 0 9 9\n  eth0:1000 5 0 0 0 0 0 0 2000 6\n");
        write("diskstats", " 8 0 sda 1 1 10 1 1 1 20 1\n 8 1 sda1 1 1 10 1 1 1 20 1\n");
        HostMetrics.register(metrics, folder, clock);
        write("net/dev", "lo: 99 9 0 0 0 0 0 0 99 9\n  eth0:1100 5 0 0 0 0 0 0 2500 6\n");
        write("diskstats", " 8 0 sda 1 1 12 1 1 1 30 1\n 8 1 sda1 1 1 99 1 1 1 99 1\n");
        clock.advance(Duration.ofSeconds(1));

        assertThat(value("host_network_received_bytes")).isEqualTo(100);
        assertThat(value("host_network_sent_bytes")).isEqualTo(500);
        assertThat(value("host_disk_read_bytes")).isEqualTo(2 * 512);
        assertThat(value("host_disk_written_bytes")).isEqualTo(10 * 512);
    }

    @Test
    void aSystemWithoutTheseFilesHasNoneOfThem() {
        HostMetrics.register(metrics, folder, clock);

        assertThat(metrics.series()).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadForAMomentStandsStill() throws IOException {
        write("stat", "cpu  100 10 50 900 7 1 2 3 0 0\n");
        HostMetrics.register(metrics, folder, clock);
        write("stat", "cpu  130 10 50 900 7 1 2 3 0 0\n");
        clock.advance(Duration.ofSeconds(1));
        assertThat(value("host_cpu_user_ticks")).isEqualTo(30);

        Files.delete(folder.resolve("stat"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(value("host_cpu_user_ticks")).isEqualTo(30);
    }

    private long value(String name) {
        Family family =
                HostMetrics.ALL.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return metrics.value(metrics.series(family));
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
