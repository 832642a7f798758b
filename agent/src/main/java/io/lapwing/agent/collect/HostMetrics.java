// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import io.lapwing.base.Clock;
import io.lapwing.base.Family;
import io.lapwing.base.Kind;
import io.lapwing.base.Latest;
import io.lapwing.base.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The machine around this process, as far as Linux' files tell; what they do not tell is not
 * registered. Counters begin with this process. A file is read on the thread that reads a metric of
 * it, once for all that are read together.
 */
public final class HostMetrics {
    /** A figure and how it is worked out from the lines of its file, each cut into words. */
    private record Figure(Family family, String file, ToLongFunction<List<String[]>> value) {}

    private record Reading(long nanos, List<String[]> lines) {}

    private static final long FRESH_NANOS = 200_000_000;
    private static final int SECTOR_BYTES = 512;
    private static final int KIBI = 1_024;
    private static final String WHOLE_DISK = "(sd|vd|xvd|hd)[a-z]+|nvme\\d+n\\d+|mmcblk\\d+";

    private static final List<Figure> FIGURES =
            List.of(
                    ticks("user", "Processor time of programs", 1, 2),
                    ticks("system", "Processor time of the kernel", 3, 6, 7),
                    ticks("waiting", "Time that processors waited for disks", 5),
                    ticks("stolen", "Processor time that other machines took", 8),
                    new Figure(
                            Family.gauge(
                                    "host_load_hundredths",
                                    "Programs that want to run, over a minute, in hundredths."),
                            "loadavg",
                            HostMetrics::load),
                    memory("total", "Memory of the machine.", "MemTotal:"),
                    memory("available", "Memory that programs can have.", "MemAvailable:"),
                    network("received", "received, without loopback", 1),
                    network("sent", "sent, without loopback", 9),
                    disk("read", "read from disks", 5),
                    disk("written", "written to disks", 9));

    /** Every family of the machine, for the manual. */
    public static final List<Family> ALL = FIGURES.stream().map(Figure::family).toList();

    private final Path folder;
    private final Clock clock;
    private final Map<String, Latest<Reading>> readings = new HashMap<>();

    private HostMetrics(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        FIGURES.forEach(figure ->
                readings.computeIfAbsent(
                        figure.file,
                        file -> new Latest<>(new Reading(clock.nanoTime(), lines(file)))));
    }

    static void register(Metrics metrics) {
        register(metrics, Path.of("/proc"), Clock.system());
    }

    static void register(Metrics metrics, Path folder, Clock clock) {
        HostMetrics host = new HostMetrics(folder, clock);
        for (Figure figure : FIGURES) {
            if (Files.isReadable(folder.resolve(figure.file))) {
                boolean counts = figure.family.kind() == Kind.COUNTER;
                long before = counts ? host.value(figure) : 0;
                metrics.gauge(figure.family, () -> host.value(figure) - before);
            }
        }
    }

    private long value(Figure figure) {
        Latest<Reading> latest = readings.get(figure.file);
        if (latest == null) {
            return 0;
        }
        Reading reading = latest.value();
        long now = clock.nanoTime();
        if (now - reading.nanos > FRESH_NANOS) {
            List<String[]> lines = lines(figure.file);
            reading = new Reading(now, lines.isEmpty() ? reading.lines : lines);
            latest.set(reading);
        }
        return figure.value.applyAsLong(reading.lines);
    }

    /** No lines when the file cannot be read. */
    private List<String[]> lines(String file) {
        try {
            return Files.readAllLines(folder.resolve(file)).stream()
                    .map(line -> line.strip().replace(":", ": ").split("\\s+"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Figure ticks(String word, String what, int... columns) {
        return new Figure(
                Family.counter(
                        "host_cpu_" + word + "_ticks", what + ", in hundredths of a second."),
                "stat",
                lines ->
                        lines.stream()
                                .filter(words -> words[0].equals("cpu"))
                                .flatMapToLong(words ->
                                        Arrays.stream(columns).mapToLong(i -> number(words, i)))
                                .sum());
    }

    private static Figure memory(String word, String help, String line) {
        return new Figure(
                Family.gauge("host_memory_" + word + "_bytes", help),
                "meminfo",
                lines ->
                        lines.stream()
                                .filter(words -> words[0].equals(line))
                                .mapToLong(words -> number(words, 1) * KIBI)
                                .sum());
    }

    private static Figure network(String word, String what, int column) {
        return new Figure(
                Family.counter("host_network_" + word + "_bytes", "Bytes " + what + "."),
                "net/dev",
                lines ->
                        lines.stream()
                                .filter(words -> words[0].endsWith(":") && !words[0].equals("lo:"))
                                .mapToLong(words -> number(words, column))
                                .sum());
    }

    /** Of whole disks: their parts would count twice. */
    private static Figure disk(String word, String what, int column) {
        return new Figure(
                Family.counter("host_disk_" + word + "_bytes", "Bytes " + what + "."),
                "diskstats",
                lines ->
                        lines.stream()
                                .filter(words -> words.length > 2 && words[2].matches(WHOLE_DISK))
                                .mapToLong(words -> number(words, column) * SECTOR_BYTES)
                                .sum());
    }

    private static long load(List<String[]> lines) {
        try {
            return lines.isEmpty() ? 0 : Math.round(Double.parseDouble(lines.getFirst()[0]) * 100);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static long number(String[] words, int column) {
        try {
            return column < words.length ? Long.parseLong(words[column]) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
